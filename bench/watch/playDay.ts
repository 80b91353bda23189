import type { Account } from '../../src/core/account';
import type { ConnectionOptions } from '../../src/core/api/apiConnection';
import { Transport } from '../../src/core/api/transport';
import { type Simulator, startSimulator } from '../../src/simulator/startSimulator';
import { hashOf } from '../../src/simulator/random';
import { DayClock } from './dayClock';
import type { Discovery, Ending, Exchange } from './dayMetrics';
import { HttpMeter } from './httpMeter';
import { type DayJob, delayOf, HOUR_MS, type WorkingDay } from './workingDay';

/** Jobs of earlier days, which make each list longer. */
const EARLIER_JOBS = 60;

/** All windows of the machine, which watch the jobs. */
export interface Watching {
  /** Moves the focus to a window, or to none. */
  setFocus(windowIndex: number | undefined): void;
  /** The user has started this export in its window. */
  started(job: DayJob): Promise<void>;
  refresh(windowIndex: number): Promise<void>;
  dispose(): void;
}

/** What the windows get. */
export interface DayWorld {
  readonly day: WorkingDay;
  readonly clock: DayClock;
  readonly transport: Transport;
  readonly meter: HttpMeter;
  readonly accounts: readonly Account[];
  readonly readToken: (account: Account) => ReturnType<ConnectionOptions['readToken']>;
  /** Called when a window knows that a job has ended. */
  readonly noticed: (jobId: string, windowIndex: number) => void;
  /** Called when a window knows of a job. */
  readonly seen: (jobId: string) => void;
}

export interface PlayedDay {
  /** The accounts' SIDs, in order. */
  readonly sids: readonly string[];
  readonly exchanges: readonly Exchange[];
  /** In the order of `jobs`, without those that ended later. */
  readonly endings: readonly Ending[];
  /** The jobs that were started elsewhere. */
  readonly discoveries: readonly Discovery[];
}

/** Plays a day, or its part until `untilMs`, against a simulator over HTTP, on a clock that waits for each response. */
export async function playDay(
  day: WorkingDay,
  watch: (world: DayWorld) => Watching,
  untilMs = day.endMs,
): Promise<PlayedDay> {
  const time = { now: (): number => day.startMs };
  const meter = new HttpMeter(() => time.now());
  const clock = new DayClock(day.startMs, meter.quiet);
  time.now = () => clock.now();
  const simulator = await startSimulator({
    clock,
    scenario: 'empty',
    accounts: day.accountKinds.map((kind) => ({ kind })),
    brands: day.brands ?? 0,
    ...(day.serverLimit !== undefined && { rateLimits: { requestsPerHour: day.serverLimit } }),
  });
  const noticedMs = new Map<string, number>();
  const seenMs = new Map<string, number>();
  const windowOf = new Map(day.jobs.map(({ id, windowIndex }) => [id, windowIndex]));
  const watching = watch({
    day,
    clock,
    meter,
    transport: new Transport(clock, () => Promise.resolve(meter.fetch)),
    accounts: simulator.accounts.map(({ kind, sid, name, brand }) => ({
      id: sid,
      kind,
      sid: brand?.agencySid ?? sid,
      ...(brand && { brandId: brand.id }),
      name,
      source: 'stored',
      baseUrl: simulator.baseUrl,
    })),
    readToken: (account) => Promise.resolve(simulator.accounts.find(({ sid }) => sid === account.sid)?.token),
    noticed(jobId, windowIndex) {
      if (windowOf.get(jobId) === windowIndex && !noticedMs.has(jobId)) {
        noticedMs.set(jobId, clock.now());
      }
    },
    seen(jobId) {
      seenMs.set(jobId, seenMs.get(jobId) ?? clock.now());
    },
  });
  try {
    addJobs(simulator, day);
    for (const { atMs, happen } of eventsOf(day, simulator, clock, watching)) {
      if (atMs >= untilMs) {
        break;
      }
      await clock.runUntil(atMs);
      await happen();
    }
    await clock.runUntil(untilMs);
  } finally {
    watching.dispose();
    await simulator.close();
  }
  // Whoever doesn't know of a job can't wait for its end.
  const ended = day.jobs.filter(
    ({ id, endMs, isFromElsewhere }) => endMs < untilMs && (!isFromElsewhere || seenMs.has(id)),
  );
  const sids = simulator.accounts.map(({ sid }) => sid);
  return {
    sids,
    exchanges: meter.exchanges,
    endings: ended.map((job) =>
      endingOf(
        day,
        job,
        noticedMs.get(job.id) ?? Infinity,
        job.isFromElsewhere === true ? seenMs.get(job.id) : undefined,
      ),
    ),
    discoveries: day.jobs
      .filter(({ isFromElsewhere }) => isFromElsewhere)
      .map((job) => discoveryOf(day, job, seenMs.get(job.id) ?? untilMs)),
  };
}

/** `noticedMs` is Infinity if the end wasn't noticed. */
export function endingOf(day: WorkingDay, job: DayJob, noticedMs: number, seenMs = job.createdAtMs): Ending {
  const durationMs = job.endMs - job.createdAtMs;
  const knownTooLateMs = Math.max(0, Math.min(noticedMs, seenMs) - job.endMs);
  return {
    jobId: job.id,
    durationMs,
    delayMs: delayOf(day, job, noticedMs) - knownTooLateMs,
    waitMs: noticedMs - job.endMs - knownTooLateMs,
  };
}

/** How long a view was open since a job was created, until it was in the view. */
export function discoveryOf(
  { focus, endMs, quietFrom = Infinity }: WorkingDay,
  job: DayJob,
  seenMs: number,
): Discovery {
  const delayMs = focus.reduce((sum, { atMs, windowIndex }, index) => {
    const untilMs = Math.min(focus[index + 1]?.atMs ?? endMs, seenMs);
    return sum + (windowIndex === undefined ? 0 : Math.max(0, untilMs - Math.max(atMs, job.createdAtMs)));
  }, 0);
  return { delayMs, isOfQuietAccount: job.accountIndex >= quietFrom };
}

function addJobs(simulator: Simulator, { startMs, jobs, quietFrom = Infinity }: WorkingDay): void {
  for (const [accountIndex, { sid }] of simulator.accounts.entries()) {
    const quietMs = accountIndex < quietFrom ? HOUR_MS : 24 * HOUR_MS;
    for (let index = 0; index < EARLIER_JOBS; index++) {
      const createdAtMs = startMs - quietMs - (hashOf(sid, index) % (120 * HOUR_MS));
      simulator.addJob({ createdAtMs, records: 4_000, runMs: HOUR_MS / 4, result: { rows: 4_000 } }, sid);
    }
  }
  for (const { id, accountIndex, createdAtMs, queueMs, runMs, curve, outcome } of jobs) {
    simulator.addJob(
      { id, createdAtMs, queueMs, runMs, curve, outcome, records: 4_000, result: { rows: 4_000 } },
      simulator.accounts[accountIndex]?.sid,
    );
  }
}

interface DayEvent {
  readonly atMs: number;
  readonly happen: () => unknown;
}

function eventsOf(day: WorkingDay, simulator: Simulator, clock: DayClock, watching: Watching): readonly DayEvent[] {
  const { sleep, outage, focus, jobs, refreshes } = day;
  const events: DayEvent[] = [
    ...focus.map(({ atMs, windowIndex }) => ({ atMs, happen: () => watching.setFocus(windowIndex) })),
    { atMs: sleep.startMs, happen: () => clock.sleepUntil(sleep.endMs) },
    { atMs: outage.startMs, happen: () => simulator.setReachable('api', false) },
    { atMs: outage.endMs, happen: () => simulator.setReachable('api', true) },
    ...blockEvents(day, simulator),
    ...jobs
      .filter(({ isFromElsewhere }) => !isFromElsewhere)
      .map((job) => ({ atMs: job.createdAtMs, happen: () => watching.started(job) })),
    ...refreshes.map(({ atMs, windowIndex }) => ({ atMs, happen: () => watching.refresh(windowIndex) })),
  ];
  return events.sort((a, b) => a.atMs - b.atMs);
}

function blockEvents({ blocks }: WorkingDay, simulator: Simulator): readonly DayEvent[] {
  return blocks.flatMap(({ startMs, endMs, accountIndex, saidBy }) => {
    const accountSid = simulator.accounts[accountIndex]?.sid ?? '';
    const headers =
      saidBy === 'Retry-After'
        ? { 'Retry-After': new Date(endMs).toUTCString() }
        : { 'X-RateLimit-Limit': '1000', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(endMs / 1000) };
    let end = (): void => undefined;
    return [
      { atMs: startMs, happen: () => (end = simulator.setFault({ kind: 'answer', accountSid, status: 429, headers })) },
      // A request at the announced time is answered.
      { atMs: endMs - 1, happen: () => end() },
    ];
  });
}
