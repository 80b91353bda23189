import type { AccountKind } from '../../src/core/account';
import type { Outcome } from '../../src/simulator/jobScript';
import { type ProgressCurve, PROGRESS_CURVES } from '../../src/simulator/progressCurve';
import { RETRY_AFTER_MS } from '../../src/simulator/jobState';
import { hashOf, randomFrom, uuidFrom } from '../../src/simulator/random';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
const SHORTEST_JOB_MS = 10 * SECOND_MS;
/** Two hours in an eight-hour day. */
const LONGEST_JOB_SHARE = 1 / 4;
const MEAN_BURST = 8;
/** The user is in VS Code for about two thirds of the time, and most of that in one window. */
const ELSEWHERE_CHANCE = 0.35;
const WINDOW_WEIGHTS = [8, 3, 1, 1, 1];
const REFRESHES = 8;
const CURVES = Object.values(PROGRESS_CURVES);

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** An export that the user starts in one of the windows. */
export interface DayJob {
  readonly id: string;
  readonly accountIndex: number;
  readonly windowIndex: number;
  /** Whether a colleague or the web app starts it, so that no window knows of it. */
  readonly isFromElsewhere?: boolean;
  readonly createdAtMs: number;
  readonly queueMs: number;
  /** The duration of each try. */
  readonly runMs: number;
  readonly curve: ProgressCurve;
  readonly outcome: Extract<Outcome, { status: 'COMPLETED' | 'FAILED' | 'ERROR' }>;
  /** When the job ends for good. */
  readonly endMs: number;
}

/** Everything that happens on a working day, whoever watches. Times are milliseconds since the epoch. */
export interface WorkingDay extends Span {
  readonly accountKinds: readonly AccountKind[];
  /** The number of brands of the first account, an agency. They follow the other accounts. Default: 0. */
  readonly brands?: number;
  /** The server's hourly limit, if it isn't the usual one. */
  readonly serverLimit?: number;
  /** From this account on, accounts had no jobs in the last day. */
  readonly quietFrom?: number;
  readonly windows: number;
  /** In the order of their creation. */
  readonly jobs: readonly DayJob[];
  /** From each of these times on, this window or none has the focus. */
  readonly focus: readonly { readonly atMs: number; readonly windowIndex: number | undefined }[];
  /** The windows in which the view is open. */
  readonly visibleIn: ReadonlySet<number>;
  /** The laptop sleeps: no timer runs, but time passes. */
  readonly sleep: Span;
  /** Connections are refused. */
  readonly outage: Span;
  /** The server responds with 429 and says until when. */
  readonly blocks: readonly (Span & {
    readonly accountIndex: number;
    readonly saidBy: 'Retry-After' | 'X-RateLimit-Reset';
  })[];
  /** Clicks on Refresh, some of them during the outage and during a block. */
  readonly refreshes: readonly { readonly atMs: number; readonly windowIndex: number }[];
}

export interface WorkingDayOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly lengthMs: number;
  readonly exports: number;
  readonly windows: number;
}

/**
 * Creates the same day for the same seed, whatever the number of windows. With one window, everything happens in it.
 */
export function makeWorkingDay({ seed, startMs, lengthMs, exports, windows }: WorkingDayOptions): WorkingDay {
  const at = (share: number): number => startMs + Math.round(share * lengthMs);
  const span = (from: number, to: number): Span => ({ startMs: at(from), endMs: at(to) });
  const lunch = span(0.41, 0.51);
  const locked = span(0.8, 0.87);
  const focus = focusOf(randomFrom(hashOf(seed, 'focus')), { startMs, endMs: at(1) }, [lunch, locked], windows);
  const day = {
    ...span(0, 1),
    accountKinds: ['agency', 'brand', 'partner'],
    windows,
    focus,
    visibleIn: new Set([0, 1].filter((index) => index < windows)),
    sleep: span(0.81, 0.87),
    outage: span(0.3, 0.3 + 1 / 48),
    blocks: [
      { ...span(0.19, 0.19 + 1 / 60), accountIndex: 0, saidBy: 'Retry-After' },
      { ...span(0.62, 0.62 + 1 / 80), accountIndex: 1, saidBy: 'X-RateLimit-Reset' },
    ],
  } as const satisfies Partial<WorkingDay>;
  return { ...day, jobs: jobsOf(seed, day, exports), refreshes: refreshesOf(randomFrom(hashOf(seed, 'refresh')), day) };
}

/**
 * How long after its end a job was noticed. Leaves out the time in which nobody could notice it: sleep, outage, and
 * blocks.
 */
export function delayOf(
  { sleep, outage, blocks }: WorkingDay,
  { accountIndex, endMs }: DayJob,
  noticedMs: number,
): number {
  const hindrances = [sleep, outage, ...blocks.filter((block) => block.accountIndex === accountIndex)];
  const hinderedMs = hindrances.map((span) =>
    Math.max(0, Math.min(span.endMs, noticedMs) - Math.max(span.startMs, endMs)),
  );
  return noticedMs - endMs - hinderedMs.reduce((sum, ms) => sum + ms, 0);
}

function focusOf(
  random: () => number,
  { startMs, endMs }: Span,
  away: readonly Span[],
  windows: number,
): WorkingDay['focus'] {
  const focus: { atMs: number; windowIndex: number | undefined }[] = [];
  const weights = WINDOW_WEIGHTS.slice(0, windows);
  let atMs = startMs;
  while (atMs < endMs) {
    const absence = away.find((span) => span.startMs <= atMs && atMs < span.endMs);
    const pick = weighted(random(), WINDOW_WEIGHTS) % weights.length;
    const isElsewhere = random() < ELSEWHERE_CHANCE && atMs > startMs;
    const untilMs = atMs + Math.round(((endMs - startMs) / 240) * (1 + 8 * random()));
    focus.push({ atMs, windowIndex: absence !== undefined || isElsewhere ? undefined : pick });
    atMs =
      absence?.endMs ?? Math.min(untilMs, ...away.filter((span) => span.startMs > atMs).map((span) => span.startMs));
  }
  return focus;
}

type Surroundings = Pick<WorkingDay, 'startMs' | 'endMs' | 'focus' | 'outage' | 'blocks'>;

function jobsOf(
  seed: number,
  { startMs, endMs, focus, outage, blocks }: Surroundings,
  exports: number,
): readonly DayJob[] {
  const random = randomFrom(hashOf(seed, 'jobs'));
  const lengthMs = endMs - startMs;
  const jobs: DayJob[] = [];
  const bursts = Math.max(1, Math.round(exports / MEAN_BURST));
  for (let burst = 0; burst < bursts; burst++) {
    const size =
      burst === bursts - 1
        ? exports - jobs.length
        : Math.min(exports - jobs.length, Math.round(MEAN_BURST * (0.5 + random())));
    // A burst is work for one account. Work that would start too late is left out.
    const wantedMs = startMs + Math.round((0.01 + (0.85 * (burst + random())) / bursts) * lengthMs);
    const { atMs, windowIndex } = whenFocused(focus, wantedMs);
    const accountIndex = Math.floor(random() * 3);
    let createdAtMs = atMs;
    for (let index = 0; index < size; index++) {
      const hindrances = [outage, ...blocks.filter((block) => block.accountIndex === accountIndex)];
      createdAtMs = afterAll(hindrances, createdAtMs) + Math.round((2 + 18 * random()) * SECOND_MS);
      const longestMs = Math.max(
        SHORTEST_JOB_MS,
        Math.min(lengthMs * LONGEST_JOB_SHARE, endMs - lengthMs / 100 - createdAtMs),
      );
      const durationMs = SHORTEST_JOB_MS * (longestMs / SHORTEST_JOB_MS) ** random();
      jobs.push({
        id: uuidFrom(seed, 'export', jobs.length),
        accountIndex,
        windowIndex,
        createdAtMs,
        curve: CURVES[Math.floor(random() * CURVES.length)] ?? PROGRESS_CURVES.steady,
        ...courseOf(random(), createdAtMs, durationMs),
      });
    }
  }
  return jobs.sort((a, b) => a.createdAtMs - b.createdAtMs);
}

/** Nothing can be exported while the server doesn't respond. */
function afterAll(spans: readonly Span[], timeMs: number): number {
  return spans.find((span) => span.startMs - MINUTE_MS < timeMs && timeMs < span.endMs)?.endMs ?? timeMs;
}

export function courseOf(
  fate: number,
  createdAtMs: number,
  durationMs: number,
): Pick<DayJob, 'queueMs' | 'runMs' | 'outcome' | 'endMs'> {
  const queueMs = Math.round(Math.min(durationMs * 0.2, 20 * SECOND_MS));
  const isTriedAgain = fate < 0.25 && durationMs > 2 * RETRY_AFTER_MS;
  const runMs = Math.round(isTriedAgain ? (durationMs - queueMs - RETRY_AFTER_MS) / 2 : durationMs - queueMs);
  const endMs = createdAtMs + queueMs + (isTriedAgain ? 2 * runMs + RETRY_AFTER_MS : runMs);
  if (isTriedAgain) {
    return {
      queueMs,
      runMs,
      endMs,
      outcome: { status: 'ERROR', message: 'The report service did not answer.', failedTries: 1 },
    };
  }
  return {
    queueMs,
    runMs,
    endMs,
    outcome:
      fate > 0.92
        ? { status: 'FAILED', message: 'The report took too long and was stopped.' }
        : { status: 'COMPLETED' },
  };
}

function refreshesOf(random: () => number, day: Surroundings): WorkingDay['refreshes'] {
  const { startMs, endMs, focus, outage, blocks } = day;
  const wanted = Array.from({ length: REFRESHES }, () => startMs + Math.floor(random() * (endMs - startMs)));
  const inTrouble = [outage, ...blocks].map((span) => Math.round((span.startMs + span.endMs) / 2));
  return [
    ...wanted.map((atMs) => whenFocused(focus, atMs)),
    ...inTrouble.map((atMs) => ({ atMs, windowIndex: 0 })),
  ].sort((a, b) => a.atMs - b.atMs);
}

/**
 * The given time, or the next time when the user is in a window. At the end of the day, the first such time of the day.
 */
function whenFocused(
  focus: WorkingDay['focus'],
  wantedMs: number,
): { readonly atMs: number; readonly windowIndex: number } {
  const current = focus.filter(({ atMs }) => atMs <= wantedMs).length - 1;
  const found = [...focus.slice(Math.max(0, current)), ...focus].find(({ windowIndex }) => windowIndex !== undefined);
  return { atMs: Math.max(wantedMs, found?.atMs ?? wantedMs), windowIndex: found?.windowIndex ?? 0 };
}

function weighted(random: number, weights: readonly number[]): number {
  let left = random * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}
