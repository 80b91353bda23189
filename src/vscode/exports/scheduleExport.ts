import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import { jobKey, type JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { entryIn } from '../../core/jobs/snapshot';
import { type ExportAllowance, exportAllowance, exportsAgainAt } from '../../core/reports/exportAllowance';
import { exportName } from '../../core/reports/exportName';
import { clickExportQuery, countedAs, isClickExport } from '../../core/reports/clickExport';
import { type CountedAs, type ExportParameters, isSameExport } from '../../core/reports/exportRequest';
import { isOlderExport } from '../../core/reports/isOlderExport';
import { UserError } from '../words/userError';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { countExport, exportTimes } from './exportMemory';
import type { Watchers } from '../watching/watchers';

export interface ExportParts {
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly memory: StoredJobMemory;
  readonly clock: Clock;
}

export interface ScheduledJob {
  readonly entry: JobEntry;
  /** Whether impact.com returned an existing job, because these parameters were exported before, here or elsewhere. */
  readonly isExisting: boolean;
}

/**
 * Schedules an export, names its job, and adds the job to the list. Throws ApiError with the wrong `fields`, or
 * UserError.
 */
export async function scheduleExport(
  { store, watchers, memory, clock }: ExportParts,
  accountId: string,
  parameters: ExportParameters,
  signal?: AbortSignal,
): Promise<ScheduledJob> {
  const client = watchers.client(accountId);
  if (client === undefined) {
    throw new UserError(vscode.l10n.t("You're signed out of the account for this export."));
  }
  if (isClickExport(parameters)) {
    clickExportQuery(client.account.kind, parameters); // throws before one of the day's 10 is counted
  }
  const askedAtMs = clock.now();
  countExport(memory, accountId, askedAtMs, countedAs(parameters));
  const before = store.account(accountId);
  const job = await client.exportReport(parameters, signal);
  const key = jobKey(accountId, job.id);
  const known = memory.exports.get(key);
  // A restarted simulator gives the IDs of its last run to other exports.
  const isKnown = known !== undefined && isSameExport(known, parameters);
  memory.exports.set([[key, parameters]]);
  if (memory.names.get(key) === undefined || (known !== undefined && !isKnown)) {
    memory.names.set([[key, exportName(parameters, vscode.env.language)]]);
  }
  const isExisting =
    entryIn(before, job.id) !== undefined || isOlderExport(job, { askedAtMs, clockAheadMs: client.clockAheadMs });
  store.applyJob(accountId, job);
  const entry = store.entry(accountId, job.id);
  if (entry === undefined) {
    throw new UserError(vscode.l10n.t("You're signed out of the account for this export."));
  }
  return { entry, isExisting };
}

type CountParts = Pick<ExportParts, 'watchers' | 'memory' | 'clock'>;

/** When the account can start exports again, in milliseconds since the epoch. */
export function exportsAgainFor(
  { watchers, memory, clock }: CountParts,
  accountId: string,
  counted: CountedAs,
): number {
  const times = exportTimes(memory, accountId, counted);
  return exportsAgainAt(counted, times, watchers.client(accountId)?.exportLimits, clock.now());
}

/** The number of the day's exports that an account has used. */
export function exportsOf(
  { watchers, memory, clock }: CountParts,
  accountId: string,
  counted: CountedAs,
): ExportAllowance {
  const times = exportTimes(memory, accountId, counted);
  return exportAllowance(counted, times, watchers.client(accountId)?.exportLimits, clock.now());
}
