import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import type { JobStore } from '../../../core/jobs/jobStore';
import {
  decodePreviewRequest,
  type PreviewAction,
  type PreviewMessage,
  type PreviewRequest,
} from '../../../webviews/preview/protocol';
import { copyText } from '../../clipboard';
import { sentenceFor } from '../../words/errorMessages';
import { fromUser } from '../../caller';
import { commandId, PREVIEW_VIEW_TYPE } from '../../ids';
import { DisposableStore } from '../../lifecycle';
import type { Log } from '../../diagnostics/log';
import { distinctName, workName } from '../../jobs/jobWords';
import type { JobIdentity } from '../jobIdentity';
import type { JobPanel, JobPanelPlace } from '../jobPanels';
import { Panel, type PanelKind } from '../panel';
import { previewActions, readingActions } from './previewActions';
import { previewView } from './previewView';
import { previewWords } from './previewWords';
import { askTableChoice } from './askTableChoice';
import type { ReadPreview } from './readPreview';
import type { TableChoices } from '../../tables/tableChoices';

const KIND: PanelKind<PreviewRequest> = {
  viewType: PREVIEW_VIEW_TYPE,
  page: 'preview',
  words: previewWords,
  decode: decodePreviewRequest,
};

export interface PreviewPanelOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  readonly choices: TableChoices;
  readonly read: (entry: JobEntry, signal: AbortSignal) => Promise<ReadPreview>;
}

type Content =
  | { readonly kind: 'shown'; readonly reading: ReadPreview; readonly readingId: number }
  | { readonly kind: 'absent'; readonly sentence: string; readonly isBusy: boolean; readonly isError: boolean };

/** A panel that shows the first rows of one job's result. */
export class PreviewPanel implements JobPanel {
  private identity: JobIdentity;
  private readonly panel: Panel<PreviewMessage, PreviewRequest>;
  private readonly subscriptions = new DisposableStore();
  private readonly closed = new AbortController();
  private cancelled = new AbortController();
  private content: Content = {
    kind: 'absent',
    sentence: vscode.l10n.t("Previews aren't kept when the window is reloaded."),
    isBusy: false,
    isError: false,
  };
  private readings = 0;

  constructor(
    { identity, restored, onClose }: JobPanelPlace,
    private readonly options: PreviewPanelOptions,
  ) {
    this.identity = identity;
    const listener = {
      loaded: () => this.post(),
      received: (request: PreviewRequest) => this.answer(request),
      closed: () => this.subscriptions.dispose(),
    };
    this.panel = new Panel(KIND, listener, {
      ...options,
      title: this.title,
      identity,
      restored,
    });
    this.subscriptions.addFunction(onClose);
    this.subscriptions.addFunction(() => this.closed.abort());
    const isOurs = (entry: JobEntry | undefined): boolean =>
      entry?.accountId === this.identity.accountId && entry.job.id === this.identity.jobId;
    this.subscriptions.addFunction(
      options.store.onDidChange(({ entries }) => {
        if (entries.some(({ before, after }) => isOurs(after ?? before))) {
          this.panel.title = this.title;
          this.panel.post({ kind: 'actions', ...this.about() });
        }
      }),
    );
  }

  /** Whether the panel shows rows, so that showing it again sends no requests. */
  get isShown(): boolean {
    return this.content.kind === 'shown';
  }

  get isKept(): boolean {
    return this.identity.isKept === true;
  }

  become(identity: JobIdentity): void {
    this.identity = identity;
    this.panel.title = this.title;
    this.panel.identity = identity;
  }

  reveal(): void {
    this.panel.reveal();
  }

  show(reading: ReadPreview): void {
    this.showContent({ kind: 'shown', reading, readingId: ++this.readings });
  }

  dispose(): void {
    this.panel.dispose();
  }

  private get title(): string {
    const { entry, identity, options } = this;
    const name = entry === undefined ? identity.name : distinctName(entry, options.clock.now());
    return vscode.l10n.t('Preview: {0}', name);
  }

  private get entry(): JobEntry | undefined {
    return this.options.store.entry(this.identity.accountId, this.identity.jobId);
  }

  private showContent(content: Content): void {
    this.content = content;
    this.post();
  }

  private post(): void {
    const { content } = this;
    this.panel.post(
      content.kind === 'absent'
        ? { ...this.about(), ...content }
        : {
            kind: 'preview',
            ...this.about(),
            preview: previewView(content.reading.preview, content.reading.origin, content.readingId),
          },
    );
  }

  private about(): Pick<PreviewMessage, 'name' | 'actions'> {
    const { entry, content } = this;
    const account = this.options.store.account(this.identity.accountId)?.account;
    const isBusy = content.kind === 'absent' && content.isBusy;
    return {
      name: entry === undefined ? this.identity.name : workName(entry),
      actions: isBusy
        ? readingActions()
        : previewActions(entry, account, {
            isShown: this.isShown,
            isKept: this.isKept,
            nowMs: this.options.clock.now(),
          }),
    };
  }

  private async answer(request: PreviewRequest): Promise<void> {
    if (request.kind === 'copy') {
      await copyText(request.text);
    } else {
      await this.run(request.action);
    }
  }

  private async run(action: PreviewAction): Promise<void> {
    const { entry, identity } = this;
    const { accountId, jobId } = identity;
    if (action === 'readOtherwise') {
      await this.readOtherwise(entry);
    } else if (action === 'keepPanel') {
      this.identity = { ...identity, isKept: true };
      this.panel.identity = this.identity;
      this.panel.post({ kind: 'actions', ...this.about() });
    } else if (action === 'cancelReading') {
      this.cancelled.abort();
    } else if (action !== 'load' && action !== 'loadAgain') {
      // The rows stay visible beside the file that they're from.
      const where = action === 'openResult' ? { isBeside: true } : {};
      await vscode.commands.executeCommand(commandId(action), { ...fromUser({ accountId, jobId }), ...where });
    } else if (entry !== undefined) {
      await this.load(entry);
    } else {
      // Unlike this panel, the command also finds a job that isn't in the list.
      await vscode.commands.executeCommand(commandId('previewResult'), { accountId, jobId });
    }
  }

  /** Asks how to read the result. The user's choice applies to all results of the report. */
  private async readOtherwise(entry: JobEntry | undefined): Promise<void> {
    if (entry === undefined) {
      return;
    }
    const { choices } = this.options;
    const preview = this.content.kind === 'shown' ? this.content.reading.preview : undefined;
    const choice = await askTableChoice(workName(entry), preview, choices.of(entry));
    if (choice !== undefined) {
      await choices.set(entry, choice);
      await this.load(entry);
    }
  }

  /**
   * Reads the rows. Shows a failure in the panel, where the user looks. If the user cancels, what was there returns.
   */
  private async load(entry: JobEntry): Promise<void> {
    const { read, log, clock } = this.options;
    const before = this.content;
    const { signal } = (this.cancelled = new AbortController());
    this.showContent({
      kind: 'absent',
      sentence: vscode.l10n.t('Reading the first rows…'),
      isBusy: true,
      isError: false,
    });
    try {
      this.show(await read(entry, AbortSignal.any([this.closed.signal, signal])));
    } catch (error) {
      if (signal.aborted) {
        this.showContent(before);
      } else if (!this.closed.signal.aborted) {
        log.error('A preview failed', error);
        this.showContent({ kind: 'absent', sentence: sentenceFor(error, clock.now()), isBusy: false, isError: true });
      }
    }
  }
}
