import assert from 'node:assert/strict';
import { EntryMap } from '../../../../src/core/jobs/entryMap';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { anEntry } from '../../../support/aJob';

describe('Entries with some changed or added', () => {
  const entryOf = (id: string, percent: number): JobEntry => anEntry({ id, percent });
  const plain = new Map(['c', 'a', 'b'].map((id) => [id, entryOf(id, 1)] as const));

  it('are those of a map with the same changes, in the same order, after one or several changes', () => {
    let entries: ReadonlyMap<string, JobEntry> = plain;
    const expected = new Map(plain);
    for (const changed of [
      [entryOf('a', 2)],
      [entryOf('b', 3), entryOf('c', 4)],
      [],
      [entryOf('d', 1)],
      [entryOf('a', 5), entryOf('e', 2), entryOf('e', 3)],
    ]) {
      entries = EntryMap.with(entries, changed);
      changed.forEach((entry) => expected.set(entry.job.id, entry));
      assert.deepEqual([...entries], [...expected]);
      assert.deepEqual([...entries.entries()], [...expected.entries()]);
      assert.deepEqual([...entries.keys()], [...expected.keys()]);
      assert.deepEqual([...entries.values()], [...expected.values()]);
      assert.deepEqual(new Map(entries), expected);
      assert.equal(entries.size, expected.size);
      const visited: [string, JobEntry][] = [];
      entries.forEach((entry, id) => visited.push([id, entry]));
      assert.deepEqual(visited, [...expected]);
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        assert.deepEqual([entries.get(id), entries.has(id)], [expected.get(id), expected.has(id)]);
      }
    }
  });

  it('leave the earlier ones as they were', () => {
    const first = EntryMap.with(plain, [entryOf('a', 2)]);
    const before = [...first];
    const added = [EntryMap.with(first, [entryOf('a', 3), entryOf('d', 1)]), EntryMap.with(first, [entryOf('e', 1)])];
    assert.deepEqual([...first], before);
    assert.deepEqual(
      [first.has('d'), first.get('d'), [...first.keys()], first.size],
      [false, undefined, ['c', 'a', 'b'], 3],
    );
    assert.deepEqual(
      added.map((entries) => [[...entries.keys()], entries.get('d')?.job.percent, entries.get('e')?.job.percent]),
      [
        [['c', 'a', 'b', 'd'], 1, undefined],
        [['c', 'a', 'b', 'e'], undefined, 1],
      ],
    );
    assert.equal(plain.get('a')?.job.percent, 1);
  });
});
