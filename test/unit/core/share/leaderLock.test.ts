import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hashedName } from '../../../../src/core/files/wholeFile';
import { Heartbeat } from '../../../../src/core/share/heartbeat';
import { LeaderLock } from '../../../../src/core/share/leaderLock';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('The lock of a leader', () => {
  const files = temporaryFolder();
  let clock: FakeClock;
  let stops: (() => void)[];
  const file = (): string => path.join(files.path(), 'account.lock');

  /** The lock as a window of its own sees it, whose heart beats every three seconds. */
  function open(): LeaderLock {
    const heartbeat = new Heartbeat({ folder: files.path(), clock });
    const lock = new LeaderLock(file(), heartbeat);
    stops.push(heartbeat.join({ holds: true, check: () => lock.beat() }));
    return lock;
  }

  beforeEach(() => {
    clock = new FakeClock();
    stops = [];
  });

  afterEach(() => stops.forEach((stop) => stop()));

  it('has one owner, which others see', () => {
    const [one, other] = [open(), open()];
    assert.equal(other.look(clock.now()), undefined);
    assert.deepEqual([one.tryTake(), other.tryTake(), one.tryTake()], [true, false, false]);
    assert.deepEqual([one.isOurs, other.isOurs, other.look(clock.now())?.isDead], [true, false, false]);
    other.release();
    assert.equal(one.isOurs, true, 'only its owner releases it');
    one.release();
    assert.deepEqual([one.isOurs, one.look(clock.now()), other.tryTake()], [false, undefined, true]);
  });

  it('stays if its owner shows that it lives before another window removes it', async () => {
    const [one, other] = [open(), open()];
    one.tryTake();
    const seen = other.look(clock.now()) ?? assert.fail();
    const written = readFileSync(file(), 'utf8');
    await clock.advance(3_000);
    assert.notEqual(other.look(clock.now())?.beat, seen.beat);
    other.remove(seen, clock.now());
    assert.deepEqual([one.isOurs, readFileSync(file(), 'utf8')], [true, written]);
    await clock.advance(3_000);
    assert.equal(one.beat(), true);
    assert.deepEqual(
      readdirSync(files.path()).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  it('is removed if its owner has been silent since, which notices', async () => {
    const [one, other] = [open(), open()];
    one.tryTake();
    other.remove(other.look(clock.now()) ?? assert.fail(), clock.now());
    assert.deepEqual([other.tryTake(), one.isOurs], [true, false]);
    await clock.advance(3_000);
    assert.deepEqual([one.beat(), other.beat()], [false, true]);
  });

  it('can be gone before another window removes it', () => {
    const [one, other] = [open(), open()];
    one.tryTake();
    const seen = other.look(clock.now()) ?? assert.fail();
    one.release();
    other.remove(seen, clock.now());
    assert.equal(other.tryTake(), true);
  });

  it('cannot be had without a folder, and says so', () => {
    const lock = open();
    rmSync(files.path(), { recursive: true });
    assert.throws(() => lock.tryTake(), { code: 'ENOENT' });
    assert.equal(lock.look(clock.now()), undefined);
  });

  it('cannot be had by a window whose heart beats already, if the folder is gone', () => {
    const heartbeat = new Heartbeat({ folder: files.path(), clock });
    heartbeat.start();
    rmSync(files.path(), { recursive: true });
    assert.throws(() => new LeaderLock(file(), heartbeat).tryTake(), { code: 'ENOENT' });
  });

  it('is not taken, removed, or released if its place is no file', () => {
    const lock = open();
    mkdirSync(file());
    assert.equal(lock.tryTake(), false);
    assert.throws(() => lock.look(clock.now()), { code: 'EISDIR' });
    assert.throws(() => lock.isOurs, { code: 'EISDIR' });
    assert.throws(() => lock.release(), { code: 'EISDIR' });
  });

  it('of another machine counts by the heart of its window, or by the file itself', () => {
    const lock = open();
    const owner = { pid: 1, host: 'elsewhere', takenAtMs: 0, token: 'x', jobId: '' };
    writeFileSync(file(), JSON.stringify(owner));
    utimesSync(file(), 5, 5);
    assert.deepEqual(lock.look(clock.now()), { token: 'x', isDead: false, beat: 'x 5000' });
    const heart = path.join(files.path(), `${hashedName('x')}.heartbeat`);
    writeFileSync(heart, '');
    utimesSync(heart, 7, 7);
    assert.deepEqual(lock.look(clock.now()), { token: 'x', isDead: false, beat: 'x 7000' });
    lock.remove({ token: 'x', isDead: false, beat: 'x 7000' }, clock.now());
    assert.deepEqual([lock.look(clock.now()), existsSync(heart)], [undefined, false]);
  });

  it('of another version, or damaged, is nobody’s of ours', () => {
    writeFileSync(file(), '{');
    const lock = open();
    assert.deepEqual([lock.isOurs, lock.tryTake(), lock.look(clock.now())?.token], [false, false, '']);
  });
});
