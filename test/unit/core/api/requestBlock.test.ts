import assert from 'node:assert/strict';
import { RequestBlock } from '../../../../src/core/api/requestBlock';
import { FakeClock } from '../../../support/fakeClock';

const MINUTE_MS = 60_000;

describe('A request block', () => {
  let clock: FakeClock;
  let block: RequestBlock;

  beforeEach(() => {
    clock = new FakeClock();
    block = new RequestBlock(clock);
  });

  it('is over at the start', () => assert.ok(block.untilMs <= clock.now()));

  it('lasts until the stated time', async () => {
    const endMs = clock.now() + MINUTE_MS;
    block.blockUntil(endMs);
    await clock.advance(MINUTE_MS - 1);
    assert.equal(block.untilMs, endMs);
    assert.ok(block.untilMs > clock.now());
    await clock.advance(1);
    assert.ok(block.untilMs <= clock.now());
  });

  it('is the longest of several waits', () => {
    block.blockUntil(clock.now() + 5 * MINUTE_MS);
    block.blockUntil(clock.now() + MINUTE_MS);
    assert.equal(block.untilMs - clock.now(), 5 * MINUTE_MS);
  });

  it('keeps its length, and no more, if the clock is set back', () => {
    block.blockUntil(clock.now() + MINUTE_MS);
    clock.jump(-24 * 60 * MINUTE_MS);
    assert.equal(block.untilMs - clock.now(), MINUTE_MS);
  });

  it('ends if the clock is set forward', () => {
    block.blockUntil(clock.now() + MINUTE_MS);
    clock.jump(2 * MINUTE_MS);
    assert.ok(block.untilMs <= clock.now());
  });
});
