import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { runInLanes } from '../../../scripts/lanes.mjs';

describe('Tasks in lanes', () => {
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('run in order, as many at a time as there are lanes', async () => {
    const begun: string[] = [];
    const ends = new Map<string, () => void>();
    const task = (name: string) => () =>
      new Promise<void>((resolve) => {
        begun.push(name);
        ends.set(name, resolve);
      });
    const all = runInLanes(2, [task('a'), task('b'), task('c'), task('d')]);
    assert.deepEqual(begun, ['a', 'b']);
    ends.get('b')?.();
    await settled();
    assert.deepEqual(begun, ['a', 'b', 'c']);
    ['a', 'c'].forEach((name) => ends.get(name)?.());
    await settled();
    ends.get('d')?.();
    await all;
    assert.deepEqual(begun, ['a', 'b', 'c', 'd']);
  });

  it('begin no more after one fails, let the others end, and fail with its error', async () => {
    const done: string[] = [];
    const task = (name: string) => async () => {
      await settled();
      done.push(name);
    };
    const failing = (): Promise<void> => Promise.reject(new Error('no'));
    await assert.rejects(runInLanes(2, [failing, task('b'), task('c')]), /^Error: no$/);
    assert.deepEqual(done, ['b']);
  });
});
