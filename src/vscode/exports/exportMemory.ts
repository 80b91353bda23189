import { recentExports } from '../../core/reports/exportAllowance';
import { type ExportRequest, isSameExport } from '../../core/reports/exportRequest';
import type { StoredJobMemory } from '../jobs/jobMemory';

const EXPORT_TIMES_KEY = 'impactJobs.exportTimes';

type Times = Readonly<Record<string, readonly number[]>>;

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
  const times = state.get<Times>(EXPORT_TIMES_KEY, {});
  return Object.hasOwn(times, accountId) ? (times[accountId] ?? []) : [];
}

/** Stores that the account requested an export now. */
export async function countExport(
  memory: Pick<StoredJobMemory, 'state'>,
  accountId: string,
  nowMs: number,
): Promise<void> {
  await memory.state.update(EXPORT_TIMES_KEY, {
    ...memory.state.get<Times>(EXPORT_TIMES_KEY, {}),
    [accountId]: [...recentExports(exportTimes(memory, accountId), nowMs), nowMs],
  });
}
