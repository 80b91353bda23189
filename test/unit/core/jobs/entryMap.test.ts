import assert from 'node:assert/strict';
import { EntryMap } from '../../../../src/core/jobs/entryMap';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { anEntry } from '../../../support/aJob';

describe('Entries with some replaced', () => {
  const entryOf = (id: string, percent: number): JobEntry => anEntry({ id, percent });
  const plain = new Map(['c', 'a', 'b'].map((id) => [id, entryOf(id, 1)] as const));

  it('are those of a map with the same changes, in the same order, after one or several replacements', () => {
    let entries: ReadonlyMap<string, JobEntry> = plain;
    const expected = new Map(plain);
    for (const changed of [[entryOf('a', 2)], [entryOf('b', 3), entryOf('c', 4)], [], [entryOf('a', 5)]]) {
      entries = EntryMap.replaced(entries, changed) ?? assert.fail();
      changed.forEach((entry) => expected.set(entry.job.id, entry));
      assert.deepEqual([...entries], [...expected]);
      assert.deepEqual([...entries.entries()], [...expected.entries()]);
      assert.deepEqual([...entries.keys()], [...expected.keys()]);
      assert.deepEqual([...entries.values()], [...expected.values()]);
      assert.deepEqual(new Map(entries), expected);
      assert.equal(entries.size, 3);
      const visited: [string, JobEntry][] = [];
      entries.forEach((entry, id) => visited.push([id, entry]));
      assert.deepEqual(visited, [...expected]);
      for (const id of ['a', 'b', 'c', 'd']) {
        assert.deepEqual([entries.get(id), entries.has(id)], [expected.get(id), expected.has(id)]);
      }
    }
  });

  it('leave the earlier ones as they were', () => {
    const first = EntryMap.replaced(plain, [entryOf('a', 2)]) ?? assert.fail();
    const before = [...first];
    EntryMap.replaced(first, [entryOf('a', 3)]);
    assert.deepEqual([...first], before);
    assert.equal(plain.get('a')?.job.percent, 1);
  });

  it("don't exist if a job is new", () => {
    assert.equal(EntryMap.replaced(plain, [entryOf('a', 2), entryOf('d', 2)]), undefined);
  });
});
