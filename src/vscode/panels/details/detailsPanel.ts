import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { isWatched } from '../../../core/jobs/jobState';
import type { JobStore } from '../../../core/jobs/jobStore';
import type { StoreChange } from '../../../core/jobs/snapshot';
import { type DetailsAction, type DetailsMessage, type DetailsRequest, decodeDetailsRequest } from '../../../webviews/details/protocol';
import { commandId, DETAILS_VIEW_TYPE } from '../../ids';
import { DisposableStore } from '../../lifecycle';
import type { Log } from '../../log';
import { iconName, type JobIcons } from '../../views/jobIcons';
import { workName } from '../../words/jobWords';
import { clockTime } from '../../words/timeWords';
import { Panel, type PanelKind } from '../panel';
import { absence } from './absence';
import { detailsWords } from './detailsWords';
import { jobView } from './jobView';

const KIND: PanelKind<DetailsRequest> = { viewType: DETAILS_VIEW_TYPE, page: 'details', words: detailsWords, decode: decodeDetailsRequest };
/** How often ages and times left are read again while the panel is in sight. */
const TICK_MS = 15_000;

/** Which job a panel is about, and what to call it while the job is not there. */
export interface DetailsIdentity {
  readonly accountId: string;
  readonly jobId: string;
  readonly name: string;
}

export interface DetailsPanelOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly icons: JobIcons;
  readonly extensionUri: vscode.Uri;
  readonly showJson: (entry: JobEntry) => Promise<void>;
  readonly onClose: () => void;
}

/** The details of one job, in a panel that follows it. */
export class DetailsPanel {
  private readonly panel: Panel<DetailsMessage, DetailsRequest>;
  private readonly subscriptions = new DisposableStore();
  private cancelTick = (): void => undefined;
  /** As the job was last seen: it stays in sight when it leaves the list. */
  private last: { readonly entry: JobEntry; readonly seenAtMs: number } | undefined;

  constructor(
    private readonly identity: DetailsIdentity,
    private readonly options: DetailsPanelOptions,
    restored?: vscode.WebviewPanel,
  ) {
    const { extensionUri, store, onClose } = options;
    this.panel = new Panel(
      KIND,
      {
        loaded: () => this.render(),
        received: (request) => void this.answer(request),
        visibilityChanged: () => this.render(),
        closed: () => {
          this.cancelTick();
          this.subscriptions.dispose();
          onClose();
        },
      },
      { extensionUri, title: identity.name, identity, restored },
    );
    this.subscriptions.addFunction(store.onDidChange((change) => this.concerns(change) && this.render()));
    this.render();
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Whether something about this job or its account has changed. */
  private concerns({ previous, current, entries }: StoreChange): boolean {
    const { accountId, jobId } = this.identity;
    const syncOf = ({ accounts }: StoreChange['current']) => accounts.find(({ account }) => account.id === accountId)?.sync.kind;
    return entries.some(({ before, after }) => (after ?? before)?.accountId === accountId && (after ?? before)?.job.id === jobId) || syncOf(previous) !== syncOf(current);
  }

  private render(): void {
    this.cancelTick();
    const { store, clock, icons } = this.options;
    const nowMs = clock.now();
    const account = store.account(this.identity.accountId);
    const current = account?.entries.get(this.identity.jobId);
    if (current !== undefined) {
      this.last = { entry: current, seenAtMs: nowMs };
    }
    if (account === undefined || this.last === undefined) {
      this.panel.post({ kind: 'absent', name: this.identity.name, ...absence(account, this.identity.accountId, nowMs) });
      return;
    }
    const { entry, seenAtMs } = this.last;
    const note = current === undefined ? vscode.l10n.t('This job is no longer in the list. It is shown as it was at {0}.', clockTime(seenAtMs, nowMs)) : '';
    this.panel.title = workName(entry);
    this.panel.icon = icons.get(iconName(entry, nowMs));
    this.panel.post({ kind: 'job', job: jobView(entry, account.account, nowMs, note), nowMs });
    if (this.panel.isVisible && isWatched(entry.job, nowMs)) {
      this.cancelTick = clock.setTimer(() => this.render(), TICK_MS);
    }
  }

  private async answer(request: DetailsRequest): Promise<void> {
    try {
      await (request.kind === 'copy' ? vscode.env.clipboard.writeText(request.text) : this.run(request.action));
    } catch (error) {
      this.options.log.error('The details panel could not do what was asked', error); // the command has told the user
    }
  }

  private async run(action: DetailsAction): Promise<void> {
    if (action === 'showJson') {
      await (this.last && this.options.showJson(this.last.entry));
      return;
    }
    const { accountId, jobId } = this.identity;
    await vscode.commands.executeCommand(commandId(action), { accountId, jobId });
  }
}
