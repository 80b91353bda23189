import assert from 'node:assert/strict';
import { readdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import type { Election } from '../../../../src/core/share/election';
import { MachineShare } from '../../../../src/core/share/machineShare';
import { countFileCalls, type FileCalls } from '../../../support/countFileCalls';
import { FakeClock } from '../../../support/fakeClock';
import { HangableClock } from '../../../support/hangableClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

const ACCOUNTS = 60;
const SECOND = 1000;

/** A window that watches accounts. */
interface Window {
  readonly clock: HangableClock;
  readonly share: MachineShare;
  readonly elections: readonly Election[];
}

describe('Windows that watch many accounts', () => {
  const files = temporaryFolder();
  let clock: FakeClock;
  let windows: Window[];

  beforeEach(() => {
    clock = new FakeClock();
    windows = [];
  });

  afterEach(() => windows.forEach(close));

  function open(accounts: readonly number[]): Window {
    const own = new HangableClock(clock);
    const watchFolder = () => (): void => undefined;
    const share = new MachineShare({ folder: files.path(), clock: own, requestsPerHour: () => 240, watchFolder });
    const window = { clock: own, share, elections: accounts.map((account) => share.election(`account ${account}`)) };
    windows.push(window);
    return window;
  }

  function close({ elections, share }: Window): void {
    elections.forEach((election) => election.dispose());
    share.dispose();
  }

  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
  const ledBy = ({ elections }: Window): number => elections.filter(({ isLeader }) => isLeader).length;

  async function callsInAMinute(accounts: number, windowCount: number): Promise<FileCalls> {
    const [first] = Array.from({ length: windowCount }, () => open(range(0, accounts)));
    assert.equal(first && ledBy(first), accounts);
    const calls = await countFileCalls(() => clock.advance(60 * SECOND));
    windows.splice(0).forEach(close);
    return calls;
  }

  it('write as little for 60 accounts as for one', async () => {
    const counts = [await callsInAMinute(1, 2), await callsInAMinute(ACCOUNTS, 2)];
    assert.equal(counts[1]?.writes, counts[0]?.writes);
    assert.ok((counts[1]?.writes ?? Infinity) <= 21, `${counts[1]?.writes} writes in a minute`);
  });

  it('read nothing for more accounts that they lead, and twice at each check for those that others lead', async () => {
    const [alone, aloneWithAll] = [await callsInAMinute(1, 1), await callsInAMinute(ACCOUNTS, 1)];
    assert.equal(aloneWithAll.reads - alone.reads, 0);
    const [both, bothWithAll] = [await callsInAMinute(1, 2), await callsInAMinute(ACCOUNTS, 2)];
    const checks = (bothWithAll.reads - both.reads) / 2 / (ACCOUNTS - 1);
    assert.ok(checks >= 30 && checks <= 31, `${checks} checks in a minute`);
  });

  it('each lead the accounts that no earlier one has', async () => {
    const [agency, other] = [open(range(0, 3)), open(range(2, 6))];
    await clock.advance(60 * SECOND);
    assert.deepEqual(
      [agency, other].map(({ elections }) => elections.map(({ isLeader }) => isLeader)),
      [
        [true, true, true],
        [false, true, true, true],
      ],
    );
  });

  it('lead all accounts of one that hangs, which stops leading, and keeps those that only it has', async () => {
    const [first, second] = [open(range(0, ACCOUNTS)), open(range(1, ACCOUNTS))];
    first.clock.hang();
    await clock.advance(15 * SECOND);
    assert.equal(ledBy(second), ACCOUNTS - 1);
    first.clock.goOn();
    assert.deepEqual([ledBy(first), ledBy(second)], [1, ACCOUNTS - 1]);
    await clock.advance(60 * SECOND);
    assert.deepEqual([ledBy(first), ledBy(second)], [1, ACCOUNTS - 1]);
  });

  it('go on if somebody empties the folder, and leave nothing in it', async () => {
    const [first, second] = [open(range(0, 3)), open(range(0, 3))];
    readdirSync(files.path()).forEach((name) => unlinkSync(path.join(files.path(), name)));
    await clock.advance(15 * SECOND);
    assert.deepEqual([ledBy(first) + ledBy(second)], [3]);
    windows.splice(0).forEach(close);
    assert.deepEqual(readdirSync(files.path()), []);
  });
});
