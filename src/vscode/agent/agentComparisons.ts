import * as vscode from 'vscode';
import { compareForAgent, type CompareForAgent } from '../../core/agent/compareForAgent';
import { isCompareError } from '../../core/compare/compareError';
import { compareInThread } from '../../core/compare/compareInThread';
import type { Counterparts } from '../../core/compare/findCounterpart';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { compareErrorSentence } from '../compare/compareErrorSentence';
import { TableChoices } from '../tables/tableChoices';
import { UserError } from '../words/userError';
import type { AgentToolsOptions } from './agentJobs';

/** Compares downloaded results for a model. */
export class AgentComparisons {
  private readonly choices: TableChoices;

  constructor(private readonly options: Pick<AgentToolsOptions, 'marks' | 'context'>) {
    this.choices = new TableChoices(options.context.globalState);
  }

  /** Throws a `UserError` if a result isn't downloaded, or can't be compared. */
  async compare({ before, after }: Counterparts, signal: AbortSignal): Promise<CompareForAgent> {
    const files = { before: await this.fileOf(before), after: await this.fileOf(after) };
    try {
      const request = {
        before: { path: files.before.fsPath, choice: this.choices.of(before) },
        after: { path: files.after.fsPath, choice: this.choices.of(after) },
        untitled: 'Column {0}',
        withTotals: true,
      };
      const thread = vscode.Uri.joinPath(this.options.context.extensionUri, 'dist', 'compareThread.js').fsPath;
      return compareForAgent(await compareInThread(request, { thread, signal }));
    } catch (error) {
      throw isCompareError(error) ? new UserError(compareErrorSentence(error, files), error) : error;
    }
  }

  private async fileOf(entry: JobEntry): Promise<vscode.Uri> {
    const uri = await this.options.marks.readable(entry);
    if (uri.scheme !== 'file') {
      throw new UserError(
        vscode.l10n.t(
          "{0} can't be compared row by row. Only CSV, JSON, and XML files on this machine's disk can.",
          vscode.workspace.asRelativePath(uri),
        ),
      );
    }
    return uri;
  }
}
