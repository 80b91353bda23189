import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock';
import type { Job } from '../../../core/jobs/job';
import { type JobEntry, theirNow } from '../../../core/jobs/jobEntry';
import { canStillChange } from '../../../core/jobs/jobState';
import type { JobStore } from '../../../core/jobs/jobStore';
import { entryIn, type StoreChange } from '../../../core/jobs/snapshot';
import {
  type DetailsAction,
  type DetailsMessage,
  type DetailsRequest,
  decodeDetailsRequest,
} from '../../../webviews/details/protocol';
import { copyText } from '../../clipboard';
import { fromUser } from '../../caller';
import { commandId, DETAILS_VIEW_TYPE } from '../../ids';
import { DisposableStore } from '../../lifecycle';
import type { Log } from '../../diagnostics/log';
import { iconName } from '../../jobs/jobIcons';
import { distinctName, workName } from '../../jobs/jobWords';
import type { JobIdentity } from '../jobIdentity';
import type { JobPanel, JobPanelPlace } from '../jobPanels';
import { Panel, type PanelIcon, type PanelKind } from '../panel';
import { absence, staleness } from './absence';
import { detailsWords } from './detailsWords';
import { commandOf } from '../../words/actionWords';
import { jobView } from './jobView';

const KIND: PanelKind<DetailsRequest> = {
  viewType: DETAILS_VIEW_TYPE,
  page: 'details',
  words: detailsWords,
  decode: decodeDetailsRequest,
};
/** How often ages and times left are updated while the panel is visible. */
const TICK_MS = 15_000;

export interface DetailsPanelOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  /** Requests the job from impact.com. */
  readonly readJob: (accountId: string, jobId: string) => Promise<Job>;
  readonly showJson: (accountId: string, jobId: string) => Promise<void>;
  /** Opens the details of another job. */
  readonly open: (identity: JobIdentity) => void;
}

/** A panel that shows the details of one job and updates them. */
export class DetailsPanel implements JobPanel {
  private identity: JobIdentity;
  private readonly panel: Panel<DetailsMessage, DetailsRequest>;
  private readonly subscriptions = new DisposableStore();
  private cancelTick = (): void => undefined;
  /** The job as last seen. The panel keeps showing it after it leaves the list. */
  private last: { readonly entry: JobEntry; readonly seenAtMs: number } | undefined;
  /** The outcome of requesting a job that isn't in the list: once automatically, then when the user asks. */
  private look: { readonly error: unknown } | undefined;

  constructor(
    { identity, restored, onClose }: JobPanelPlace,
    private readonly options: DetailsPanelOptions,
  ) {
    this.identity = identity;
    const listener = {
      loaded: () => this.render(),
      received: (request: DetailsRequest) => this.answer(request),
      visibilityChanged: () => this.render(),
      closed: () => this.subscriptions.dispose(),
    };
    this.panel = new Panel(KIND, listener, { ...options, title: identity.name, identity, restored });
    this.subscriptions.addFunction(onClose);
    this.subscriptions.addFunction(() => this.cancelTick());
    this.subscriptions.addFunction(options.store.onDidChange((change) => this.concerns(change) && this.render()));
    this.render();
  }

  get isKept(): boolean {
    return this.identity.isKept === true;
  }

  become(identity: JobIdentity): void {
    this.identity = identity;
    this.last = undefined;
    this.look = undefined;
    this.panel.title = identity.name;
    this.panel.identity = identity;
    this.render();
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Whether this job, a job that replays it or that it replays, or its account has changed. */
  private concerns({ previous, current, entries }: StoreChange): boolean {
    const { accountId, jobId } = this.identity;
    const related = new Set([jobId, this.last?.entry.replayOf]);
    const syncOf = ({ accounts }: StoreChange['current']) =>
      accounts.find(({ account }) => account.id === accountId)?.sync.kind;
    const isRelated = (entry: JobEntry | undefined): boolean =>
      entry?.accountId === accountId && (related.has(entry.job.id) || entry.replayOf === jobId);
    return entries.some(({ before, after }) => isRelated(after ?? before)) || syncOf(previous) !== syncOf(current);
  }

  private render(): void {
    this.cancelTick();
    const { store, clock, extensionUri } = this.options;
    const { accountId, jobId, name } = this.identity;
    const nowMs = clock.now();
    const account = store.account(accountId);
    const current = entryIn(account, jobId);
    if (current !== undefined) {
      this.last = { entry: current, seenAtMs: nowMs };
    }
    if (account === undefined || account.account.isOff === true || this.last === undefined) {
      this.panel.post({ kind: 'absent', name, ...absence(account, accountId, this.look?.error, nowMs) });
      if (account?.sync.kind === 'current' && this.look === undefined) {
        void this.lookOnce();
      }
      return;
    }
    const { entry, seenAtMs } = this.last;
    this.panel.title = distinctName(entry, nowMs);
    this.panel.icon = tabIcon(extensionUri, iconName(entry, nowMs));
    this.panel.post({
      kind: 'job',
      job: jobView(entry, account, {
        nowMs,
        note: staleness(account, current === undefined ? seenAtMs : undefined, nowMs),
        isKept: this.isKept,
      }),
      nowMs: theirNow(entry, nowMs),
    });
    if (this.panel.isVisible && canStillChange(entry.job, nowMs)) {
      this.cancelTick = clock.setTimer(() => this.render(), TICK_MS);
    }
  }

  private async lookOnce(): Promise<void> {
    const { store, readJob } = this.options;
    const { accountId, jobId } = this.identity;
    this.look = { error: undefined };
    try {
      store.applyJob(accountId, await readJob(accountId, jobId));
    } catch (error) {
      this.look = { error };
    }
    this.render();
  }

  private async answer(request: DetailsRequest): Promise<void> {
    const { store, open } = this.options;
    const { accountId } = this.identity;
    switch (request.kind) {
      case 'copy':
        await copyText(request.text);
        return;
      case 'open':
        open({ accountId, jobId: request.jobId, name: nameOf(store.entry(accountId, request.jobId)) });
        return;
      case 'run':
        await this.run(request.action);
    }
  }

  private async run(action: DetailsAction): Promise<void> {
    const { accountId, jobId } = this.identity;
    switch (action) {
      case 'keepPanel':
        this.identity = { ...this.identity, isKept: true };
        this.panel.identity = this.identity;
        this.render();
        return;
      case 'showJson':
        await this.options.showJson(accountId, jobId);
        return;
      case 'lookAgain':
        await this.lookOnce();
        return;
      default:
        await vscode.commands.executeCommand(commandId(commandOf(action)), fromUser({ accountId, jobId }));
    }
  }
}

function nameOf(entry: JobEntry | undefined): string {
  return entry === undefined ? vscode.l10n.t('Job') : workName(entry);
}

/** The job's state. A tab shows no percentages: each would be another picture to load. */
function tabIcon(extensionUri: vscode.Uri, name: string): PanelIcon {
  const file = `${/^\d/.test(name) ? 'indeterminate' : name}.svg`;
  const folder = vscode.Uri.joinPath(extensionUri, 'media', 'rings');
  return { light: vscode.Uri.joinPath(folder, 'light', file), dark: vscode.Uri.joinPath(folder, 'dark', file) };
}
