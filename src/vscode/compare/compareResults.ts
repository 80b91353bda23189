import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { isCompareError } from '../../core/compare/compareError';
import { compareInThread } from '../../core/compare/compareInThread';
import type { CompareProgress } from '../../core/compare/compareProgress';
import type { ComparisonResult } from '../../core/compare/comparison';
import type { Counterparts } from '../../core/compare/findCounterpart';
import type { JobStore } from '../../core/jobs/jobStore';
import type { ResultMarks } from '../downloads/resultMarks';
import { sentenceFor } from '../words/errorMessages';
import { UserError } from '../words/userError';
import { COMPARISON_SCHEME } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../diagnostics/log';
import { offer, withNotice } from '../messages';
import { workName } from '../jobs/jobWords';
import { TableChoices } from '../tables/tableChoices';
import { asPlainMarkdown } from '../words/plainMarkdown';
import { bytesInWords } from '../words/timeWords';
import { compareErrorSentence } from './compareErrorSentence';
import { comparisonInWords, comparisonText, type ComparisonView } from './comparisonText';

/** Larger files block an editor that compares lines. */
const MAX_DIFF_BYTES = 5_000_000;

export interface CompareOptions {
  readonly store: JobStore;
  readonly marks: ResultMarks;
  readonly clock: Clock;
  readonly log: Log;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalState'>;
}

type Files = Readonly<Record<'before' | 'after', vscode.Uri>>;

/** Shows comparisons as read-only documents in VS Code's own Markdown preview. */
export class Comparisons {
  /** The texts of open documents. VS Code closes documents that were hidden for a while, and requests them again. */
  private readonly texts = new Map<string, string>();
  /** Documents that VS Code requested before their jobs were known, for example after a reload. */
  private readonly awaited = new Map<string, vscode.Uri>();
  private readonly subscriptions = new DisposableStore();
  private readonly disposed = new AbortController();
  private readonly choices: TableChoices;

  /** `onDidChange` receives documents whose text has changed. */
  constructor(
    private readonly options: CompareOptions,
    private readonly onDidChange: (uri: vscode.Uri) => void,
  ) {
    this.choices = new TableChoices(options.context.globalState);
    this.subscriptions.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)));
    this.subscriptions.addFunction(options.store.onDidChange(() => this.lookForAwaited()));
  }

  /** Compares two downloaded results and shows what changed. Undefined if the user cancels. Throws UserError. */
  async compare(pair: Counterparts): Promise<ComparisonResult | undefined> {
    const files = await this.filesOf(pair);
    const view = await this.compareInSight(pair, files);
    if (view !== undefined) {
      await this.show(pair, view);
      this.offerLines(pair, files, view);
    }
    return view?.result;
  }

  /** The text of a document. Compares the files again if the text isn't in memory. */
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
      return comparisonText(pair, await this.compareFiles(pair, files, this.disposed.signal));
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

  private compareInSight(pair: Counterparts, files: Files): Thenable<ComparisonView | undefined> {
    return withNotice(vscode.l10n.t('Comparing {0}', workName(pair.after)), async (notice, token) => {
      const abort = new AbortController();
      const cancellation = token.onCancellationRequested(() => abort.abort());
      let reported = 0;
      try {
        return await this.compareFiles(pair, files, abort.signal, ({ readBytes, totalBytes }) => {
          const percent = Math.floor((readBytes / totalBytes) * 100);
          const message = vscode.l10n.t('{0} of {1} read', bytesInWords(readBytes), bytesInWords(totalBytes));
          notice.report({ message, increment: Math.max(0, percent - reported) });
          reported = Math.max(reported, percent);
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

  private async compareFiles(
    { before, after }: Counterparts,
    files: Files,
    signal: AbortSignal,
    onProgress: (progress: CompareProgress) => void = () => undefined,
  ): Promise<ComparisonView> {
    const [sizeBefore, sizeAfter] = await Promise.all([sizeOf(files.before), sizeOf(files.after)]);
    const sizes = { before: sizeBefore, after: sizeAfter };
    const other = Object.values(files).find((uri) => uri.scheme !== 'file');
    if (other !== undefined) {
      return { sizes, result: await compareElsewhere(files, sizes, other) };
    }
    try {
      const request = {
        before: { path: files.before.fsPath, choice: this.choices.of(before) },
        after: { path: files.after.fsPath, choice: this.choices.of(after) },
        untitled: vscode.l10n.t('Column {0}', '{0}'),
      };
      const thread = vscode.Uri.joinPath(this.options.context.extensionUri, 'dist', 'compareThread.js').fsPath;
      return { sizes, result: await compareInThread(request, { thread, signal, onProgress }) };
    } catch (error) {
      throw isCompareError(error) ? new UserError(compareErrorSentence(error, files), error) : error;
    }
  }

  private async show({ before, after }: Counterparts, view: ComparisonView): Promise<void> {
    const name = vscode.l10n.t('{0}: changes', workName(after)).replace(/[\\/:]/g, ' ');
    const uri = vscode.Uri.from({
      scheme: COMPARISON_SCHEME,
      path: `/${name}.md`,
      query: JSON.stringify([after.accountId, before.job.id, after.job.id]),
    });
    this.texts.set(uri.toString(), comparisonText({ before, after }, view));
    this.onDidChange(uri);
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  }

  /** Offers to compare the lines. Doesn't wait for the answer. */
  private offerLines({ after }: Counterparts, files: Files, { result, sizes }: ComparisonView): void {
    if (result === 'same') {
      return;
    }
    const isSmall = Math.max(sizes.before, sizes.after) <= MAX_DIFF_BYTES;
    const compareLines = (): Thenable<unknown> =>
      vscode.commands.executeCommand('vscode.diff', files.before, files.after, workName(after));
    offer(
      `${workName(after)}: ${comparisonInWords(result)}`,
      isSmall ? { [vscode.l10n.t('Compare Lines')]: compareLines } : {},
    ).catch((error: unknown) => this.options.log.error("Lines can't be compared", error));
  }
}

async function sizeOf(uri: vscode.Uri): Promise<number> {
  return (await vscode.workspace.fs.stat(uri)).size;
}

/** Files that aren't on a disk are only checked for equality. Results there are small enough to fit into memory. */
async function compareElsewhere(files: Files, sizes: ComparisonView['sizes'], other: vscode.Uri): Promise<'same'> {
  if (sizes.before === sizes.after) {
    const [before, after] = await Promise.all([
      vscode.workspace.fs.readFile(files.before),
      vscode.workspace.fs.readFile(files.after),
    ]);
    if (Buffer.compare(before, after) === 0) {
      return 'same';
    }
  }
  throw new UserError(
    vscode.l10n.t(
      "{0} can't be compared row by row. Only CSV, JSON, and XML files on this machine's disk can.",
      vscode.workspace.asRelativePath(other),
    ),
  );
}
