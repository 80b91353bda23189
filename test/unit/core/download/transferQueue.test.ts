import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PAUSE } from '../../../../src/core/download/pause';
import { isPause, TransferQueue, type TransferWork } from '../../../../src/core/download/transferQueue';

/** Work that a test ends by hand, and that says whether it has begun and why it was aborted. */
class Work {
  readonly begun: string[] = [];
  readonly reasons = new Map<string, unknown>();
  private readonly ends = new Map<string, () => void>();

  of(name: string): TransferWork<string> {
    return (signal, onProgress) => {
      this.begun.push(name);
      onProgress({
        phase: 'receiving',
        receivedBytes: 50,
        totalBytes: 200,
        bytesPerSecond: undefined,
        msLeft: undefined,
      });
      return new Promise((resolve, reject) => {
        this.ends.set(name, () => resolve(name));
        signal.addEventListener('abort', () => {
          this.reasons.set(name, signal.reason);
          reject(new Error('aborted'));
        });
      });
    };
  }

  end(name: string): void {
    this.ends.get(name)?.();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('TransferQueue', () => {
  it('runs three at a time, the rest in the order requested', async () => {
    const queue = new TransferQueue<string>();
    const work = new Work();
    const results = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.start(name, work.of(name)));
    await turn();
    assert.deepEqual(work.begun, ['a', 'b', 'c']);
    assert.deepEqual(
      queue.all.map(({ step }) => step.phase),
      ['receiving', 'receiving', 'receiving', 'queued', 'queued'],
    );
    assert.deepEqual(
      ['a', 'd', 'x'].map((name) => queue.stepOf(name)?.phase),
      ['receiving', 'queued', undefined],
    );
    work.end('b');
    await turn();
    assert.deepEqual(work.begun, ['a', 'b', 'c', 'd']);
    for (const name of ['a', 'c', 'd']) {
      work.end(name);
    }
    await turn();
    work.end('e');
    assert.deepEqual(await Promise.all(results), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(queue.all, []);
  });

  it('joins a download that is already in progress', async () => {
    const queue = new TransferQueue<string>();
    const work = new Work();
    const first = queue.start('a', work.of('a'));
    assert.equal(queue.start('a', work.of('again')), first);
    await turn();
    work.end('a');
    assert.equal(await first, 'a');
    assert.deepEqual(work.begun, ['a']);
  });

  it('distinguishes a pause from a cancellation', async () => {
    const queue = new TransferQueue<string>();
    const work = new Work();
    const results = ['a', 'b'].map((name) => queue.start(name, work.of(name)));
    await turn();
    queue.pause('a');
    queue.cancel('b');
    const ends = await Promise.allSettled(results);
    assert.deepEqual(
      ends.map((end) => end.status === 'rejected' && isPause(end.reason)),
      [true, false],
    );
    assert.equal(isPause(new Error('of something else')), false);
    assert.equal(work.reasons.get('a'), PAUSE);
    assert.notEqual(work.reasons.get('b'), PAUSE);
    assert.deepEqual(queue.all, []);
  });

  it('never starts a download canceled while waiting, and frees its slot once', async () => {
    const queue = new TransferQueue<string>();
    const work = new Work();
    const results = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.start(name, work.of(name)));
    await turn();
    queue.cancel('d');
    await assert.rejects(results[3] ?? Promise.resolve(), { kind: 'aborted' });
    work.end('a');
    await turn();
    assert.deepEqual(work.begun, ['a', 'b', 'c', 'e']);
    queue.cancel('b');
    queue.cancel('c');
    queue.cancel('e');
    await Promise.allSettled(results);
    const after = ['f', 'g', 'h', 'i'].map((name) => queue.start(name, work.of(name)));
    await turn();
    assert.deepEqual(work.begun.slice(4), ['f', 'g', 'h']);
    ['f', 'g', 'h', 'i'].forEach((name) => queue.cancel(name));
    await Promise.allSettled(after);
  });

  it('reports every step, and the end', async () => {
    const queue = new TransferQueue<string>();
    const work = new Work();
    const steps: (string | undefined)[] = [];
    queue.onDidChange((key) => steps.push(queue.all.find((transfer) => transfer.key === key)?.step.phase));
    const result = queue.start('a', work.of('a'));
    await turn();
    work.end('a');
    await result;
    assert.deepEqual(steps, ['queued', 'asking', 'receiving', undefined]);
  });
});
