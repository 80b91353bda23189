import { recentExports } from '../../core/reports/exportAllowance';
import { type CountedAs, type ExportRequest, isSameExport } from '../../core/reports/exportRequest';
import type { StoredJobMemory } from '../jobs/jobMemory';

/** The times of the last day's exports, by account. */
const TIMES: Readonly<Record<CountedAs, string>> = {
  exports: 'impactJobs.exportTimes',
  clickExports: 'impactJobs.clickExportTimes',
};

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
export function exportTimes(
  { state }: Pick<StoredJobMemory, 'state'>,
  accountId: string,
  counted: CountedAs = 'exports',
): readonly number[] {
  const times = state.record(TIMES[counted]).get(accountId);
  return Array.isArray(times) ? times.filter((time) => typeof time === 'number') : [];
}

/** Stores that the account requested an export now. */
export function countExport(
  memory: Pick<StoredJobMemory, 'state'>,
  accountId: string,
  nowMs: number,
  counted: CountedAs = 'exports',
): void {
  const times = [...recentExports(exportTimes(memory, accountId, counted), nowMs), nowMs];
  memory.state.set(TIMES[counted], [[accountId, times]]);
}
