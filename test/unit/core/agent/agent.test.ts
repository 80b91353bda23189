import * as assert from 'node:assert/strict';
import { jobForAgent } from '../../../../src/core/agent/jobForAgent';
import { listForAgent, MAX_LISTED } from '../../../../src/core/agent/listForAgent';
import { TableError } from '../../../../src/core/tables/tableError';
import { MAX_ANSWER_BYTES, resultText } from '../../../../src/core/agent/modelText';
import { previewForAgent } from '../../../../src/core/agent/previewForAgent';
import { ToolInput } from '../../../../src/core/agent/toolInput';
import { waitForJob } from '../../../../src/core/agent/waitForJob';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import type { Job } from '../../../../src/core/jobs/job';
import { aJob, anEntry } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { aPreview } from '../../../support/aPreview';
import { FakeClock } from '../../../support/fakeClock';

const account = anAccount();
const clock = new FakeClock();
const nowMs = clock.now();
const ANY_QUERY = { status: undefined, type: undefined, text: undefined, accountSid: undefined, limit: undefined };

function storeOf(...jobs: readonly Job[]): JobStore {
  const store = new JobStore(clock);
  store.setAccounts([account]);
  store.applyList(account.id, jobs);
  return store;
}

describe('The data given to an agent', () => {
  it('about a job is what is known about it, and no more', () => {
    const told = jobForAgent(anEntry({ status: 'RUNNING', percent: 42.7, createdAt: nowMs }), account, nowMs);
    assert.deepEqual(told, {
      jobId: aJob().id,
      accountSid: account.sid,
      account: account.name,
      type: 'ApiReport',
      status: 'RUNNING',
      percent: 42,
      createdAt: new Date(nowMs).toISOString(),
      canReplay: false,
      canDownload: false,
    });
  });

  it('about a message is one bounded line', () => {
    const { message = '' } = jobForAgent(
      anEntry({ status: 'FAILED', statusMessage: `a\n\u001b[31mb${'x'.repeat(5_000)}` }),
      account,
      nowMs,
    );
    assert.ok(message.length <= 300 && message.startsWith('a [31mb'), message.slice(0, 20));
  });

  it("about an unknown status is impact.com's own word", () => {
    assert.equal(jobForAgent(anEntry({ status: 'UNKNOWN', statusText: 'ON_HOLD' }), account, nowMs).status, 'ON_HOLD');
  });

  const jobs = [
    aJob({ id: 'a', status: 'RUNNING', createdAt: nowMs - 3 }),
    aJob({ id: 'b', status: 'FAILED', type: 'UploadAds', createdAt: nowMs - 1, statusMessage: 'Quota reached' }),
    aJob({ id: 'c', status: 'COMPLETED', createdAt: nowMs - 2 }),
  ];
  const idsFor = (query: Partial<typeof ANY_QUERY> | object): string[] =>
    listForAgent(storeOf(...jobs).snapshot, { ...ANY_QUERY, ...query }, nowMs).jobs.map(({ jobId }) => jobId);

  for (const [query, ids] of [
    [{}, ['b', 'c', 'a']],
    [{ status: 'failed' }, ['b']],
    [{ type: 'apireport' }, ['c', 'a']],
    [{ text: 'quota' }, ['b']],
    [{ accountSid: 'another' }, []],
    [{ limit: 1 }, ['b']],
  ] as const) {
    it(`of jobs with ${JSON.stringify(query)} are ${ids.join(', ') || 'none'}`, () => {
      assert.deepEqual(idsFor(query), ids);
    });
  }

  it('about a job that left the list is how it was last seen, and when', () => {
    const store = storeOf(...jobs);
    store.applyHistory(account.id, [{ job: aJob({ id: 'past', status: 'COMPLETED' }), lastSeenAtMs: nowMs - 1000 }]);
    const { matching, jobs: told } = listForAgent(store.snapshot, { ...ANY_QUERY, text: 'past' }, nowMs);
    assert.deepEqual([matching, told[0]?.lastSeenAt], [1, new Date(nowMs - 1000).toISOString()]);
  });

  it('about thousands of jobs is the count and the newest few', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => aJob({ id: `job-${index}`, createdAt: nowMs - index }));
    const { matching, jobs: told } = listForAgent(storeOf(...many).snapshot, { ...ANY_QUERY, limit: 1_000 }, nowMs);
    assert.deepEqual([matching, told.length, told[0]?.jobId], [3_000, MAX_LISTED, 'job-0']);
  });
});

describe('The rows given to an agent', () => {
  const preview = aPreview();

  it('are bounded, whatever the file contains', () => {
    const wide = Array.from({ length: 500 }, () => 'x'.repeat(10_000));
    const shown = previewForAgent({ ...preview, columns: wide, rows: Array.from({ length: 1_000 }, () => wide) });
    assert.ok(Buffer.byteLength(resultText(shown).text) < MAX_ANSWER_BYTES);
    assert.deepEqual(
      [shown.columns.length, shown.leftOutColumns, shown.rows.length, shown.rows[0]?.length, shown.leftOutRows],
      [60, 440, 5, 60, 995],
    );
  });

  it('come with what the reader noted, in bounded sentences', () => {
    const { notes } = previewForAgent({
      ...preview,
      isWhole: false,
      damage: new TableError('unreadable', 'broken', 'json', 7),
      tables: [
        { path: 'Records', rows: 3 },
        { path: 'Clicks', rows: 2 },
      ],
      table: 'Records',
      notes: [
        { kind: 'badQuotes', count: 12, places: [2, 3] },
        { kind: 'repeatedTitles', count: 1, places: ['x'.repeat(10_000)] },
      ],
    });
    assert.deepEqual(notes?.slice(0, 3), [
      "The file is damaged at line 7. The rest can't be read.",
      'The file also contains other tables: Clicks.',
      'Rows with unmatched quotes: 12, at lines 2, 3, …. Their cells can be wrong.',
    ]);
    assert.ok(notes.every((note) => note.length <= 500) && notes.at(-1)?.includes('the part of the file'));
    assert.ok(!('notes' in previewForAgent(preview)));
  });

  it('are text without line breaks', () => {
    assert.deepEqual(previewForAgent({ ...preview, rows: [['a\nb\u0007']] }).rows, [['a b']]);
  });
});

describe('Waiting for a job', () => {
  const running = aJob({ status: 'RUNNING', percent: 10 });
  const entryIn = (store: JobStore): JobEntry => store.account(account.id)?.entries.get(running.id) ?? assert.fail();
  const waitIn = (store: JobStore, signal = new AbortController().signal) =>
    waitForJob(entryIn(store), { store, clock, timeoutMs: 60_000, signal });

  it('ends when the job ends', async () => {
    const store = storeOf(running);
    const waited = waitIn(store);
    store.applyJob(account.id, { ...running, percent: 50 });
    store.applyJob(account.id, { ...running, status: 'COMPLETED' });
    const result = await waited;
    assert.equal(result.outcome, 'ended');
  });

  it('ends immediately for a job that has already ended', async () => {
    assert.equal((await waitIn(storeOf({ ...running, status: 'FAILED' }))).outcome, 'ended');
  });

  it('ends immediately for a job that left the list', async () => {
    const store = storeOf();
    store.applyHistory(account.id, [{ job: { ...running, status: 'COMPLETED' }, lastSeenAtMs: nowMs }]);
    assert.equal(
      (await waitForJob(anEntry(), { store, clock, timeoutMs: 60_000, signal: new AbortController().signal })).outcome,
      'ended',
    );
  });

  it('continues while impact.com retries the job', async () => {
    const store = storeOf(running);
    const waited = waitIn(store);
    store.applyJob(account.id, { ...running, status: 'ERROR', failedAt: clock.now() });
    await clock.advance(60_000);
    assert.equal((await waited).outcome, 'timeout');
  });

  it("ends after its timeout and returns the job's current state", async () => {
    const store = storeOf(running);
    const waited = waitIn(store);
    await clock.advance(60_000);
    const result = await waited;
    assert.ok(result.outcome === 'timeout' && result.entry.job.percent === 10);
    assert.equal(clock.timerCount, 0);
  });

  it("ends when it's aborted", async () => {
    const abort = new AbortController();
    const waited = waitIn(storeOf(running), abort.signal);
    abort.abort();
    assert.equal((await waited).outcome, 'aborted');
    assert.equal(clock.timerCount, 0);
  });

  it('ends when the job or its account is removed', async () => {
    const store = storeOf(running);
    const waited = waitIn(store);
    store.setAccounts([]);
    assert.deepEqual(await waited, { outcome: 'gone' });
  });
});

describe("A tool's input", () => {
  const input = new ToolInput({
    text: 'x',
    empty: '',
    number: 5,
    half: 0.5,
    word: 'csv',
    filters: { A: 1, B: true, C: 'x' },
    list: [],
    nested: { a: {} },
  });

  it('is parsed correctly', () => {
    assert.equal(input.text('text'), 'x');
    assert.equal(input.optionalText('empty'), undefined);
    assert.equal(input.optionalInteger('number', 1, 5), 5);
    assert.equal(input.optionalOneOf('word', ['CSV', 'JSON']), 'CSV');
    assert.deepEqual(input.filters('filters'), { A: '1', B: 'true', C: 'x' });
    assert.deepEqual(input.filters('nothing'), {});
    assert.deepEqual(new ToolInput({ filters: { SUPERSTATUS_MS: ['APPROVED', 1] } }).filters('filters'), {
      SUPERSTATUS_MS: ['APPROVED', '1'],
    });
  });

  for (const [wrong, message] of [
    [() => input.text('nothing'), /"nothing" is missing/],
    [() => input.text('number'), /takes a text, not 5/],
    [() => input.optionalInteger('number', 1, 4), /from 1 to 4, not 5/],
    [() => input.optionalInteger('half', 0, 1), /whole number/],
    [() => input.optionalOneOf('text', ['CSV']), /one of CSV, not "x"/],
    [() => input.filters('list'), /object of texts/],
    [() => input.filters('nested'), /"nested\.a" takes a text/],
    [() => new ToolInput('x').text('jobId'), /"jobId" is missing/],
  ] as const) {
    it(`is refused with a hint: ${message.source}`, () => {
      assert.throws(wrong, message);
    });
  }
});
