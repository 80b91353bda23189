import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { compareFiles } from '../../core/compare/compareFiles';
import type { Comparison } from '../../core/compare/comparison';
import type { Counterparts } from '../../core/compare/findCounterpart';
import type { JobStore } from '../../core/jobs/jobStore';
import { isTableError } from '../../core/tables/tableError';
import type { ResultMarks } from '../downloads/resultMarks';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { COMPARISON_SCHEME } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import { offer, withNotice } from '../messages';
import { workName } from '../jobs/jobWords';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { comparisonInWords, comparisonText } from './comparisonText';
import { plural } from '../words/plural';

/** Larger files make an editor that compares lines stand still. */
const MAX_DIFF_BYTES = 5_000_000;

export interface CompareOptions {
  readonly store: JobStore;
  readonly marks: ResultMarks;
  readonly clock: Clock;
  readonly log: Log;
}

type Files = Readonly<Record<'before' | 'after', vscode.Uri>>;

/** Comparisons as read-only documents that VS Code's own Markdown preview shows. */
export class Comparisons {
  /** The texts of open documents. VS Code closes documents that are hidden for long, and requests them again. */
  private readonly texts = new Map<string, string>();
  /** Documents that VS Code asked for before their jobs were known, as after a reload. */
  private readonly awaited = new Map<string, vscode.Uri>();
  private readonly subscriptions = new DisposableStore();
  private readonly disposed = new AbortController();

  /** `onDidChange` is told of documents that have another text now. */
  constructor(
    private readonly options: CompareOptions,
    private readonly onDidChange: (uri: vscode.Uri) => void,
  ) {
    this.subscriptions.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
    this.subscriptions.addFunction(options.store.onDidChange(() => this.lookForAwaited()));
  }

  /** Compares two downloaded results and shows what changed. Undefined when the user cancels. Throws a sentence for people. */
  async compare(pair: Counterparts): Promise<Comparison | 'same' | undefined> {
    const files = await this.filesOf(pair);
    const comparison = isSameFile(pair) ? 'same' : await this.compareInSight(pair, files);
    if (comparison !== undefined) {
      await this.show(pair, comparison);
      this.offerLines(pair, files, comparison);
    }
    return comparison;
  }

  /** The text of a document; made again from the files where it is not at hand. */
  async textOf(uri: vscode.Uri): Promise<string> {
    const text = this.texts.get(uri.toString());
    if (text !== undefined) {
      return text;
    }
    const pair = this.pairOf(uri);
    if (pair === undefined) {
      this.awaited.set(uri.toString(), uri);
      return vscode.l10n.t("The jobs in this comparison aren't in the list. The comparison reloads when they're back.");
    }
    try {
      const files = await this.filesOf(pair);
      return comparisonText(pair, isSameFile(pair) ? 'same' : await this.compareRows(files, this.disposed.signal));
    } catch (error) {
      return asPlainMarkdown(sentenceFor(error, this.options.clock.now()));
    }
  }

  dispose(): void {
    this.disposed.abort();
    this.subscriptions.dispose();
  }

  private forget(uri: vscode.Uri): void {
    this.texts.delete(uri.toString());
    this.awaited.delete(uri.toString());
  }

  private lookForAwaited(): void {
    for (const [key, uri] of this.awaited) {
      if (this.pairOf(uri) !== undefined) {
        this.awaited.delete(key);
        this.onDidChange(uri);
      }
    }
  }

  private pairOf({ query }: vscode.Uri): Counterparts | undefined {
    const [accountId = '', ...jobIds] = JSON.parse(query) as readonly string[];
    const [before, after] = jobIds.map((jobId) => this.options.store.entry(accountId, jobId));
    return before === undefined || after === undefined ? undefined : { before, after };
  }

  private async filesOf({ before, after }: Counterparts): Promise<Files> {
    return { before: await this.options.marks.readable(before), after: await this.options.marks.readable(after) };
  }

  private compareInSight({ after }: Counterparts, files: Files): Thenable<Comparison | undefined> {
    return withNotice(vscode.l10n.t('Comparing {0}', workName(after)), async (notice, token) => {
      const abort = new AbortController();
      const cancellation = token.onCancellationRequested(() => abort.abort());
      try {
        let passes = 0;
        return await this.compareRows(files, abort.signal, () => {
          passes++;
          const message = plural(
            passes,
            vscode.l10n.t('read {0} time', passes),
            vscode.l10n.t('read {0} times', passes),
          );
          notice.report({ message });
        });
      } catch (error) {
        if (abort.signal.aborted) {
          return undefined;
        }
        throw error;
      } finally {
        cancellation.dispose();
      }
    });
  }

  private async compareRows(files: Files, signal: AbortSignal, onRead?: () => void): Promise<Comparison> {
    const other = Object.values(files).find((uri) => uri.scheme !== 'file');
    if (other !== undefined) {
      throw new UserError(
        vscode.l10n.t(
          "{0} can't be compared row by row. Only CSV, JSON, and XML files on this machine's disk can.",
          vscode.workspace.asRelativePath(other),
        ),
      );
    }
    try {
      return await compareFiles({
        before: files.before.fsPath,
        after: files.after.fsPath,
        signal,
        ...(onRead && { onRead }),
      });
    } catch (error) {
      throw isTableError(error)
        ? new UserError(
            vscode.l10n.t(
              "The rows of these files can't be compared because a file is damaged, incomplete, or not a table. Download it again, or open it to check.",
            ),
            error,
          )
        : error;
    }
  }

  private async show({ before, after }: Counterparts, comparison: Comparison | 'same'): Promise<void> {
    const name = vscode.l10n.t('{0}: changes', workName(after)).replace(/[\\/:]/g, ' ');
    const uri = vscode.Uri.from({
      scheme: COMPARISON_SCHEME,
      path: `/${name}.md`,
      query: JSON.stringify([after.accountId, before.job.id, after.job.id]),
    });
    this.texts.set(uri.toString(), comparisonText({ before, after }, comparison));
    this.onDidChange(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  /** Nothing waits for the answer. */
  private offerLines({ before, after }: Counterparts, files: Files, comparison: Comparison | 'same'): void {
    if (comparison === 'same') {
      return;
    }
    const isSmall = Math.max(before.download?.sizeBytes ?? 0, after.download?.sizeBytes ?? 0) <= MAX_DIFF_BYTES;
    const compareLines = (): Thenable<unknown> =>
      vscode.commands.executeCommand('vscode.diff', files.before, files.after, workName(after));
    offer(
      `${workName(after)}: ${comparisonInWords(comparison)}`,
      isSmall ? { [vscode.l10n.t('Compare Lines')]: compareLines } : {},
    ).catch((error: unknown) => this.options.log.error("Lines can't be compared", error));
  }
}

function isSameFile({ before, after }: Counterparts): boolean {
  return before.download?.sha256 === after.download?.sha256;
}
