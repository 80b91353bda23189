import assert from 'node:assert/strict';
import { listForAgent } from '../../../../src/core/agent/listForAgent';
import { freshnessOf } from '../../../../src/core/jobs/freshness';
import { shortfallOf } from '../../../../src/core/jobs/snapshot';
import { useMachine } from './support/machine';
import type { TestWindow } from './support/testWindow';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ANY = {
  status: undefined,
  type: undefined,
  text: undefined,
  accountSid: undefined,
  limit: undefined,
};

describe('A list with more pages than can be read at once', () => {
  const machine = useMachine();

  const short = (window: TestWindow): unknown => {
    const [account] = window.store.snapshot.accounts;
    return account && shortfallOf(account);
  };

  /** Jobs that have ended, newest first, ten on each page. */
  function addPages(count: number): void {
    const { api, clock } = machine();
    api.pageSize = 10;
    for (let index = 0; index < count * 10; index++) {
      const createdAtMs = clock.now() - HOUR - index * SECOND;
      api.jobs.push({ id: `job-${index}`, createdAtMs, endsAtMs: createdAtMs + MINUTE });
    }
  }

  it('of 70 pages at 60 requests an hour shows what it could read, says what is missing, and reads on', async () => {
    machine().requestsPerHour = 60;
    addPages(70);
    const window = machine().open();
    window.look(true);
    await machine().clock.advance(MINUTE);
    assert.deepEqual([window.rows.length, window.sync, short(window)], [480, 'current', { shown: 480, total: 700 }]);
    assert.equal(machine().api.requests.length, 48);
    await machine().clock.advance(58 * MINUTE);
    assert.equal(machine().api.requests.length, 48);
    await machine().clock.advance(2 * HOUR);
    assert.deepEqual([window.rows.length, short(window)], [700, undefined]);
    assert.ok(machine().api.requests.length <= 3 * 48, `${machine().api.requests.length} requests`);
  });

  it('of 101 pages and more is shown, and completed page by page', async () => {
    machine().requestsPerHour = 400;
    addPages(120);
    const window = machine().open();
    window.look(true);
    await machine().clock.advance(10 * SECOND);
    assert.deepEqual([window.rows.length, short(window)], [1000, { shown: 1000, total: 1200 }]);
    await machine().clock.advance(HOUR);
    assert.deepEqual([window.rows.length, short(window), window.sync], [1200, undefined, 'current']);
    assert.equal(window.transitions.length, 0, 'old jobs of later pages are no news');
  });

  it('that does not count its jobs is incomplete until its last page has been read', async () => {
    machine().requestsPerHour = 400;
    machine().api.isCounted = false;
    addPages(120);
    const window = machine().open();
    window.look(true);
    await machine().clock.advance(10 * SECOND);
    assert.deepEqual([window.rows.length, short(window)], [1000, { shown: 1000, total: undefined }]);
    await machine().clock.advance(HOUR);
    assert.deepEqual([window.rows.length, short(window)], [1200, undefined]);
  });

  it('is read again with its first page and nine others, so that a new job is seen and an hour lasts', async () => {
    machine().requestsPerHour = 400;
    addPages(60);
    const window = machine().open();
    window.look(true);
    await machine().clock.advance(10 * SECOND);
    assert.equal(machine().api.requests.length, 60);
    machine().api.jobs.unshift(machine().running('new', HOUR));
    await machine().clock.advance(65 * SECOND);
    assert.ok(window.rows.includes('new RUNNING'));
    assert.equal(window.rows.length, 601);
    assert.ok(machine().api.requests.length <= 80, `${machine().api.requests.length} requests`);
  });

  it('is incomplete in every window, for the status bar, and for agents', async () => {
    machine().requestsPerHour = 60;
    addPages(70);
    const [one, other] = [machine().open(), machine().open()];
    one.look(true);
    await machine().clock.advance(MINUTE);
    for (const window of [one, other]) {
      const { snapshot } = window.store;
      assert.deepEqual(short(window), { shown: 480, total: 700 });
      assert.equal(freshnessOf(snapshot, machine().clock.now()).shortCount, 1);
      assert.equal(listForAgent(snapshot, ANY, machine().clock.now()).accounts[0]?.loaded, '480 of 700 jobs');
    }
  });
});
