import { PROGRESS_CURVES } from '../../src/simulator/progressCurve';
import { hashOf, randomFrom, uuidFrom } from '../../src/simulator/random';
import { courseOf, type DayJob, HOUR_MS, type WorkingDay } from './workingDay';

const MINUTE_MS = 60_000;
const CURVES = Object.values(PROGRESS_CURVES);
const SHORTEST_JOB_MS = 4 * MINUTE_MS;
const LONGEST_JOB_MS = 2 * HOUR_MS;
/** The brands that the agency works for on most days. */
const REGULAR_SHARE = 1 / 3;
const STARTED_ELSEWHERE_AN_HOUR = 6;
/** Most jobs that colleagues and the web app start are of brands that the agency works for on most days, too. */
const REGULAR_CHANCE = 0.75;
/** Without the hours outside of work and the lunch break. */
const WORKING_HOURS = [
  [1, 4],
  [5, 9],
] as const;

export interface FleetDayOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly brands: number;
  /** The number of brands that have a running job at any time, because the user starts one job after the other. */
  readonly busy: number;
  /** Whether the view is open all day, or only in working hours. */
  readonly isOpenAllDay: boolean;
  readonly lengthMs?: number;
}

/** A day of an agency: the same for the same seed, whenever the view is open. Account 0 is the agency itself. */
export function makeFleetDay(options: FleetDayOptions): WorkingDay {
  const { seed, startMs, brands, busy, isOpenAllDay, lengthMs = 10 * HOUR_MS } = options;
  const endMs = startMs + lengthMs;
  const random = randomFrom(hashOf(seed, 'fleet'));
  const regulars = Math.max(busy, Math.round(brands * REGULAR_SHARE));
  const jobs = [
    ...Array.from({ length: busy }, (_, lane) => jobsOfLane({ seed, startMs, endMs, lane, busy, regulars })).flat(),
    ...elsewhere({ ...options, lengthMs }, regulars, random),
  ];
  const never = { startMs: endMs, endMs };
  return {
    startMs,
    endMs,
    accountKinds: ['agency'],
    brands,
    quietFrom: 1 + regulars,
    windows: 1,
    jobs: jobs.sort((a, b) => a.createdAtMs - b.createdAtMs),
    focus: isOpenAllDay
      ? [{ atMs: startMs, windowIndex: 0 }]
      : [
          { atMs: startMs, windowIndex: undefined },
          ...WORKING_HOURS.flatMap(([from, until]) => [
            { atMs: startMs + from * HOUR_MS, windowIndex: 0 },
            { atMs: startMs + until * HOUR_MS, windowIndex: undefined },
          ]),
        ],
    visibleIn: new Set([0]),
    sleep: never,
    outage: never,
    blocks: [],
    refreshes: [],
  };
}

interface Lane {
  readonly seed: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly lane: number;
  readonly busy: number;
  readonly regulars: number;
}

/** Each lane has brands of its own, so that the brands that are busy at any time are different ones. */
function jobsOfLane({ seed, startMs, endMs, lane, busy, regulars }: Lane): readonly DayJob[] {
  const random = randomFrom(hashOf(seed, 'lane', lane));
  const own = Array.from({ length: regulars }, (_, index) => index + 1).filter((index) => index % busy === lane % busy);
  const jobs: DayJob[] = [];
  let createdAtMs = startMs + Math.round(random() * 10 * MINUTE_MS);
  for (;;) {
    const job = jobOf(random, createdAtMs);
    if (job.endMs > endMs - HOUR_MS / 2) {
      return jobs;
    }
    const accountIndex = own[Math.floor(random() * own.length)] ?? 1;
    jobs.push({ ...job, id: uuidFrom(seed, 'lane', lane, jobs.length), accountIndex });
    createdAtMs = job.endMs + 1000;
  }
}

function elsewhere(
  { seed, startMs, brands, lengthMs }: FleetDayOptions & { readonly lengthMs: number },
  regulars: number,
  random: () => number,
): readonly DayJob[] {
  const count = Math.round((STARTED_ELSEWHERE_AN_HOUR * (lengthMs - HOUR_MS)) / HOUR_MS);
  return Array.from({ length: count }, (_, index) => {
    const createdAtMs = startMs + Math.round(((index + random()) / count) * (lengthMs - HOUR_MS));
    const isRegular = random() < REGULAR_CHANCE || regulars === brands;
    const accountIndex = isRegular
      ? 1 + Math.floor(random() * regulars)
      : 1 + regulars + Math.floor(random() * (brands - regulars));
    const job = jobOf(random, createdAtMs);
    return { ...job, id: uuidFrom(seed, 'elsewhere', index), accountIndex, isFromElsewhere: true };
  });
}

function jobOf(random: () => number, createdAtMs: number): Omit<DayJob, 'id' | 'accountIndex'> {
  const durationMs = SHORTEST_JOB_MS * (LONGEST_JOB_MS / SHORTEST_JOB_MS) ** random();
  return {
    windowIndex: 0,
    createdAtMs,
    curve: CURVES[Math.floor(random() * CURVES.length)] ?? PROGRESS_CURVES.steady,
    // Without jobs in error, because the wait for their next try isn't what a fleet is short of.
    ...courseOf(0.25 + 0.75 * random(), createdAtMs, durationMs),
  };
}
