import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import {
  type Sniffer,
  isRecognizable,
  writeBody,
  type WriteBodyOptions,
} from '../../../../src/core/download/writeBody';
import { FakeClock } from '../../../support/fakeClock';
import { fileError } from '../../../support/replacedFileCalls';
import { waitUntil } from '../../../support/waitUntil';

const BATCH_BYTES = 448 * 1024;

describe('The body of a download', () => {
  let clock: FakeClock;
  let stream: PassThrough;
  let written: Buffer[];
  let received: number[];

  beforeEach(() => {
    clock = new FakeClock();
    stream = new PassThrough({ highWaterMark: 16 * 1024 * 1024 });
    written = [];
    received = [];
  });

  const whole: Sniffer = { isEnough: () => true, take: (beginning) => Promise.resolve(beginning) };
  const write = (change: Partial<WriteBodyOptions> = {}): Promise<void> =>
    writeBody({
      body: { stream, isEncoded: false, sentMd5: () => undefined },
      clock,
      signal: new AbortController().signal,
      sniffer: whole,
      write: (batch) => {
        written.push(Buffer.from(batch));
        return Promise.resolve();
      },
      onReceived: (bytes) => received.push(bytes),
      onTick: () => Promise.resolve(),
      ...change,
    });
  const text = (): string => String(Buffer.concat(written));
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) {
      await new Promise(setImmediate);
    }
  };

  it('is checked first, and only what belongs in the file is written', async () => {
    const looks: [string, boolean][] = [];
    const sniffer: Sniffer = {
      isEnough: (_, bytes) => bytes >= 5,
      take: (beginning, isWhole) => {
        looks.push([String(beginning), isWhole]);
        return Promise.resolve(beginning.subarray(2));
      },
    };
    const writing = write({ sniffer });
    stream.write('abc');
    await turns();
    assert.deepEqual([looks, written], [[], []]);
    stream.write('def');
    stream.end('ghi');
    await writing;
    assert.deepEqual([looks.length, looks[0]?.[1], text()], [1, false, 'cdefghi']);
    assert.equal(received.at(-1), 9);
  });

  it('is checked as a whole if it ends before there is enough', async () => {
    const looks: [string, boolean][] = [];
    const sniffer: Sniffer = {
      isEnough: () => false,
      take: (beginning, isWhole) => {
        looks.push([String(beginning), isWhole]);
        return Promise.resolve(beginning);
      },
    };
    const writing = write({ sniffer });
    stream.write('a');
    stream.end('b');
    await writing;
    assert.deepEqual([looks, text()], [[['ab', true]], 'ab']);
  });

  it('waits for its check, and loses nothing that comes meanwhile', async () => {
    let pass: () => void = () => undefined;
    let looks = 0;
    const sniffer: Sniffer = {
      isEnough: () => true,
      take: async (beginning) => {
        looks++;
        await new Promise<void>((resolve) => (pass = resolve));
        return beginning;
      },
    };
    const writing = write({ sniffer });
    stream.write('a');
    await turns();
    stream.write('b');
    stream.end('c');
    await turns();
    assert.deepEqual([looks, written], [1, []]);
    pass();
    await writing;
    assert.deepEqual([looks, text()], [1, 'abc']);
  });

  it('ends if it is not what it should be, and nothing is written', async () => {
    for (const isEnough of [true, false]) {
      stream = new PassThrough();
      const refusal = new Error('not a file');
      const sniffer: Sniffer = { isEnough: () => isEnough, take: () => Promise.reject(refusal) };
      const failed = assert.rejects(write({ sniffer }), refusal);
      stream.end('abc');
      await failed;
      assert.deepEqual([written, clock.timerCount], [[], 0]);
    }
  });

  it('is in the file as far as it came if the connection is lost', async () => {
    const failed = assert.rejects(write(), { kind: 'cut' });
    stream.write('abc');
    await turns();
    stream.write('def');
    await turns();
    stream.destroy();
    await failed;
    assert.equal(text(), 'abcdef');
  });

  it('ends if it cannot be written, with what the disk said, and no more is written', async () => {
    const full = fileError('ENOSPC');
    let writes = 0;
    const failing = write({
      write: () => {
        writes++;
        return Promise.reject(full);
      },
    });
    const failed = assert.rejects(failing, full);
    stream.write(Buffer.alloc(3 * BATCH_BYTES));
    await failed;
    assert.deepEqual([writes, stream.destroyed, clock.timerCount], [1, true, 0]);
  });

  it('says what the disk said to its last bytes', async () => {
    const full = fileError('ENOSPC');
    const failed = assert.rejects(write({ write: () => Promise.reject(full) }), full);
    stream.end('abc');
    await failed;
  });

  it('comes no faster than the disk allows, in batches', async () => {
    const pending: (() => void)[] = [];
    let isOver = false;
    const writing = write({
      write: async (batch) => {
        written.push(Buffer.from(batch));
        await new Promise<void>((resolve) => pending.push(resolve));
      },
    }).then(() => (isOver = true));
    const bytes = Buffer.alloc(5 * BATCH_BYTES + 7);
    for (let at = 0; at < bytes.length; at++) {
      bytes[at] = at % 251;
    }
    for (let at = 0; at < bytes.length; at += 64 * 1024) {
      stream.write(bytes.subarray(at, at + 64 * 1024));
    }
    stream.end();
    await turns();
    assert.equal(written.length, 1);
    assert.ok((received.at(-1) ?? 0) <= 2 * BATCH_BYTES + 64 * 1024, 'two batches and a piece');
    while (!isOver) {
      pending.shift()?.();
      await turns();
    }
    await writing;
    assert.ok(written.every(({ length }, index) => length === (index < 5 ? BATCH_BYTES : 7)));
    assert.ok(Buffer.concat(written).equals(bytes));
  });

  it('is told of and written once a second, without waiting for a full batch', async () => {
    const writing = write();
    stream.write('abc');
    await turns();
    assert.deepEqual([received, written], [[3], []]);
    await clock.advance(1_000);
    assert.deepEqual([received, text()], [[3, 3], 'abc']);
    await clock.advance(1_000);
    assert.equal(written.length, 1, 'there is nothing more');
    stream.end('def');
    await writing;
    assert.equal(text(), 'abcdef');
  });

  it('has one tick at a time, and ends only after the last', async () => {
    const pending: (() => void)[] = [];
    let isOver = false;
    const writing = write({ onTick: () => new Promise((resolve) => pending.push(resolve)) });
    void writing.then(() => (isOver = true));
    await clock.advance(3_000);
    assert.equal(pending.length, 1);
    pending.shift()?.();
    await clock.advance(1_000);
    assert.equal(pending.length, 1);
    stream.end('abc');
    await waitUntil(() => text() === 'abc');
    await turns();
    assert.equal(isOver, false);
    pending.shift()?.();
    await writing;
  });

  it('ends with the error of a tick', async () => {
    const lost = new Error('The lock is lost');
    const failed = assert.rejects(write({ onTick: () => Promise.reject(lost) }), lost);
    await clock.advance(1_000);
    await failed;
    assert.ok(stream.destroyed);
  });

  it('is recognizable after 512 bytes, or 64 KiB of what may be an error page', () => {
    const recognizable = (beginning: string, bytes: number): boolean =>
      isRecognizable([Buffer.from(beginning), Buffer.alloc(bytes - beginning.length, ' ')], bytes);
    assert.deepEqual(
      [recognizable('a,b', 511), recognizable('a,b', 512), recognizable('{', 512), recognizable('<', 65_535)],
      [false, true, false, false],
    );
    assert.ok(recognizable('{', 65_536));
    assert.ok(!recognizable('', 512), 'only white space says nothing');
  });
});
