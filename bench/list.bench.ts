// npm run bench:list [-- --rounds 9]: compares a whole poll (text, decode, diff, sort, group) with
// JSON.parse of the same text.
import { parseArgs } from 'node:util';
import { decodeList } from '../src/core/api/decodeList';
import { decodeJobs } from '../src/core/jobs/decodeJob';
import { JobStore } from '../src/core/jobs/jobStore';
import { systemClock } from '../src/core/clock';
import { benchmark, type Report } from './support/benchmark';
import { countOption, median, ratio } from './support/figures';

const HELD = { poll: 1.9, same: 0.1 };
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
 * A list as the API writes it, newest first, with about 790 bytes for each job. `tick` changes the percentage of
 * running jobs.
 */
function listOf(count: number, tick: number): Buffer {
  const rows = Array.from({ length: count }, (_, index) => {
    const id = `${String(index).padStart(8, '0')}-54cf-4a09-9fbc-eb837637d02f`;
    const at = (minutes: number): string =>
      `${new Date(Date.UTC(2026, 10, 23) - index * 30_000 + minutes * 60_000).toISOString().slice(0, 19)}-05:00`;
    const status = STATUSES[index % STATUSES.length] ?? 'COMPLETED';
    const isOver = index % STATUSES.length < 5;
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

function poll(store: JobStore, body: Buffer): void {
  store.applyList('a', decodeJobs(decodeList(JSON.parse(body.toString('utf8')), 'Jobs').rows));
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
  const store = new JobStore(systemClock);
  store.setAccounts([ACCOUNT]);
  const repeats = Math.max(1, JOBS_PER_ROUND / count);
  let polls = 0;
  const works = {
    parse: () => void JSON.parse(bodies[0].toString('utf8')),
    poll: () => poll(store, bodies[polls++ % 2 === 0 ? 0 : 1]),
    same: () => void bodies[0].equals(copy),
  };
  const first = ratio('The first poll', timeOf(1, works.poll), timeOf(1, works.parse));
  const times = { parse: [] as number[], poll: [] as number[], same: [] as number[] };
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const name of ['parse', 'poll', 'same'] as const) {
      const ms = timeOf(repeats, works[name]);
      if (round >= 0) {
        times[name].push(ms);
      }
    }
  }
  const besideParse = (name: 'poll' | 'same'): number =>
    median(
      name,
      times[name].map((ms, round) => ratio(name, ms, times.parse[round])),
    );
  const jobs = `${count.toLocaleString('en')} jobs`;
  print(
    `${jobs}, ${(bodies[0].length / 1e6).toFixed(1)} MB: JSON.parse ${median('JSON.parse', times.parse).toFixed(1)} ms; the first poll, which adds every job, ${first.toFixed(2)} times that`,
  );
  atMost('  a whole poll beside JSON.parse', besideParse('poll'), HELD.poll);
  atMost('  the same bytes again beside JSON.parse', besideParse('same'), HELD.same);
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
});
