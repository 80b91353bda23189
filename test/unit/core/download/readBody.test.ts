import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
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
