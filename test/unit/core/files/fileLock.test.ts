import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { FileLock } from '../../../../src/core/files/fileLock';
import { thisHost } from '../../../../src/core/files/lockOwner';
import { FakeClock } from '../../../support/fakeClock';
import { passUntil } from '../../../support/passUntil';
import { temporaryFolder } from '../../../support/temporaryFolder';

const HEARTBEAT_MS = 5_000;
const IN_2099_SECONDS = 4_070_908_800;

describe('A lock that is dated in the future', () => {
  const files = temporaryFolder();
  const clock = new FakeClock();

  function lockInFuture(owner: object): string {
    const text = JSON.stringify({ pid: process.pid, takenAtMs: Date.now(), token: 'theirs', jobId: '', ...owner });
    const lock = files.write('a.lock', text);
    utimesSync(lock, IN_2099_SECONDS, IN_2099_SECONDS);
    return lock;
  }

  for (const [whose, host] of [
    ['of a process that lives but left it', thisHost()],
    ['of another machine', 'elsewhere'],
  ] as const) {
    it(`${whose} is taken over within half a minute`, async () => {
      const beganMs = clock.now();
      const taken = await passUntil(clock, FileLock.wait(lockInFuture({ host }), { clock }));
      assert.ok(taken.isInherited);
      assert.ok(clock.now() - beganMs <= 30_000);
      await taken.release();
    });
  }

  it('stays with a machine whose clock is ahead, as long as its heart beats', async () => {
    const lock = lockInFuture({ host: 'elsewhere' });
    let beats = 0;
    const beat = (): void => {
      beats++;
      utimesSync(lock, IN_2099_SECONDS + beats, IN_2099_SECONDS + beats);
      clock.setTimer(beat, HEARTBEAT_MS);
    };
    clock.setTimer(beat, HEARTBEAT_MS);
    await assert.rejects(passUntil(clock, FileLock.wait(lock, { clock })), { code: 'ELOCKED' });
    assert.ok(beats > 0);
  });
});
