import * as vscode from 'vscode';
import { compareFiles } from '../../core/compare/compareFiles';
import type { Comparison } from '../../core/compare/comparison';
import type { Counterparts } from '../../core/compare/findCounterpart';
import { isRowError } from '../../core/rows/rowReader';
import { rowFormatOf } from '../../core/rows/rowFormat';
import type { ResultMarks } from '../downloads/resultMarks';
import { UserError } from '../errorMessages';
import { COMPARISON_SCHEME } from '../ids';
import type { Log } from '../log';
import { workName } from '../words/jobWords';
import { comparisonInWords, comparisonText } from './comparisonText';
import { withoutLinks } from '../words/withoutLinks';

/** Larger files make an editor that compares lines stand still. */
const MAX_DIFF_BYTES = 5_000_000;

export interface CompareOptions {
  readonly marks: ResultMarks;
  readonly log: Log;
}

/** Comparisons as read-only documents that VS Code's own Markdown preview shows. */
export class Comparisons implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly registrations = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(COMPARISON_SCHEME, this),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.texts.delete(uri.toString())),
  );

  constructor(private readonly options: CompareOptions) {}

  /** Compares two downloaded results and shows what changed. Undefined when the user cancels. Throws a sentence for people. */
  async compare(pair: Counterparts): Promise<Comparison | 'same' | undefined> {
    const { marks } = this.options;
    const files = { before: await marks.existing(pair.before), after: await marks.existing(pair.after) };
    const comparison = pair.before.download?.sha256 === pair.after.download?.sha256 ? 'same' : await this.compareRows(pair, files);
    if (comparison !== undefined) {
      await this.show(pair, comparison);
      this.offerLines(pair, files, comparison);
    }
    return comparison;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? vscode.l10n.t('This comparison is closed. Compare the results again.');
  }

  dispose(): void {
    this.registrations.dispose();
  }

  private async compareRows({ after }: Counterparts, files: Readonly<Record<'before' | 'after', vscode.Uri>>): Promise<Comparison | undefined> {
    const other = Object.values(files).find((uri) => uri.scheme !== 'file' || rowFormatOf(uri.path) === undefined);
    if (other !== undefined) {
      throw new UserError(vscode.l10n.t('{0} cannot be compared row by row: that takes CSV, JSON or XML on a disk of this machine.', vscode.workspace.asRelativePath(other)));
    }
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Comparing {0}', workName(after)), cancellable: true }, async (progress, token) => {
      const abort = new AbortController();
      const cancellation = token.onCancellationRequested(() => abort.abort());
      try {
        let passes = 0;
        const onRead = (): void => progress.report({ message: vscode.l10n.t('read through {0} times', ++passes) });
        return await compareFiles({ before: files.before.fsPath, after: files.after.fsPath, signal: abort.signal, onRead });
      } catch (error) {
        if (abort.signal.aborted) {
          return undefined;
        }
        throw isRowError(error) ? new UserError(vscode.l10n.t('The rows of these files cannot be told apart: {0}.', error.message), error) : error;
      } finally {
        cancellation.dispose();
      }
    });
  }

  private async show(pair: Counterparts, comparison: Comparison | 'same'): Promise<void> {
    const name = vscode.l10n.t('{0}: what changed', workName(pair.after)).replace(/[\\/:]/g, ' ');
    const uri = vscode.Uri.from({ scheme: COMPARISON_SCHEME, path: `/${name}.md`, query: `${pair.before.job.id}&${pair.after.job.id}` });
    this.texts.set(uri.toString(), comparisonText(pair, comparison));
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  /** Nothing waits for the answer. */
  private offerLines({ before, after }: Counterparts, files: Readonly<Record<'before' | 'after', vscode.Uri>>, comparison: Comparison | 'same'): void {
    if (comparison === 'same') {
      return;
    }
    const lines = vscode.l10n.t('Compare Lines');
    const isSmall = Math.max(before.download?.sizeBytes ?? 0, after.download?.sizeBytes ?? 0) <= MAX_DIFF_BYTES;
    void vscode.window.showInformationMessage(withoutLinks(`${workName(after)}: ${comparisonInWords(comparison)}`), ...(isSmall ? [lines] : [])).then(
      (choice) => (choice === lines ? vscode.commands.executeCommand('vscode.diff', files.before, files.after, workName(after)) : undefined),
      (error: unknown) => this.options.log.error('The lines could not be compared', error),
    );
  }
}
