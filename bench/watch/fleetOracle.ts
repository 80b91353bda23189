import { watchAllowance } from '../../src/core/share/requestLedger';
import { worstHour } from './dayMetrics';
import { playOracle } from './oracle';
import { discoveryOf, type PlayedDay } from './playDay';
import { HOUR_MS, type WorkingDay } from './workingDay';

export interface FleetOracleOptions {
  readonly requestsPerHour: number;
  /** The longest time that a job may stay unseen. */
  readonly seenWithinMs: number;
}

/**
 * Computes what somebody would see who knows every end in advance, and how many jobs each brand gets from elsewhere,
 * but not when. Each end costs one request, which shows the brand's other jobs, too. The requests that are left of the
 * same hourly limit look for jobs from elsewhere, evenly spread: at the brand with most of them among those that were
 * last looked at so long ago that a job could be late, or else at the one that has waited longest. The view is open all
 * day.
 */
export function playFleetOracle(day: WorkingDay, { requestsPerHour, seenWithinMs }: FleetOracleOptions): PlayedDay {
  const ends = playOracle(day, requestsPerHour);
  const jobsOf = (accountIndex: number): number =>
    day.jobs.filter((job) => job.isFromElsewhere === true && job.accountIndex === accountIndex).length;
  const groups = [0, 1].map((isQuiet) => groupOf(day, isQuiet === 1));
  const perBrand = groups.map(
    (brands) => brands.reduce((sum, brand) => sum + jobsOf(brand), 0) / Math.max(1, brands.length),
  );
  const brands = groups.flatMap((group, index) =>
    group.map((brand) => ({ brand, jobs: perBrand[index] ?? 0, lastMs: day.startMs })),
  );
  const looks = ends.exchanges.map(({ atMs, accountSid }) => ({ atMs, brand: Number(accountSid) }));
  // One less, because an hour of evenly spread requests can begin and end with one.
  const left = watchAllowance(requestsPerHour) - worstHour(ends.exchanges) - 1;
  for (let atMs = day.startMs + HOUR_MS / left; atMs < day.endMs; atMs += HOUR_MS / left) {
    for (const known of brands) {
      const shown = ends.exchanges.filter((end) => Number(end.accountSid) === known.brand && end.atMs <= atMs);
      known.lastMs = Math.max(known.lastMs, shown.at(-1)?.atMs ?? -Infinity);
    }
    const late = brands.filter(({ lastMs }) => atMs - lastMs >= seenWithinMs).sort((a, b) => b.jobs - a.jobs);
    const most = late.filter(({ jobs }) => jobs === late[0]?.jobs);
    const [next] = (most.length > 0 ? most : [...brands]).sort((a, b) => a.lastMs - b.lastMs);
    if (next !== undefined) {
      next.lastMs = atMs;
      looks.push({ atMs, brand: next.brand });
    }
  }
  looks.sort((a, b) => a.atMs - b.atMs);
  const exchanges = looks.map(({ atMs, brand }) => ({ atMs, accountSid: String(brand), status: 200, bytes: 0 }));
  const discoveries = day.jobs
    .filter(({ isFromElsewhere }) => isFromElsewhere)
    .map((job) => {
      const seen = looks.find(({ atMs, brand }) => brand === job.accountIndex && atMs >= job.createdAtMs);
      return discoveryOf(day, job, seen?.atMs ?? day.endMs);
    });
  return { ...ends, exchanges, discoveries };
}

/** The brands that had jobs in the last day, or those that hadn't. Without the agency itself, account 0. */
function groupOf({ brands = 0, quietFrom = Infinity }: WorkingDay, isQuiet: boolean): readonly number[] {
  return Array.from({ length: brands }, (_, index) => index + 1).filter((index) => index >= quietFrom === isQuiet);
}
