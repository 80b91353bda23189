import { recentExports } from '../../core/reports/exportAllowance';
import { type ExportRequest, isSameExport } from '../../core/reports/exportRequest';
import type { StoredJobMemory } from '../jobs/jobMemory';

/** The times of the last day's exports, by account. */
const EXPORT_TIMES = 'impactJobs.exportTimes';

/** The key of the account's latest job with these parameters. */
export function jobOfExport(
  { exports }: Pick<StoredJobMemory, 'exports'>,
  accountId: string,
  request: ExportRequest,
): string | undefined {
  const keys = exports.keys.filter((key) => key.startsWith(`${accountId}/`));
  return keys.reverse().find((key) => {
    const parameters = exports.get(key);
    return parameters !== undefined && isSameExport(parameters, request);
  });
}

/** The times when the exports of the last day were requested, in milliseconds since the epoch. */
export function exportTimes({ state }: Pick<StoredJobMemory, 'state'>, accountId: string): readonly number[] {
  const times = state.record(EXPORT_TIMES).get(accountId);
  return Array.isArray(times) ? times.filter((time) => typeof time === 'number') : [];
}

/** Stores that the account requested an export now. */
export function countExport(memory: Pick<StoredJobMemory, 'state'>, accountId: string, nowMs: number): void {
  memory.state.set(EXPORT_TIMES, [[accountId, [...recentExports(exportTimes(memory, accountId), nowMs), nowMs]]]);
}
