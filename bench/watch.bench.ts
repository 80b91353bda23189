// npm run bench:watch [-- --seed 1 --days 11]: plays a working day in five windows, watched by the extension
// and at fixed intervals.
// npm run bench:watch -- --brands 60: plays a day of an agency with so many brands instead.
import { parseArgs } from 'node:util';
import { delaysOf, isInTime, requestsInsideBlocks, worstHour } from './watch/dayMetrics';
import { fixedInterval, predictFixedInterval, sizesOf } from './watch/fixedInterval';
import { fleetBench } from './watch/fleetBench';
import { playOracle } from './watch/oracle';
import { compareWithOracle, comparisonWords, oracleRatio } from './watch/oracleRatio';
import { ourWindows, REQUESTS_PER_HOUR } from './watch/ourWindows';
import { type PlayedDay, playDay } from './watch/playDay';
import { HOUR_MS, makeWorkingDay, type WorkingDay, type WorkingDayOptions } from './watch/workingDay';
import { benchmark } from './support/benchmark';
import { countOption, ratio } from './support/figures';

const MINUTE_MS = 60_000;
const SLOW_MS = 30_000;
const FAST_MS = [5_000, 3_000];
const OTHER_DAYS = 11;
/** More than any day needs. */
const NO_CEILING = 10_000;
const HELD = { ofSlow: 0.1, inTime: 0.95, ofOneWindow: 1.1, ofOracle: 1.5, timeOfOracle: 1.15 };

const USUAL_DAY: WorkingDayOptions = {
  seed: 1,
  startMs: Date.UTC(2026, 10, 23, 9),
  lengthMs: 8 * HOUR_MS,
  exports: 60,
  windows: 5,
};

const COLUMNS = ['requests', 'worst hour', 'MB', 'median', 'p95', 'worst', 'in time', 'in a block'];
const NAME_WIDTH = 26;

function line(name: string, cells: readonly string[]): string {
  return (
    name.padEnd(NAME_WIDTH) + cells.map((cell, index) => cell.padStart((COLUMNS[index]?.length ?? 0) + 3)).join('')
  );
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function share(value: number): string {
  return Number.isFinite(value)
    ? `${(100 * value).toLocaleString('en', { maximumFractionDigits: value < 0.1 ? 1 : 0 })} %`
    : 'never';
}

function bytesOf({ exchanges }: PlayedDay): number {
  return exchanges.reduce((sum, { bytes }) => sum + bytes, 0);
}

function dayLine(name: string, played: PlayedDay): string {
  const { exchanges, endings } = played;
  const { median, p95, worst, inTime } = delaysOf(endings);
  const megabytes = (bytesOf(played) / 1e6).toFixed(0);
  return line(name, [
    count(exchanges.length),
    count(worstHour(exchanges)),
    megabytes,
    share(median),
    share(p95),
    share(worst),
    share(inTime),
    count(requestsInsideBlocks(exchanges)),
  ]);
}

/** What was really sent in the first hour, beside what is computed for it. */
function comparison(intervalMs: number, played: PlayedDay, computed: PlayedDay): string {
  const statuses = ({ exchanges }: PlayedDay): string =>
    exchanges
      .map(({ atMs, status }) => `${atMs} ${status}`)
      .sort()
      .join();
  const endings = ({ endings: list }: PlayedDay): string => JSON.stringify(list);
  const isSame = statuses(played) === statuses(computed) && endings(played) === endings(computed);
  const bytes = ratio('Computed bytes', bytesOf(computed), bytesOf(played)) - 1;
  return `every ${intervalMs / 1000} s ${count(played.exchanges.length)} requests, ${isSame ? 'the same' : 'OTHERS'} with the same answers and delays, bytes ${Math.abs(100 * bytes).toFixed(1)} % off`;
}

/** What the hourly limit does to a day. */
interface Ceiling {
  /** The share of the ends that were late only because of the limit. */
  readonly late: number;
  /** The share of the ends that were in time, or late only because of the limit. */
  readonly held: number;
}

/** Plays the day again without the hourly limit, if too many ends were late with it. */
async function ceilingOf(day: WorkingDay, { endings }: PlayedDay): Promise<Ceiling> {
  const { inTime } = delaysOf(endings);
  if (inTime >= HELD.inTime) {
    return { late: 0, held: inTime };
  }
  const free = await playDay(day, (world) => ourWindows(world, NO_CEILING));
  const isDelayed = endings.filter((ending, index) => {
    const freely = free.endings[index];
    return !isInTime(ending) && freely !== undefined && isInTime(freely);
  });
  const late = isDelayed.length / Math.max(1, endings.length);
  return { late, held: inTime + late };
}

const minutes = ({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }): number =>
  Math.round((endMs - startMs) / MINUTE_MS);
await benchmark(async (report) => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      days: { type: 'string', default: String(OTHER_DAYS) },
      brands: { type: 'string' },
    },
  });
  if (values.brands !== undefined) {
    await fleetBench(report, {
      seed: countOption('seed', values.seed),
      brands: countOption('brands', values.brands),
    });
    return;
  }
  const lastSeed = Number(values.seed) + countOption('days', values.days);
  const options = { ...USUAL_DAY, seed: countOption('seed', values.seed) };
  const day = makeWorkingDay(options);
  report.print(`A working day of 8 h (seed ${options.seed}): ${day.accountKinds.length} accounts, ${day.windows} windows, ${day.jobs.length} exports of 10 s to 2 h in bursts. The server is away for ${minutes(day.outage)} min, ${day.blocks.length} times it
answers 429 (for ${day.blocks.map(minutes).join(' and ')} min), the laptop sleeps for ${minutes(day.sleep)} min. Delay: from a job's end until the window that it was
started in knows of it, without the time in which nobody could (sleep, outage, block), as a share of the job's duration; in time: within
10 % or 5 s. All over HTTP, but for what is marked as computed.\n`);
  report.print(line('', COLUMNS));
  const ours = await playDay(day, (world) => ourWindows(world));
  report.print(dayLine('our schedule', ours));
  const alone = await playDay(makeWorkingDay({ ...options, windows: 1 }), (world) => ourWindows(world));
  report.print(dayLine('our schedule, one window', alone));
  const oracle = playOracle(day, REQUESTS_PER_HOUR);
  report.print(dayLine('knowing all ends (computed)', oracle));
  const slow = await playDay(day, fixedInterval(SLOW_MS));
  report.print(dayLine('every 30 s', slow));
  const sizeAt = sizesOf(slow);
  const checks = [comparison(SLOW_MS, slow, predictFixedInterval(day, SLOW_MS, sizeAt))];
  for (const intervalMs of FAST_MS) {
    report.print(dayLine(`every ${intervalMs / 1000} s (computed)`, predictFixedInterval(day, intervalMs, sizeAt)));
    const untilMs = day.startMs + HOUR_MS;
    checks.push(
      comparison(
        intervalMs,
        await playDay(day, fixedInterval(intervalMs), untilMs),
        predictFixedInterval(day, intervalMs, sizeAt, untilMs),
      ),
    );
  }
  report.print(
    `\nWhat is computed, beside what was really sent (30 s: the whole day, the others: its first hour):\n  ${checks.join('\n  ')}\n`,
  );

  const ofSlow = ratio('Requests beside those of every 30 s', ours.exchanges.length, slow.exchanges.length);
  const ceiling = await ceilingOf(day, ours);
  report.print(`Late only because of the hourly limit: ${share(ceiling.late)} of the ends.`);
  report.atMost('requests beside those of every 30 s', ofSlow, HELD.ofSlow, share);
  report.atLeast(
    "ends noticed within 10 % of the job's duration or 5 s, or late only because of the limit",
    ceiling.held,
    HELD.inTime,
    share,
  );
  const allEnds = compareWithOracle(ours.endings, oracle.endings);
  report.print(comparisonWords(allEnds));
  report.atMost(
    "time from a job's start until its end is known, beside somebody's who knows it in advance (mean)",
    allEnds.ratio.mean,
    HELD.timeOfOracle,
  );
  const { ends: lateEnds, ratio: ofOracle } = oracleRatio(ours.endings, oracle.endings);
  report.print(
    `Knowing all ends, ${ours.endings.length - lateEnds} could be noticed at once under the same limit, so their delays have no ratio.`,
  );
  if (ofOracle !== undefined) {
    report.atMost(
      `delay of the ${lateEnds} ends during a sleep, an outage, or a block, beside somebody's who knows them`,
      ofOracle,
      HELD.ofOracle,
    );
  }
  report.atMost('requests in the worst hour', worstHour(ours.exchanges), REQUESTS_PER_HOUR, String);
  report.atMost('requests inside a block', requestsInsideBlocks(ours.exchanges), 0, String);
  const ofOneWindow = ratio('Five windows beside one', ours.exchanges.length, alone.exchanges.length);
  report.atMost('five windows beside one', ofOneWindow, HELD.ofOneWindow);

  report.print(
    '\nOther days, in one window. Three bursts in an hour fill the limit; on a rare day that leaves a fourth late.',
  );
  let daysInTime = 0;
  for (let seed = options.seed + 1; seed <= lastSeed; seed++) {
    const other = makeWorkingDay({ ...options, seed, windows: 1 });
    const played = await playDay(other, (world) => ourWindows(world));
    const { exchanges, endings } = played;
    const slowCount = predictFixedInterval(makeWorkingDay({ ...options, seed }), SLOW_MS, () => 0).exchanges.length;
    const { inTime: otherInTime } = delaysOf(endings);
    const { late, held } = await ceilingOf(other, played);
    daysInTime += held >= HELD.inTime ? 1 : 0;
    report.print(
      `seed ${seed}: ${count(exchanges.length)} requests (${share(ratio('Requests', exchanges.length, slowCount))} of those of 30 s), worst hour ${worstHour(exchanges)}, in time ${share(otherInTime)}, late only because of the limit ${share(late)}, inside a block ${requestsInsideBlocks(exchanges)}`,
    );
  }
  report.atLeast(
    `days on which ${share(HELD.inTime)} of the ends were noticed in time, or late only because of the limit`,
    daysInTime,
    lastSeed - options.seed,
    String,
  );
});
