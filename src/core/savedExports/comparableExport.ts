import { type ExportRequest, isSameExport } from '../reports/exportRequest';
import { periodIn } from '../reports/periodFilters';
import { withoutDays } from './resolveExport';

const MS_PER_DAY = 86_400_000;
/** Months differ by three days, and their results are still comparable. */
const MIN_LENGTH_SHARE = 0.8;

/** Whether two exports differ at most in their days, and cover about the same number of them. */
export function isComparableExport(a: ExportRequest, b: ExportRequest): boolean {
  const [shorter = 0, longer = 0] = [lengthInDays(a), lengthInDays(b)].sort((one, other) => one - other);
  return (
    shorter >= longer * MIN_LENGTH_SHARE &&
    isSameExport({ ...a, filters: withoutDays(a.filters) }, { ...b, filters: withoutDays(b.filters) })
  );
}

/** 0 for an export without days. */
function lengthInDays({ filters }: ExportRequest): number {
  const days = periodIn(filters);
  return days === undefined ? 0 : (Date.parse(days.end) - Date.parse(days.start)) / MS_PER_DAY + 1;
}
