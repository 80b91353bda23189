import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { SharedBlock } from '../../../../src/core/share/sharedBlock';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

const MINUTE = 60_000;

describe('A block reported to one window', () => {
  const files = temporaryFolder();
  let clock: FakeClock;
  const open = (name = 'account'): SharedBlock =>
    new SharedBlock({ folder: files.path(), name, clock, maxLengthMs: 120 * MINUTE, onProblem: assert.ifError });

  beforeEach(() => {
    clock = new FakeClock();
  });

  it('applies to all windows, including later ones, and to no other account', async () => {
    const [one, other] = [open(), open()];
    assert.ok(other.untilMs <= clock.now());
    one.blockUntil(clock.now() + 5 * MINUTE);
    assert.deepEqual(
      [other.untilMs, open().untilMs].map((untilMs) => untilMs - clock.now()),
      [5 * MINUTE, 5 * MINUTE],
    );
    assert.ok(open('another').untilMs <= clock.now());
    await clock.advance(5 * MINUTE);
    assert.ok(other.untilMs <= clock.now());
  });

  it('is the longest that any window received', () => {
    const [one, other] = [open(), open()];
    one.blockUntil(clock.now() + 5 * MINUTE);
    other.blockUntil(clock.now() + MINUTE);
    assert.equal(open().untilMs - clock.now(), 5 * MINUTE);
  });

  it('is written only if it is longer than the known one', () => {
    const one = open();
    const file = path.join(files.path(), 'account.block.json');
    one.blockUntil(clock.now());
    assert.equal(existsSync(file), true, 'one that ends now is longer than none');
    one.blockUntil(clock.now() + 5 * MINUTE);
    const { ino } = statSync(file);
    one.blockUntil(clock.now() + 5 * MINUTE);
    one.blockUntil(clock.now() + MINUTE);
    assert.equal(statSync(file).ino, ino);
  });

  it('applies to its window even if it cannot be shared, which says why', () => {
    const problems: unknown[] = [];
    const folder = files.write('a-file', '');
    const onProblem = (error: unknown): void => void problems.push(error);
    const block = new SharedBlock({ folder, name: 'account', clock, maxLengthMs: 120 * MINUTE, onProblem });
    block.blockUntil(clock.now() + MINUTE);
    assert.deepEqual([block.untilMs, problems.length], [clock.now() + MINUTE, 1]);
  });

  it('keeps its length, and no more, if the clock is set back', () => {
    open().blockUntil(clock.now() + MINUTE);
    clock.set(-24 * 60 * MINUTE);
    assert.equal(open().untilMs - clock.now(), MINUTE);
  });

  it('is ignored if the file is damaged, and ends even if the file remains', () => {
    const nowMs = clock.now();
    for (const text of ['', '{', 'null', '[]', `{"sinceMs":"x","lengthMs":5}`, `{"sinceMs":${nowMs},"lengthMs":"5"}`]) {
      files.write('account.block.json', text);
      const block = open();
      assert.ok(block.untilMs <= nowMs, text);
      files.write('account.block.json', JSON.stringify({ sinceMs: nowMs, lengthMs: MINUTE }));
      assert.equal(block.untilMs, nowMs + MINUTE);
    }
    files.write('account.block.json', JSON.stringify({ sinceMs: clock.now(), lengthMs: 1e15 }));
    assert.ok(open().untilMs <= clock.now() + 120 * MINUTE);
  });
});
