import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { canStillChange } from '../../../core/jobs/jobState';
import type { JobStore } from '../../../core/jobs/jobStore';
import { type EntryChange, knownEntries, unsettledEntries } from '../../../core/jobs/snapshot';
import {
  decodePreferences,
  decodeTableRequest,
  type TableMessage,
  type TablePreferences,
  type TableRequest,
  type TableRow,
} from '../../../webviews/table/protocol';
import { copyText } from '../../clipboard';
import { fromUser } from '../../caller';
import { commandId, TABLE_VIEW_TYPE } from '../../ids';
import { DisposableStore } from '../../lifecycle';
import type { Log } from '../../diagnostics/log';
import type { Panels } from '../lazyPanels';
import type { Welcome } from '../../jobs/welcomes';
import { Panel, type PanelKind } from '../panel';
import { inSlices } from './inSlices';
import { noRows } from './noRows';
import { COLUMN_IDS, initialColumnIds } from './tableColumns';
import { tableRow } from './tableRow';
import { tableWords } from './tableWords';

const KIND: PanelKind<TableRequest> = {
  viewType: TABLE_VIEW_TYPE,
  page: 'table',
  words: tableWords,
  decode: decodeTableRequest,
};
const PREFERENCES_KEY = 'impactJobs.table';
/** How often times left and durations are updated while the table is visible. */
const TICK_MS = 15_000;

export interface JobTableOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  /** Stores this workspace's columns and order. */
  readonly state: vscode.Memento;
  /** The extension's package.json, translated. It has the words for a view without jobs. */
  readonly manifest: unknown;
}

/** The jobs of all accounts as a table, in one panel. */
export class JobTable implements Panels {
  private panel: Panel<TableMessage, TableRequest> | undefined;
  private readonly subscriptions = new DisposableStore();
  /** The keys of the jobs to select when the page has loaded. */
  private toPick: readonly string[] = [];
  /** The last reason for having no jobs that the page was sent. */
  private saidNoJobs = '';
  /** The changes since the making of all rows began. Undefined if they aren't being made. */
  private late: EntryChange[] | undefined;
  private isPickDue = false;
  private cancelTick = (): void => undefined;

  constructor(private readonly options: JobTableOptions) {
    this.subscriptions.addFunction(
      options.store.onDidChange(({ previous, current, entries }) => {
        const isSameAccount = previous.accounts.every(
          ({ account }, index) => account === current.accounts[index]?.account,
        );
        // Rows contain their account's name and allowed actions.
        if (isSameAccount) {
          this.postChanges(entries);
          this.postNoJobs();
        } else {
          void this.postAll();
        }
      }),
    );
  }

  /** `picked` are the jobs to select. */
  show(picked: readonly JobEntry[] = []): void {
    this.toPick = picked.map(({ key }) => key);
    if (this.panel === undefined) {
      this.add();
    } else {
      this.panel.reveal();
      this.postPicked();
    }
  }

  restore(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.add(panel);
  }

  dispose(): void {
    this.cancelTick();
    this.subscriptions.dispose();
    this.panel?.dispose();
  }

  private add(restored?: vscode.WebviewPanel): void {
    const listener = {
      loaded: () => {
        this.isPickDue = true;
        void this.postAll();
      },
      received: (request: TableRequest) => this.answer(request),
      visibilityChanged: () => this.tick(),
      closed: () => {
        this.cancelTick();
        this.panel = undefined;
      },
    };
    this.panel = new Panel(KIND, listener, {
      ...this.options,
      title: vscode.l10n.t('Impact Jobs'),
      identity: {},
      restored,
    });
    this.tick();
  }

  private async postAll(): Promise<void> {
    const { store, state } = this.options;
    const late: EntryChange[] = [];
    this.late = late;
    const rows = await inSlices(
      knownEntries(store.snapshot),
      (entry) => this.rowOf(entry),
      () => this.late === late,
    );
    if (rows === undefined) {
      return; // all rows are being made again
    }
    this.late = undefined;
    this.panel?.post({
      kind: 'rows',
      rows,
      preferences: readPreferences(state.get(PREFERENCES_KEY), store.snapshot.accounts.length),
    });
    this.postChanges(late);
    this.saidNoJobs = '';
    this.postNoJobs();
    if (this.isPickDue) {
      this.postPicked();
    }
  }

  /** Says why there are no jobs, if there are none and the reason is another one than before. */
  private postNoJobs(): void {
    const { store } = this.options;
    const hasRows = knownEntries(store.snapshot).some(({ isHidden }) => !isHidden);
    if (this.panel?.isVisible !== true || hasRows) {
      return;
    }
    const { sentences, actions } = this.noRows();
    const message = { kind: 'noJobs', sentences, steps: actions.map(({ label }) => label) } as const;
    const said = JSON.stringify(message);
    if (said !== this.saidNoJobs) {
      this.saidNoJobs = said;
      this.panel.post(message);
    }
  }

  private noRows(): Welcome {
    const { store, manifest, clock } = this.options;
    return noRows(store.snapshot, manifest, clock.now());
  }

  private postPicked(): void {
    this.isPickDue = this.late !== undefined;
    if (!this.isPickDue && this.toPick.length > 0) {
      this.panel?.post({ kind: 'pick', ids: this.toPick });
    }
  }

  private postChanges(changes: readonly EntryChange[]): void {
    if (this.panel?.isVisible !== true || changes.length === 0) {
      return; // a page that becomes visible again requests everything
    }
    if (this.late !== undefined) {
      this.late.push(...changes);
      return;
    }
    const changed: TableRow[] = [];
    const removedIds: string[] = [];
    for (const { before, after } of changes) {
      // A job that became too old for the list stays in the table as last seen.
      const entry = after ?? (before && this.options.store.entry(before.accountId, before.job.id));
      const row = entry && this.rowOf(entry);
      if (row !== undefined) {
        changed.push(row);
      } else if (before !== undefined) {
        removedIds.push(before.key);
      }
    }
    this.panel.post({ kind: 'changes', changed, removedIds });
  }

  /** Undefined for a job that the user hid, or whose account is gone. */
  private rowOf(entry: JobEntry): TableRow | undefined {
    const account = this.options.store.account(entry.accountId)?.account;
    return account === undefined || entry.isHidden ? undefined : tableRow(entry, account, this.options.clock.now());
  }

  private tick(): void {
    this.cancelTick();
    const { store, clock } = this.options;
    if (this.panel?.isVisible === true) {
      const pending = store.snapshot.accounts
        .flatMap(unsettledEntries)
        .filter(({ job }) => canStillChange(job, clock.now()));
      this.postChanges(pending.map((entry) => ({ before: entry, after: entry })));
      this.cancelTick = clock.setTimer(() => this.tick(), TICK_MS);
    }
  }

  private async answer(request: TableRequest): Promise<void> {
    switch (request.kind) {
      case 'copy':
        await copyText(request.text);
        return;
      case 'prefer':
        await this.options.state.update(
          PREFERENCES_KEY,
          readPreferences(request.preferences, this.options.store.snapshot.accounts.length),
        );
        return;
      case 'step': {
        const step = this.noRows().actions[request.index];
        await (step && vscode.commands.executeCommand(step.command, ...step.arguments));
        return;
      }
      case 'run':
        await this.run(request);
    }
  }

  private async run({ action, ids }: Extract<TableRequest, { kind: 'run' }>): Promise<void> {
    const wanted = new Set(ids);
    const references = knownEntries(this.options.store.snapshot)
      .filter(({ key }) => wanted.has(key))
      .map(({ accountId, job }) => ({ accountId, jobId: job.id }));
    await vscode.commands.executeCommand(commandId(action), fromUser(...references));
  }
}

function readPreferences(value: unknown, accountCount: number): TablePreferences {
  return decodePreferences(value, COLUMN_IDS, initialColumnIds(accountCount));
}
