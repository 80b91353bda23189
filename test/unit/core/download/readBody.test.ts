import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { DownloadError } from '../../../../src/core/download/downloadError';
import { readBody } from '../../../../src/core/download/readBody';
import { FakeClock } from '../../../support/fakeClock';

describe('Reading a body', () => {
  const receive = (body: PassThrough, onPiece: (piece: Buffer) => boolean = () => true): Promise<void> =>
    readBody(body, new FakeClock(), new AbortController().signal, { onPiece, onTick: () => undefined }).ended;

  it('ends immediately if the connection was lost before reading', async () => {
    for (const error of [undefined, Object.assign(new Error('reset'), { code: 'ECONNRESET' })]) {
      const body = new PassThrough();
      body.on('error', () => undefined).destroy(error);
      await once(body, 'close').catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      assert.ok(body.closed);
      await assert.rejects(receive(body), { kind: 'cut' });
    }
  });

  it('ends if the connection is closed without a word', async () => {
    const message = 'The connection was closed early';
    const body = new PassThrough();
    const failed = assert.rejects(receive(body), { kind: 'cut', message });
    body.write('x');
    body.destroy();
    await failed;
    await assert.rejects(receive(body), { kind: 'cut', message });
  });

  it('ends when it is canceled, even before it begins, and ends the request', async () => {
    for (const isEarly of [true, false]) {
      const abort = new AbortController();
      const body = new PassThrough();
      const clock = new FakeClock();
      if (isEarly) {
        abort.abort();
      }
      const { ended } = readBody(body, clock, abort.signal, { onPiece: () => true, onTick: () => undefined });
      abort.abort();
      await assert.rejects(ended, { kind: 'aborted', message: 'The download was canceled' });
      assert.deepEqual([body.destroyed, clock.timerCount], [true, 0]);
    }
  });

  it('can be stopped when enough was read, which is no failure', async () => {
    const body = new PassThrough();
    const clock = new FakeClock();
    const pieces: string[] = [];
    const reading = readBody(body, clock, new AbortController().signal, {
      onPiece: (piece) => pieces.push(String(piece)) > 0,
      onTick: () => undefined,
    });
    body.write('enough');
    await new Promise(setImmediate);
    reading.stop();
    await reading.ended;
    assert.deepEqual([pieces, body.destroyed, clock.timerCount], [['enough'], true, 0]);
  });

  it('fails with the error of whoever reads it, or of the network', async () => {
    const mine = new Error('mine');
    for (const [error, expected] of [
      [mine, mine],
      [{ code: 'ECONNRESET' }, { name: 'ApiError' }],
    ] as const) {
      const body = new PassThrough();
      const reading = readBody(body, new FakeClock(), new AbortController().signal, {
        onPiece: () => true,
        onTick: () => undefined,
      });
      reading.fail(error);
      reading.fail(new Error('later'));
      await assert.rejects(reading.ended, expected);
      assert.ok(body.destroyed);
    }
    const body = new PassThrough();
    const corrupt = new DownloadError('corrupt', '');
    const failed = assert.rejects(receive(body), corrupt);
    body.destroy(corrupt);
    await failed;
  });

  it('ticks each second until it ends', async () => {
    const clock = new FakeClock();
    const body = new PassThrough();
    let ticks = 0;
    const { ended } = readBody(body, clock, new AbortController().signal, {
      onPiece: () => true,
      onTick: () => ticks++,
    });
    await clock.advance(3_500);
    assert.equal(ticks, 3);
    body.end('x');
    await ended;
    await clock.advance(3_500);
    assert.deepEqual([ticks, clock.timerCount], [3, 0]);
  });

  it('notices silence and a trickle as soon after the clock was set back', async () => {
    for (const piece of ['', 'x']) {
      const clock = new FakeClock();
      const body = new PassThrough();
      const { ended } = readBody(body, clock, new AbortController().signal, {
        onPiece: () => true,
        onTick: () => undefined,
      });
      const failed = assert.rejects(ended, { kind: 'timeout' });
      clock.set(-3_600_000);
      for (let second = 0; second < 90; second += 15) {
        body.write(piece);
        await clock.advance(15_000);
      }
      assert.equal(clock.timerCount, 0);
      await failed;
    }
  });

  it('passes on every chunk and resolves at the end', async () => {
    const body = new PassThrough();
    const pieces: string[] = [];
    const ended = receive(body, (piece) => pieces.push(piece.toString()) > 0);
    body.write('one');
    body.end('two');
    await ended;
    assert.equal(pieces.join(''), 'onetwo');
  });

  it('ends if a byte comes every 29 s, and no earlier than after a minute', async () => {
    const clock = new FakeClock();
    const body = new PassThrough();
    let isOver = false;
    const { ended } = readBody(body, clock, new AbortController().signal, {
      onPiece: () => true,
      onTick: () => undefined,
    });
    const failed = assert.rejects(ended, { kind: 'timeout', message: /^Only 2 bytes/ }).then(() => (isOver = true));
    await clock.advance(29_000);
    body.write('x');
    await clock.advance(29_000);
    body.write('x');
    await clock.advance(1_000);
    assert.equal(isOver, false);
    await clock.advance(1_000);
    await failed;
  });

  it('takes its time if the network is slow but alive, or the disk is what is slow', async () => {
    const clock = new FakeClock();
    const body = new PassThrough();
    let isDiskSlow = false;
    const reading = readBody(body, clock, new AbortController().signal, {
      onPiece: () => !isDiskSlow,
      onTick: () => undefined,
    });
    for (let minute = 0; minute < 5; minute++) {
      body.write(Buffer.alloc(512));
      await clock.advance(29_000);
      body.write(Buffer.alloc(512));
      await clock.advance(29_000);
    }
    isDiskSlow = true;
    body.write('x');
    await clock.advance(300_000);
    isDiskSlow = false;
    reading.resume();
    body.end('x');
    await reading.ended;
  });

  it('ends after 30 s of silence, and no earlier', async () => {
    const clock = new FakeClock();
    const body = new PassThrough();
    const { ended } = readBody(body, clock, new AbortController().signal, {
      onPiece: () => true,
      onTick: () => undefined,
    });
    let isOver = false;
    const failed = assert.rejects(ended, { kind: 'timeout' }).then(() => (isOver = true));
    await clock.advance(29_000);
    assert.equal(isOver, false);
    body.write('still there');
    await clock.advance(29_000);
    assert.equal(isOver, false);
    await clock.advance(2_000);
    await failed;
  });
});
