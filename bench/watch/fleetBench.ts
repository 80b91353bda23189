import type { Report } from '../support/benchmark';
import { ratio } from '../support/figures';
import { delaysOf, type Discovery, isInTime, percentile, worstHour } from './dayMetrics';
import { makeFleetDay } from './fleetDay';
import { playFleetOracle } from './fleetOracle';
import { compareWithOracle, comparisonWords, oracleRatio } from './oracleRatio';
import { ourWindows, REQUESTS_PER_HOUR } from './ourWindows';
import { type PlayedDay, playDay } from './playDay';
import type { WorkingDay } from './workingDay';

const MINUTE_MS = 60_000;
/** More than any day needs. */
const NO_CEILING = 100_000;
const BUSY = 8;
const SEEN_WITHIN_MS = 15 * MINUTE_MS;
/** `seenOfOracle`: a guard against steps back, because nobody knows the ends in advance. */
const HELD = { inTime: 0.95, ofOracle: 1.5, seenOfOracle: 0.5 };

export interface FleetBenchOptions {
  readonly seed: number;
  readonly brands: number;
}

const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;
const inMinutes = (ms: number): string => (Number.isFinite(ms) ? `${(ms / MINUTE_MS).toFixed(1)} min` : 'never');
const isSeenInTime = ({ delayMs }: Discovery): boolean => delayMs <= SEEN_WITHIN_MS;

/** Plays a day of an agency with many brands under one hourly limit, and says what the limit makes impossible. */
export async function fleetBench(report: Report, { seed, brands }: FleetBenchOptions): Promise<void> {
  const startMs = Date.UTC(2026, 10, 23, 8);
  const dayOf = (isOpenAllDay: boolean): WorkingDay =>
    makeFleetDay({ seed, startMs, brands, busy: Math.min(BUSY, brands), isOpenAllDay });
  const allDay = dayOf(true);
  const elsewhere = allDay.jobs.filter(({ isFromElsewhere }) => isFromElsewhere === true).length;
  report.print(`10 h of an agency with ${brands} brands (seed ${seed}), in one window: ${Math.min(BUSY, brands)} brands are busy at a time with exports of 4 min to 2 h,
${allDay.jobs.length - elsewhere} started here, and ${elsewhere} started elsewhere, a quarter of them for brands without jobs in the day before. Polling may send
${REQUESTS_PER_HOUR} requests an hour, of which it leaves a fifth to clicks. One look at each account every 15 min alone is ${4 * (brands + 1)} an hour.
The list of the agency itself tells only of jobs that the agency account scheduled, so each brand has to be asked.\n`);
  const open = await playDay(allDay, (world) => ourWindows(world));
  printDay(report, 'view open all day', open);
  printDay(report, 'view open in working hours', await playDay(dayOf(false), (world) => ourWindows(world)));
  const free = await playDay({ ...allDay, serverLimit: NO_CEILING }, (world) => ourWindows(world, NO_CEILING));
  printDay(report, 'without any limit', free);
  const oracle = playFleetOracle(allDay, { requestsPerHour: REQUESTS_PER_HOUR, seenWithinMs: SEEN_WITHIN_MS });
  printDay(report, 'knowing all ends and how busy brands are, under the same limit (computed)', oracle);

  report.print('');
  report.print(comparisonWords(compareWithOracle(open.endings, oracle.endings)));
  const seenShare = ({ discoveries }: PlayedDay): number =>
    discoveries.filter(isSeenInTime).length / Math.max(1, discoveries.length);
  report.atLeast(
    `jobs started elsewhere that are seen within 15 min (${percent(seenShare(open))}), beside somebody's who knows all ends (${percent(seenShare(oracle))})`,
    ratio('Seen in time', seenShare(open), seenShare(oracle)),
    HELD.seenOfOracle,
  );
  const { ends, ratio: ofOracle } = oracleRatio(open.endings, oracle.endings);
  if (ofOracle === undefined) {
    report.print(
      `Knowing all ends, each could be noticed at once under the same limit, so there is no ratio of delays.`,
    );
  } else {
    report.atMost(`delay of the ${ends} ends that even somebody who knows them notices late`, ofOracle, HELD.ofOracle);
  }
  report.atMost('requests in the worst hour', worstHour(open.exchanges), REQUESTS_PER_HOUR, String);
  const freeEnds = new Map(free.endings.map((ending) => [ending.jobId, ending]));
  judge(report, 'ends noticed as promised', open.endings, isInTime, ({ jobId }) => {
    const freely = freeEnds.get(jobId);
    return freely !== undefined && isInTime(freely);
  });
  judge(report, 'jobs started elsewhere that are seen within 15 min', open.discoveries, isSeenInTime, (_, index) => {
    const freely = free.discoveries[index];
    return freely !== undefined && isSeenInTime(freely);
  });
}

/** Compares the share that is in time, with and without what only the limit delays. */
function judge<T>(
  report: Report,
  name: string,
  all: readonly T[],
  isTimely: (one: T) => boolean,
  isTimelyWithoutLimit: (one: T, index: number) => boolean,
): void {
  const timely = all.filter(isTimely).length;
  const limited = all.filter((one, index) => !isTimely(one) && isTimelyWithoutLimit(one, index)).length;
  const count = Math.max(1, all.length);
  report.print(
    `${name}: ${percent(timely / count)}; late only because of the hourly limit: ${percent(limited / count)}`,
  );
  report.atLeast(`${name}, or late only because of the limit`, (timely + limited) / count, HELD.inTime, percent);
}

function printDay(report: Report, name: string, { exchanges, endings, discoveries }: PlayedDay): void {
  const { median, p95, worst, inTime } = delaysOf(endings);
  report.print(`${name}: ${exchanges.length} requests, worst hour ${worstHour(exchanges)}`);
  report.print(
    `  ends: ${percent(inTime)} as promised; late by ${percent(median)} of the duration (median), ${percent(p95)} (95 %), ${percent(worst)} (worst)`,
  );
  for (const isQuiet of [false, true]) {
    const delays = discoveries.filter(({ isOfQuietAccount }) => isOfQuietAccount === isQuiet);
    const sorted = delays.map(({ delayMs }) => delayMs).sort((a, b) => a - b);
    const kind = isQuiet ? 'quiet brands' : 'brands with jobs in the last day';
    report.print(
      `  started elsewhere, ${kind}: seen after ${inMinutes(percentile(sorted, 0.5))} (median), ${inMinutes(percentile(sorted, 0.95))} (95 %); ${percent(delays.filter(isSeenInTime).length / Math.max(1, delays.length))} within 15 min`,
    );
  }
}
