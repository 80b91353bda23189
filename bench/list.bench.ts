// npm run bench:list: a whole poll (text, decode, diff, sort, group) beside a bare JSON.parse of the same text.
import { decodeList } from '../src/core/api/decodeList';
import { decodeJob } from '../src/core/jobs/decodeJob';
import { JobStore } from '../src/core/jobs/jobStore';
import { systemClock } from '../src/core/clock';

const ROUNDS = 9;
const ACCOUNT = {
  id: 'a',
  kind: 'agency',
  sid: 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1',
  name: 'A',
  source: 'stored',
  baseUrl: 'https://api.impact.com',
} as const;
const STATUSES = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'FAILED', 'CANCELLED', 'RUNNING', 'QUEUED'];

/** A list as the API writes it, newest first, about 790 bytes a job; `tick` moves the percentage of running jobs. */
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
  store.applyList('a', decodeList(JSON.parse(body.toString('utf8')), 'Jobs').rows.map(decodeJob));
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function bench(count: number): void {
  const bodies = [listOf(count, 1), listOf(count, 2)];
  const store = new JobStore(systemClock);
  store.setAccounts([ACCOUNT]);
  const times = { parse: [] as number[], poll: [] as number[], same: [] as number[] };
  for (let round = -3; round < ROUNDS; round++) {
    const body = bodies[Math.abs(round) % 2] ?? Buffer.alloc(0);
    const copy = Buffer.from(body);
    const results = {
      parse: timed(() => void JSON.parse(body.toString('utf8'))),
      poll: timed(() => poll(store, body)),
      same: timed(() => body.equals(copy)),
    };
    if (round >= 0) {
      times.parse.push(results.parse);
      times.poll.push(results.poll);
      times.same.push(results.same);
    }
  }
  const parse = median(times.parse);
  const ratio = (values: readonly number[]): string => (median(values) / parse).toFixed(3);
  console.log(
    `${String(count).padStart(7)} jobs, ${((bodies[0]?.length ?? 0) / 1e6).toFixed(1).padStart(5)} MB: JSON.parse ${parse.toFixed(1)} ms; a whole poll ${ratio(times.poll)}; the same bytes again ${ratio(times.same)}`,
  );
}

console.log(
  `Ratios to a bare JSON.parse of the same text, medians of ${ROUNDS} rounds; two in seven jobs change at each poll (we hold 1.9 and 0.1 at 10,000):`,
);
for (const count of [1_000, 10_000, 100_000]) {
  bench(count);
}
