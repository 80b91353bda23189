import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isApiError } from '../../../../../src/core/apiError';
import type { ApiClient } from '../../../../../src/core/api/apiClient';
import { Transport } from '../../../../../src/core/api/transport';
import type { Clock } from '../../../../../src/core/clock';
import { downloadResult } from '../../../../../src/core/download/downloadResult';
import { PAUSE } from '../../../../../src/core/download/pause';
import { JobStore } from '../../../../../src/core/jobs/jobStore';
import { countRows } from '../../../../../src/core/tables/readTable';
import { memberTemplate } from '../../../../../src/core/runs/memberNames';
import type { PlannedMember, Run, RunMember, RunPlan } from '../../../../../src/core/runs/run';
import { RunEngine } from '../../../../../src/core/runs/runEngine';
import type { DownloadOrder, DownloadOutcome, RunPorts } from '../../../../../src/core/runs/runPorts';
import { resolveExport } from '../../../../../src/core/savedExports/resolveExport';
import type { SavedExport } from '../../../../../src/core/savedExports/savedExport';

export function aSavedExport(change: Partial<SavedExport> = {}): SavedExport {
  return {
    name: 'Actions',
    reportId: 'agency_action_listing',
    reportName: 'Action Listing',
    format: 'CSV',
    period: undefined,
    timeZone: undefined,
    filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31' },
    folder: undefined,
    fileName: undefined,
    account: undefined,
    existingJob: 'use',
    ...change,
  };
}

export function aMember(change: Partial<SavedExport> = {}): PlannedMember {
  const saved = aSavedExport(change);
  return { export: saved.name, accountId: 'an-account', saved, replays: undefined, fileName: saved.fileName };
}

/** The engine as a plain program drives it: the real client, store, and downloads, and a list read on request. */
export class EngineForTest {
  readonly engine: RunEngine;
  readonly store: JobStore;
  readonly ended: Run[] = [];
  readonly problems: string[] = [];
  /** Aborts the downloads of a member, with PAUSE or without. */
  readonly stops = new Map<string, AbortController>();
  /** Called before each download. */
  beforeDownload: (order: DownloadOrder) => Promise<void> | void = () => undefined;

  constructor(
    private readonly client: ApiClient,
    private readonly clock: Clock,
    readonly results: string,
    stored: string,
    change: Partial<RunPorts> = {},
  ) {
    this.store = new JobStore(clock);
    this.store.setAccounts([client.account]);
    this.engine = new RunEngine({ folder: stored, clock, ports: { ...this.ports(), ...change } });
    this.engine.onDidEnd((run) => this.ended.push(run));
  }

  plan(name: string, members: readonly PlannedMember[], change: Partial<RunPlan> = {}): RunPlan {
    const folder = path.join(this.results, name);
    return { name, isSet: true, source: undefined, folder, remoteFolder: undefined, members, ...change };
  }

  /** Reads the account's list, as a watch does. */
  async poll(): Promise<void> {
    const { jobs } = await this.client.listJobs(this.clock.now() - 7 * 86_400_000);
    this.store.applyList(this.client.account.id, jobs);
  }

  private ports(): RunPorts {
    const { client, store, clock } = this;
    return {
      async schedule(run, member, signal) {
        const known = new Set(store.account(client.account.id)?.entries.keys());
        if (member.saved === undefined) {
          throw new Error('Nothing to schedule');
        }
        const { parameters, period } = resolveExport(member.saved, {
          nowMs: run.startedAtMs,
          timeZone: 'UTC',
          periodFilters: undefined,
          piece: member.piece,
        });
        const job = await client.exportReport(parameters, signal);
        store.applyJob(client.account.id, job);
        return { job, isExisting: known.has(job.id), parameters, period };
      },
      async replay(_, jobId, signal) {
        const job = await client.replayJob(jobId, signal);
        store.applyJob(client.account.id, job);
        return job;
      },
      exportsLeft: () => 100,
      exportsAgainAt: () => clock.now() + 86_400_000,
      nowAt: () => clock.now(),
      currentJob: (accountId, jobId) => Promise.resolve(store.entry(accountId, jobId)?.job),
      syncOf: (accountId) => store.account(accountId)?.sync,
      onDidChange: (listener) => store.onDidChange(listener),
      download: (order) => this.download(order),
      discard: () => Promise.resolve(),
      countRows: (_member, _job, filePath) => countRows(filePath, {}),
      choiceOf: () => undefined,
      combineThread: path.resolve('out/unit/core/runs/support/combineThread.child.mjs'),
      combineProblem: (error) => `combine: ${(error as { kind?: string }).kind ?? String(error)}`,
      combineNotes: ({ replacedRows }, { missing, earlier }) =>
        Object.entries({ replacedRows, missing, earlier })
          .filter(([, count]) => count > 0)
          .map(([kind, count]) => `${kind} ${count}`),
      checkFolder: () => Promise.resolve(),
      accountOf: () => client.account,
      sentence: (member, reason) =>
        `${member.export}: ${reason.kind}${reason.kind === 'error' ? ` ${String(reason.error)}` : ''}`,
      errorSentence: String,
      onProblem: (message, error) => void this.problems.push(`${message}: ${String(error)}`),
    };
  }

  private async download(order: DownloadOrder): Promise<DownloadOutcome> {
    const { run, member, job, names } = order;
    const stop = new AbortController();
    this.stops.set(member.export, stop);
    await this.beforeDownload(order);
    try {
      const file = await downloadResult({
        client: this.client,
        transport: new Transport(this.clock),
        clock: this.clock,
        jobId: job.id,
        folder: run.folder,
        nameFile: ({ extension }) =>
          memberTemplate(member, member.fileName ?? 'result.${ext}').replace('${ext}', extension),
        names,
        signal: AbortSignal.any([order.signal, stop.signal]),
        onProgress: () => undefined,
      });
      return {
        kind: 'downloaded',
        uri: pathToFileURL(file.path).href,
        path: file.path,
        bytes: file.sizeBytes,
        sha256: file.sha256,
      };
    } catch (error) {
      if (isApiError(error) && error.kind === 'aborted') {
        return { kind: stop.signal.reason === PAUSE ? 'paused' : 'cancelled' };
      }
      throw error;
    }
  }
}

export function statesOf(run: Run | undefined): readonly (readonly [string, RunMember['state']])[] {
  return run?.members.map((member) => [member.export, member.state] as const) ?? [];
}
