import assert from 'node:assert/strict';
import { isSameMark, transferMark } from '../../../../src/core/download/transferMark';
import type { TransferStep } from '../../../../src/core/download/transferQueue';

const receiving = (receivedBytes: number, totalBytes: number | undefined): TransferStep =>
  ({ phase: 'receiving', receivedBytes, totalBytes, bytesPerSecond: undefined }) as TransferStep;

describe('The mark of a download in its row', () => {
  it('has the whole percent, of which there are at most a hundred', () => {
    const percents = [receiving(0, 300), receiving(299, 300), receiving(301, 300), receiving(5, undefined)];
    assert.deepEqual(percents.map(transferMark), [
      { kind: 'downloading', percent: 0 },
      { kind: 'downloading', percent: 99 },
      { kind: 'downloading', percent: 100 },
      { kind: 'downloading', percent: undefined },
    ]);
    assert.deepEqual(transferMark(receiving(0, 0)), { kind: 'downloading', percent: undefined });
  });

  it('says when it waits for its turn, asks, or is verified', () => {
    assert.deepEqual(transferMark({ phase: 'queued' }), { kind: 'queued' });
    assert.deepEqual(transferMark({ phase: 'asking' }), { kind: 'downloading', percent: undefined });
    assert.deepEqual(transferMark({ phase: 'verifying', totalBytes: 9 }), {
      kind: 'downloading',
      percent: 100,
    });
  });

  it('is the same until it shows something else', () => {
    const queued = transferMark({ phase: 'queued' });
    const [asking, none, one] = [{ phase: 'asking' } as const, receiving(0, 300), receiving(3, 300)].map(transferMark);
    const marks = [undefined, queued, asking, none, one];
    for (const [index, mark] of marks.entries()) {
      assert.deepEqual(
        marks.map((other) => isSameMark(mark, other)),
        marks.map((_, other) => other === index),
      );
    }
    assert.ok(isSameMark(transferMark(receiving(1, 300)), transferMark(receiving(2, 300))));
  });
});
