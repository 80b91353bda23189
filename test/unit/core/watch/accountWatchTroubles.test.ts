import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashedName } from '../../../../src/core/files/wholeFile';
import { Election } from '../../../../src/core/share/election';
import { anAccount } from '../../../support/anAccount';
import { apiErrorOf } from '../../../support/outcome';
import { privateDisk } from '../../../faults/support/surroundings';
import { useMachine } from './support/machine';
import type { DiskReport } from './support/troubledDisk.child';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('An unavailable account watched by several windows', function () {
  const machine = useMachine();

  it("isn't requested by any window until a block ends, even on clicks", async () => {
    machine().api.jobs.push(machine().running('a', 10 * HOUR));
    const [one, other] = [machine().open(), machine().open()];
    one.look(true);
    await machine().clock.advance(MINUTE);
    machine().api.trouble = () => ({ status: 429, headers: { 'Retry-After': '600' } });
    await apiErrorOf(other.watch.refresh());
    machine().api.trouble = () => undefined;
    const atMs = machine().clock.now() + 1;
    await machine().clock.advance(2 * SECOND);
    for (const call of [
      one.watch.refresh(),
      other.watch.refresh(),
      other.watch.client.replayJob('a'),
      machine().open().watch.refresh(),
    ]) {
      const error = await apiErrorOf(call);
      assert.deepEqual([error.kind, error.retryAtMs], ['rateLimited', atMs - 1 + 600 * SECOND]);
    }
    await machine().clock.advance(597 * SECOND);
    assert.equal(machine().requestsSince(atMs), 0);
    assert.deepEqual(
      machine().windows.map(({ sync }) => sync),
      ['rateLimited', 'rateLimited', 'rateLimited'],
    );
    await machine().clock.advance(MINUTE);
    assert.deepEqual(
      machine().windows.map(({ sync }) => sync),
      ['current', 'current', 'current'],
    );
  });

  it("says in all windows why and since when it isn't current, and retries less and less often", async () => {
    machine().api.jobs.push(machine().running('a', 10 * HOUR));
    const [one, other] = [machine().open(), machine().open()];
    await machine().clock.advance(MINUTE);
    machine().api.trouble = () => ({ status: 503 });
    const atMs = machine().clock.now();
    await machine().clock.advance(HOUR);
    const tries = machine().requestsSince(atMs);
    assert.ok(
      tries >= 20 && tries <= 32,
      `${tries} tries in an hour: twenty in the first quarter, while a job is waited for`,
    );
    const late = machine().open();
    for (const window of [one, other]) {
      const sync = window.store.snapshot.accounts[0]?.sync;
      assert.ok(
        sync?.kind === 'failed' &&
          sync.lastGoodAtMs !== undefined &&
          sync.lastGoodAtMs <= atMs &&
          sync.nextTryAtMs !== undefined,
        'failed, with its times',
      );
      assert.deepEqual(window.rows, ['a RUNNING']);
    }
    await machine().clock.advance(6 * SECOND);
    assert.equal(late.sync, 'server');
    machine().api.trouble = () => undefined;
    await machine().clock.advance(5 * MINUTE);
    assert.deepEqual(
      machine().windows.map(({ sync }) => sync),
      ['current', 'current', 'current'],
    );
  });

  it("is refreshed soon after an outage when any window's request succeeds", async () => {
    machine().api.jobs.push(machine().running('a', 10 * HOUR), machine().running('b', MINUTE));
    const [one, other] = [machine().open(), machine().open()];
    await machine().clock.advance(5 * MINUTE);
    for (const window of [one, other]) {
      machine().api.trouble = () => ({ status: 503 });
      await machine().clock.advance(HOUR);
      const { sync } = other;
      machine().api.trouble = () => undefined;
      const atMs = machine().clock.now();
      await window.watch.client.getJob('b');
      await machine().clock.advance(6 * SECOND);
      assert.deepEqual([sync, one.sync, other.sync], ['server', 'current', 'current']);
      assert.equal(machine().requestsSince(atMs), 2, 'the request and a look');
    }
  });

  it("isn't requested more often if a poll fails halfway", async () => {
    machine().api.jobs.push(machine().running('a', 10 * HOUR), machine().running('b', MINUTE));
    const one = machine().open();
    await machine().clock.advance(5 * MINUTE);
    machine().api.trouble = (asked) => (asked.endsWith('/Jobs') ? { status: 503 } : undefined);
    await machine().clock.advance(HOUR);
    const before = machine().api.requests.length;
    for (let count = 0; count < 3; count++) {
      await one.watch.client.getJob('a', undefined, 'watch');
      await machine().clock.advance(SECOND);
    }
    assert.ok(machine().api.requests.length - before <= 4, `${machine().api.requests.length - before}`);
  });

  it('is taken over by a window with a better token, and no window keeps requesting with a bad one', async () => {
    const stored: { token?: string } = {};
    const one = machine().open({ token: () => undefined });
    const other = machine().open({ token: () => stored.token });
    await machine().clock.advance(MINUTE);
    assert.deepEqual([one.sync, other.sync, machine().api.requests.length], ['unauthorized', 'unauthorized', 0]);
    stored.token = 'token';
    await other.watch.refresh();
    machine().api.jobs.push(machine().running('a', HOUR));
    other.look(true);
    await machine().clock.advance(2 * MINUTE);
    assert.deepEqual([one.rows, other.rows], [['a RUNNING'], ['a RUNNING']]);
    machine().api.trouble = () => ({ status: 401 });
    await machine().clock.advance(10 * MINUTE);
    const before = machine().api.requests.length;
    await machine().clock.advance(20 * MINUTE);
    assert.equal(machine().api.requests.length, before);
  });

  it('is requested again by every window after a token lacked the scope, and all show when it has it', async () => {
    machine().api.jobs.push(machine().running('a', 10 * HOUR));
    const [one, other] = [machine().open(), machine().open()];
    await machine().clock.advance(MINUTE);
    machine().api.trouble = () => ({ status: 403 });
    await machine().clock.advance(HOUR);
    assert.equal(one.sync, 'forbidden');
    const before = machine().api.requests.length;
    await machine().clock.advance(HOUR);
    const tries = machine().api.requests.length - before;
    assert.ok(tries >= 2 && tries <= 4, `${tries} tries in an hour`);
    machine().api.trouble = () => undefined;
    await machine().clock.advance(31 * MINUTE);
    assert.deepEqual([one.sync, other.sync], ['current', 'current']);
  });

  describe('is polled by every window for itself', () => {
    const share = (): string => path.join(machine().folder, 'share');

    it("if the window that polls can't write", async () => {
      machine().api.jobs.push(machine().running('a', 10 * MINUTE));
      const [one, other] = [machine().open(), machine().open()];
      await machine().clock.advance(2 * MINUTE);
      assert.deepEqual([one.watch.isLeader, other.rows], [true, ['a RUNNING']]);
      const state = readdirSync(share()).find((file) => file.endsWith('.state.json')) ?? assert.fail('nothing shared');
      rmSync(path.join(share(), state));
      mkdirSync(path.join(share(), state, 'in the way'), { recursive: true });
      const before = machine().api.requests.length;
      await machine().clock.advance(13 * MINUTE);
      assert.deepEqual([one.rows, other.rows], [['a COMPLETED'], ['a COMPLETED']]);
      assert.equal(other.transitions.length, 1);
      const requests = machine().api.requests.length - before;
      assert.ok(requests < 40, `${requests} requests in 13 minutes`);
    });

    it('if the window that polls has another version', async () => {
      const { api, clock } = machine();
      const account = anAccount();
      const name = hashedName(`${account.baseUrl} ${account.id} 7`);
      const foreign = new Election({ folder: share(), name, clock, onProblem: assert.ifError });
      writeFileSync(path.join(share(), `${name}.state.json`), JSON.stringify({ version: 99, jobs: [] }));
      api.jobs.push(machine().running('a', 10 * MINUTE));
      const one = machine().open();
      await clock.advance(2 * MINUTE);
      assert.deepEqual([foreign.isLeader, one.watch.isLeader, one.rows], [true, false, ['a RUNNING']]);
      await clock.advance(13 * MINUTE);
      assert.deepEqual([one.watch.isLeader, one.rows, one.transitions.length], [false, ['a COMPLETED'], 1]);
      foreign.dispose();
    });

    for (const trouble of ['full', 'read-only'] as const) {
      it(`if the disk that they share becomes ${trouble}`, async function () {
        const disk = privateDisk(machine().folder, 'size=1m');
        if ('missing' in disk) {
          console.log(`      Not tested, because no disk can be mounted here: ${disk.missing}`);
          this.skip();
        }
        const report = await reportOf([
          ...disk.surroundings,
          process.execPath,
          TROUBLED_DISK,
          machine().folder,
          trouble,
        ]);
        assert.equal(report.isFirstLeader, true);
        assert.deepEqual(report.rows, [['a COMPLETED'], ['a COMPLETED']]);
        assert.deepEqual([report.endings, report.late], [[1, 1], ['a COMPLETED']]);
        assert.ok(report.requests < 80, `${report.requests} requests in 13 minutes`);
      });
    }
  });
});

const TROUBLED_DISK = path.resolve('out/unit/core/watch/support/troubledDisk.child.mjs');

async function reportOf([command = '', ...args]: readonly string[]): Promise<DiskReport> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (report: DiskReport) => resolve(report));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The process ended with ${code}`)));
  });
}
