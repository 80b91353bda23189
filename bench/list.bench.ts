// npm run bench:list [-- --rounds 9]: compares a whole poll (text, decode, diff, sort, group) with JSON.parse of the
// same text, and times what follows in a window when one job of the list changes.
import { parseArgs } from 'node:util';
import { decodeList } from '../src/core/api/decodeList';
import { JobListReader } from '../src/core/api/jobListReader';
import { ArrangedJobs } from '../src/core/arrange/arrangedJobs';
import { systemClock } from '../src/core/clock';
import { Emitter } from '../src/core/event';
import { ActionCounts } from '../src/core/jobs/actionCounts';
import { decodeJob, decodeJobs } from '../src/core/jobs/decodeJob';
import type { Job } from '../src/core/jobs/job';
import { JobList } from '../src/core/jobs/jobList';
import { type JobMemory, NO_MARKS, NO_MEMORY } from '../src/core/jobs/jobMarks';
import { isActive, isCompleted, isQueued, isRunning } from '../src/core/jobs/jobState';
import { JobStore } from '../src/core/jobs/jobStore';
import { unsettledEntries } from '../src/core/jobs/snapshot';
import { countUnfinished } from '../src/core/jobs/statusCounts';
import { pollSchedule } from '../src/core/watch/pollSchedule';
import { benchmark, type Report } from './support/benchmark';
import { countOption, median, ratio } from './support/figures';

const HELD = { poll: 1.9, newest: 0.3, same: 0.1, oneChangeMs: 2 };
const MS_PER_DAY = 86_400_000;
/** As many as the history keeps. */
const MAX_PAST = 30_000;
const CHANGES_PER_ROUND = 20;
/** The first of the list, of which two in seven run or wait. */
const ACTIVE = 700;
/** After this many rounds, the code is compiled, as in a window that has polled for a while. */
const WARM_UP_ROUNDS = 4;
const JOBS_PER_ROUND = 10_000;
const ACCOUNT = {
  id: 'a',
  kind: 'agency',
  sid: 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1',
  name: 'A',
  source: 'stored',
  baseUrl: 'https://api.impact.com',
} as const;
const STATUSES = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'FAILED', 'CANCELLED', 'RUNNING', 'QUEUED'];

/**
 * A list as the API writes it, newest first, with about 590 bytes for each job. `tick` changes the percentage of
 * running jobs, which are among the first `active`.
 */
function listOf(count: number, tick: number, active = count): Buffer {
  const rows = Array.from({ length: count }, (_, index) => {
    const id = `${String(index).padStart(8, '0')}-54cf-4a09-9fbc-eb837637d02f`;
    const at = (minutes: number): string =>
      `${new Date(Date.UTC(2026, 10, 23) - index * 30_000 + minutes * 60_000).toISOString().slice(0, 19)}-05:00`;
    const place = index < active ? index % STATUSES.length : 0;
    const status = STATUSES[place] ?? 'COMPLETED';
    const isOver = place < 5;
    return {
      Id: id,
      Type: 'ApiReport',
      ProgramId: String(3000 + (index % 40)),
      CreatedBy: ACCOUNT.sid,
      CreatedDate: at(0),
      StartedDate: at(1),
      CompletedDate: isOver ? at(5) : '',
      AbandonedDate: '',
      CancelledDate: '',
      FailedDate: '',
      LastProgressUpdateDate: at(4),
      Status: status,
      StatusMessage: 'Job processing completed successfully.',
      RecordsProcessed: index * 7,
      PercentageComplete: isOver ? 100 : tick % 100,
      Replayable: isOver,
      ResultUri: isOver ? `/Agencies/${ACCOUNT.sid}/Jobs/${id}/Download` : '',
    };
  });
  return Buffer.from(JSON.stringify(rows));
}

/** Polls a list that has one text and the other in turn. */
function polling(one: Buffer, other: Buffer): () => void {
  const store = new JobStore(systemClock);
  const reader = new JobListReader();
  store.setAccounts([ACCOUNT]);
  let polls = 0;
  return () => {
    store.applyList('a', reader.read(polls++ % 2 === 0 ? one : other).jobs);
  };
}

/** The time of one run, in ms. Repeats short work within a round, so that the clock's resolution hardly matters. */
function timeOf(repeats: number, work: () => void): number {
  const startedAt = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) {
    work();
  }
  return (performance.now() - startedAt) / repeats;
}

function compare({ print, atMost }: Report, count: number, rounds: number): void {
  const bodies = [listOf(count, 1), listOf(count, 2)] as const;
  const copy = Buffer.from(bodies[0]);
  const repeats = Math.max(1, JOBS_PER_ROUND / count);
  const works = {
    parse: () => void JSON.parse(bodies[0].toString('utf8')),
    poll: polling(...bodies),
    newest: polling(listOf(count, 1, ACTIVE), listOf(count, 2, ACTIVE)),
    same: () => void bodies[0].equals(copy),
  };
  const first = ratio('The first poll', timeOf(1, works.poll), timeOf(1, works.parse));
  const times = { parse: [] as number[], poll: [] as number[], newest: [] as number[], same: [] as number[] };
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const name of ['parse', 'poll', 'newest', 'same'] as const) {
      const ms = timeOf(repeats, works[name]);
      if (round >= 0) {
        times[name].push(ms);
      }
    }
  }
  const besideParse = (name: 'poll' | 'newest' | 'same'): number =>
    median(
      name,
      times[name].map((ms, round) => ratio(name, ms, times.parse[round])),
    );
  const jobs = `${count.toLocaleString('en')} jobs`;
  print(
    `${jobs}, ${(bodies[0].length / 1e6).toFixed(1)} MB: JSON.parse ${median('JSON.parse', times.parse).toFixed(1)} ms; the first poll, which adds every job, ${first.toFixed(2)} times that`,
  );
  atMost('  a whole poll beside JSON.parse', besideParse('poll'), HELD.poll);
  if (count > ACTIVE * 10) {
    atMost(`  if only the newest ${ACTIVE} run or wait`, besideParse('newest'), HELD.newest);
  }
  atMost('  the same bytes again beside JSON.parse', besideParse('same'), HELD.same);
}

/** What changes in a window at one job: the store, the groups, the rows, the counts, the palette, and the schedule. */
function follow(store: JobStore, arranged: ArrangedJobs): void {
  const actions = ActionCounts.of(store.snapshot.accounts, Date.now());
  arranged.onDidChange(({ previous, current, entries }) => {
    const [before, after] = [previous[0], current[0]];
    if (before === undefined || after === undefined) {
      return;
    }
    after.groups.forEach((group, index) => group.entries.changedSince(before.groups[index]?.entries ?? JobList.empty));
    actions.update([after.source], entries, Date.now());
    actions.has('download');
    countUnfinished(store.snapshot);
    pollSchedule({
      nowMs: Date.now(),
      lastPollMs: Date.now(),
      focusedAtMs: undefined,
      failures: 0,
      lastError: undefined,
      blockedUntilMs: 0,
      rateLimit: undefined,
      budget: undefined,
      jobs: unsettledEntries(after.source),
      isVisible: true,
      isFocused: true,
      random: 0,
    });
  });
}

/** One job of many changes: its progress, its status, or what is remembered about it; or a new one comes. */
function changeOne({ print, atMost }: Report, count: number, rounds: number): void {
  let percent = 0;
  const mark = new Emitter<readonly string[]>();
  const memory: JobMemory = {
    ...NO_MEMORY,
    marksOf: () => ({ ...NO_MARKS, transfer: { kind: 'downloading', percent } }),
    onDidChange: (listener) => mark.on(listener),
  };
  const store = new JobStore(systemClock, memory);
  store.setAccounts([ACCOUNT]);
  const decoded = decodeJobs(decodeList(JSON.parse(listOf(count, 1).toString('utf8')), 'Jobs').rows);
  const jobs = decoded.map((job, index) =>
    index < ACTIVE || !isActive(job) ? job : { ...job, status: 'COMPLETED' as const },
  );
  store.applyList('a', jobs);
  const old = jobs.slice(0, MAX_PAST).map((job) => ({ ...job, id: `old-${job.id}`, status: 'COMPLETED' as const }));
  store.applyHistory(
    'a',
    old.map((job) => ({ job: { ...job, createdAt: (job.createdAt ?? 0) - MS_PER_DAY }, lastSeenAtMs: 0 })),
  );
  const words = {
    nameOf: () => '',
    typeName: (type: string) => type,
    programName: (id: string) => id,
    order: () => 0,
    searchText: () => '',
  };
  follow(store, new ArrangedJobs({ store, clock: systemClock, words }));
  const pick = (isWanted: (job: Job) => boolean): (() => Job) => {
    const ids = jobs.filter(isWanted).map(({ id }) => id);
    return () => store.entry('a', ids[(percent * 97) % ids.length] ?? '')?.job ?? decodeJob({});
  };
  const [running, queued, ended] = [pick(isRunning), pick(isQueued), pick(isCompleted)];
  const changes: Readonly<Record<string, () => void>> = {
    'a running job progresses': () => store.applyJob('a', { ...running(), percent }),
    'a job ends': () => store.applyJob('a', { ...queued(), status: 'COMPLETED', completedAt: percent }),
    'a job is new': () => store.applyJob('a', { ...running(), id: `new-${percent}`, createdAt: Date.now() }),
    'a download progresses': () => mark.fire([`a/${ended().id}`]),
  };
  print(
    `${count.toLocaleString('en')} jobs, ${jobs.filter(isActive).length} active, ${old.length.toLocaleString('en')} older ones, and one change, in ms:`,
  );
  for (const [name, change] of Object.entries(changes)) {
    const times: number[] = [];
    for (let round = -WARM_UP_ROUNDS; round < rounds * CHANGES_PER_ROUND; round++) {
      percent += 1;
      const ms = timeOf(1, change);
      if (round >= 0) {
        times.push(ms);
      }
    }
    atMost(`  ${name}`, median(name, times), HELD.oneChangeMs);
  }
}

await benchmark((report) => {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' } } });
  const rounds = countOption('rounds', values.rounds);
  report.print(
    `Beside a bare JSON.parse of the same text, medians of ${rounds} rounds in turn; two in seven jobs change at each poll:`,
  );
  for (const count of [1_000, 10_000, 100_000]) {
    compare(report, count, rounds);
  }
  for (const count of [1_000, 10_000, 100_000]) {
    changeOne(report, count, rounds);
  }
});
