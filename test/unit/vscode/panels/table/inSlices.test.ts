import assert from 'node:assert/strict';
import { inSlices } from '../../../../../src/vscode/panels/table/inSlices';

describe('Thousands of rows', () => {
  const items = Array.from({ length: 1200 }, (_, index) => index);
  const even = (item: number): number | undefined => (item % 2 === 0 ? item : undefined);

  it('let other work run after each 500, and are all there in order', async () => {
    let mappedCount = 0;
    const seen: number[] = [];
    const watch = (): void => {
      if (mappedCount < items.length) {
        seen.push(mappedCount);
        setImmediate(watch);
      }
    };
    setImmediate(watch);
    const mapped = await inSlices(
      items,
      (item) => {
        mappedCount++;
        return even(item);
      },
      () => true,
    );
    assert.deepEqual(
      mapped,
      items.filter((item) => item % 2 === 0),
    );
    assert.deepEqual(seen, [500, 1000]);
  });

  it('stop if they are no longer wanted', async () => {
    assert.equal(await inSlices(items, even, () => false), undefined);
    assert.deepEqual(
      await inSlices(items.slice(0, 500), even, () => false),
      items.slice(0, 500).filter((item) => item % 2 === 0),
    );
  });
});
