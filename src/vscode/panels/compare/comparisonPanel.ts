import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock';
import type { Difference } from '../../../core/compare/differences';
import type { Counterparts } from '../../../core/compare/findCounterpart';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import type { JobStore } from '../../../core/jobs/jobStore';
import {
  COMPARISON_ACTIONS,
  type ComparisonAction,
  type ComparisonMessage,
  type ComparisonRequest,
  decodeComparisonRequest,
} from '../../../webviews/comparison/protocol';
import { fromUser } from '../../caller';
import { copyText } from '../../clipboard';
import type { Log } from '../../diagnostics/log';
import { COMPARISON_VIEW_TYPE, commandId } from '../../ids';
import { distinctName, nameWithProgram, workName } from '../../jobs/jobWords';
import { DisposableStore } from '../../lifecycle';
import { showError, warn } from '../../messages';
import { actionWords } from '../../words/actionWords';
import { sentenceFor } from '../../words/errorMessages';
import { numberInWords } from '../../words/timeWords';
import { Panel, type PanelKind } from '../panel';
import type { ComparisonIdentity } from './comparisonIdentity';
import { comparisonView } from './comparisonView';
import { comparisonWords } from './comparisonWords';
import { DifferencesOf } from './differencesOf';
import { exportChanges } from './exportChanges';
import { missingInWords, missingResults } from './missingResults';
import { type MadeComparison, runComparison, type RunComparisonOptions, threadFile } from './runComparison';

const KIND: PanelKind<ComparisonRequest> = {
  viewType: COMPARISON_VIEW_TYPE,
  page: 'comparison',
  words: comparisonWords,
  decode: decodeComparisonRequest,
};
/** Larger files block an editor that compares lines. */
const MAX_DIFF_BYTES = 5_000_000;
/** What is visible at first. The other rows are read when they're scrolled to. */
const FIRST_ROWS = 100;
/** More rows are for a file, not for the clipboard. */
const MAX_COPIED_ROWS = 10_000;

export interface ComparisonPanelOptions extends RunComparisonOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ComparisonPanelPlace {
  readonly identity: ComparisonIdentity;
  readonly restored: vscode.WebviewPanel | undefined;
  readonly onClose: () => void;
}

type Content =
  | {
      readonly kind: 'shown';
      readonly made: MadeComparison;
      readonly differences: DifferencesOf | undefined;
      readonly firstRows: readonly Difference[];
      readonly comparisonId: number;
    }
  | {
      readonly kind: 'absent';
      readonly sentence: string;
      readonly isBusy: boolean;
      readonly isError: boolean;
      /** The results whose files don't exist anymore. */
      readonly missing?: readonly JobEntry[];
    };

/** A panel that shows all rows that differ between two results. */
export class ComparisonPanel {
  private readonly identity: ComparisonIdentity;
  private readonly panel: Panel<ComparisonMessage, ComparisonRequest>;
  private readonly subscriptions = new DisposableStore();
  private readonly closed = new AbortController();
  private cancelled = new AbortController();
  private comparisons = 0;
  /** What isn't there yet: the jobs, for example after a reload, or files that don't exist anymore. */
  private awaited: 'jobs' | 'files' | undefined;
  /** Undefined until the first comparison is made. */
  private content: Content | undefined;

  constructor(
    { identity, restored, onClose }: ComparisonPanelPlace,
    private readonly options: ComparisonPanelOptions,
  ) {
    this.identity = identity;
    const listener = {
      loaded: () => (this.content === undefined && restored !== undefined ? void this.compareAgain() : this.post()),
      received: (request: ComparisonRequest) => this.answer(request),
      closed: () => this.subscriptions.dispose(),
    };
    this.panel = new Panel(KIND, listener, { ...options, title: this.title, identity, restored });
    this.subscriptions.addFunction(onClose);
    this.subscriptions.addFunction(() => this.closed.abort());
    this.subscriptions.addFunction(() => this.forget());
    this.subscriptions.addFunction(
      options.store.onDidChange(({ entries }) => {
        const ids = [identity.beforeId, identity.afterId];
        if (entries.some(({ before, after }) => ids.includes((after ?? before)?.job.id ?? ''))) {
          this.panel.title = this.title;
          if (this.isThere) {
            void this.compareAgain();
          }
        }
      }),
    );
  }

  reveal(): void {
    this.panel.reveal();
  }

  get isActive(): boolean {
    return this.panel.isActive;
  }

  /** Shows a comparison. From now on, the panel owns its list. */
  async show(made: MadeComparison): Promise<void> {
    const differences = made.rows && this.differencesOf(made.rows.differences);
    const firstRows = (await differences?.firstRows(FIRST_ROWS)) ?? [];
    if (this.closed.signal.aborted) {
      differences?.dispose();
      return;
    }
    this.awaited = undefined;
    this.showContent({ kind: 'shown', made, differences, firstRows, comparisonId: ++this.comparisons });
  }

  /** The window closes. After a reload, VS Code restores the panel. */
  end(): void {
    this.closed.abort();
    if (this.content?.kind === 'shown') {
      this.content.differences?.end();
    }
    this.panel.dispose();
  }

  private differencesOf(list: NonNullable<MadeComparison['rows']>['differences']): DifferencesOf {
    return new DifferencesOf({
      list,
      thread: threadFile(this.options.extensionUri),
      language: vscode.env.language,
      words: comparisonWords(),
    });
  }

  private get title(): string {
    const after = this.options.store.entry(this.identity.accountId, this.identity.afterId);
    const name = after === undefined ? this.identity.name : distinctName(after, this.options.clock.now());
    return vscode.l10n.t('Changes: {0}', name);
  }

  private get pair(): Counterparts | undefined {
    const { accountId, beforeId, afterId } = this.identity;
    const [before, after] = [beforeId, afterId].map((id) => this.options.store.entry(accountId, id));
    return before === undefined || after === undefined ? undefined : { before, after };
  }

  /** Whether what the panel waits for is there. */
  private get isThere(): boolean {
    const { pair, awaited } = this;
    return (
      awaited !== undefined &&
      pair !== undefined &&
      (awaited === 'jobs' || Object.values(pair).every(({ download }) => download !== undefined))
    );
  }

  private showContent(content: Content): void {
    if (this.content !== content) {
      this.forget();
    }
    this.content = content;
    this.post();
  }

  /** The list of a comparison that isn't shown anymore. */
  private forget(): void {
    if (this.content?.kind === 'shown') {
      this.content.differences?.dispose();
    }
  }

  private post(): void {
    const { content } = this;
    if (content === undefined) {
      return;
    }
    const after = this.options.store.entry(this.identity.accountId, this.identity.afterId);
    const name = after === undefined ? this.identity.name : nameWithProgram(after);
    const about = { name: vscode.l10n.t('{0}: changes', name), actions: this.actions(content) };
    if (content.kind === 'absent') {
      const { kind, sentence, isBusy, isError } = content;
      this.panel.post({ ...about, kind, sentence, isBusy, isError });
      return;
    }
    const { made, firstRows, comparisonId } = content;
    if (made.rows === undefined) {
      const sentence = vscode.l10n.t('The files are the same, byte for byte.');
      this.panel.post({ ...about, kind: 'absent', sentence, isBusy: false, isError: false });
      return;
    }
    this.panel.post({
      ...about,
      kind: 'comparison',
      comparison: comparisonView({ pair: made.pair, ...made.rows, firstRows, comparisonId }),
    });
  }

  private actions(content: Content) {
    const isShown = content.kind === 'shown';
    const rows = isShown ? content.made.rows : undefined;
    const isSmall = isShown && Object.values(content.made.sizes).every((bytes) => bytes <= MAX_DIFF_BYTES);
    const isPossible: Readonly<Record<ComparisonAction, boolean>> = {
      download: !isShown && content.missing !== undefined,
      exportChanges: rows !== undefined && rows.differences.rows > 0,
      compareLines: rows !== undefined && isSmall,
      compareAgain: isShown || !content.isBusy,
      cancelComparing: !isShown && content.isBusy,
    };
    return COMPARISON_ACTIONS.filter((action) => isPossible[action]).map((action) => ({
      action,
      ...actionWords(action),
      isPrimary: action === 'exportChanges' || action === 'download',
    }));
  }

  /** Answers a request of the page, or of VS Code's menu of its rows. */
  async answer(request: ComparisonRequest): Promise<void> {
    if (request.kind === 'run') {
      await this.run(request.action);
      return;
    }
    const differences = this.content?.kind === 'shown' ? this.content.differences : undefined;
    if (differences === undefined) {
      return;
    }
    const { queryId } = request;
    if (request.kind === 'find') {
      const rows = await differences.find(queryId, request.query);
      if (rows !== undefined) {
        this.panel.post({ kind: 'found', queryId, rows });
      }
    } else if (request.kind === 'rows') {
      const rows = await differences.rows(queryId, request.from, request.to);
      if (rows.length > 0) {
        this.panel.post({ kind: 'rows', queryId, from: request.from, rows });
      }
    } else {
      const { from, places } = request;
      const to = Math.min(request.to, from + MAX_COPIED_ROWS);
      await copyText(await differences.textOf(queryId, from, to, places));
      if (to < request.to) {
        void warn(
          vscode.l10n.t(
            'Copied only the first {0} rows. To get all of them, choose Export as CSV.',
            numberInWords(MAX_COPIED_ROWS),
          ),
        );
      }
    }
  }

  private async run(action: ComparisonAction): Promise<void> {
    if (action === 'compareAgain') {
      await this.compareAgain();
    } else if (action === 'cancelComparing') {
      this.cancelled.abort();
    } else if (action === 'download') {
      const missing = this.content?.kind === 'absent' ? this.content.missing : undefined;
      const jobs = (missing ?? []).map(({ accountId, job }) => ({ accountId, jobId: job.id }));
      await vscode.commands.executeCommand(commandId(action), fromUser(...jobs));
    } else if (this.content?.kind === 'shown') {
      const { files, pair } = this.content.made;
      try {
        if (action === 'compareLines') {
          await vscode.commands.executeCommand('vscode.diff', files.before, files.after, workName(pair.after));
        } else if (this.content.differences !== undefined) {
          await exportChanges({
            differences: this.content.differences,
            name: workName(pair.after),
            beside: files.after,
            ownFolder: this.options.ownFolder,
          });
        }
      } catch (error) {
        void showError(sentenceFor(error, this.options.clock.now()));
        throw error;
      }
    }
  }

  /** Compares the files as they are now. Shows a failure in the panel, where the user looks. */
  private async compareAgain(): Promise<void> {
    const { pair, options } = this;
    this.awaited = pair === undefined ? 'jobs' : undefined;
    if (pair === undefined) {
      this.showContent({
        kind: 'absent',
        sentence: vscode.l10n.t(
          "The jobs in this comparison aren't in the list. The comparison reloads when they're back.",
        ),
        isBusy: false,
        isError: false,
      });
      return;
    }
    const { signal } = (this.cancelled = new AbortController());
    this.showContent({ kind: 'absent', sentence: vscode.l10n.t('Comparing…'), isBusy: true, isError: false });
    try {
      const missing = await missingResults(pair, options.marks);
      if (this.closed.signal.aborted) {
        return;
      }
      if (missing.length > 0) {
        this.awaited = 'files';
        const sentence = missingInWords(missing, options.clock.now());
        this.showContent({ kind: 'absent', sentence, isBusy: false, isError: true, missing });
        return;
      }
      await this.show(await runComparison(pair, options, AbortSignal.any([signal, this.closed.signal])));
    } catch (error) {
      if (this.closed.signal.aborted) {
        return;
      }
      const isCancelled = signal.aborted;
      if (!isCancelled) {
        options.log.error('A comparison failed', error);
      }
      const sentence = isCancelled ? vscode.l10n.t('Canceled.') : sentenceFor(error, options.clock.now());
      this.showContent({ kind: 'absent', sentence, isBusy: false, isError: !isCancelled });
    }
  }
}
