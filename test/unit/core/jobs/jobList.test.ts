import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { BY_STATUS } from '../../../../src/core/jobs/jobGroups';
import { JobList, type JobOrder } from '../../../../src/core/jobs/jobList';
import { anEntry } from '../../../support/aJob';

const all = (): boolean => true;

describe('A list of sorted jobs', () => {
  const entryOf = (createdAt: number): JobEntry => anEntry({ id: `job-${createdAt}`, createdAt });
  /** Newest first, so in the order of falling numbers. */
  const listOf = (count: number): JobList =>
    JobList.empty.edited(
      [],
      Array.from({ length: count }, (_, index) => entryOf(2 * index)),
      BY_STATUS,
      all,
    ) ?? assert.fail();

  it('is, after any edits of a list of any length, what sorting all jobs gives', () => {
    const places = fc.uniqueArray(fc.nat(3000), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.array(fc.tuple(places, places), { maxLength: 4 }),
        (count, edits) => {
          let list = listOf(count);
          let expected = [...list];
          for (const [leaving, coming] of edits) {
            const gone = leaving.flatMap((place) => expected[place] ?? []);
            const stay = expected.filter((entry) => !gone.includes(entry));
            const come = coming.map((at) => entryOf(at)).filter(({ key }) => !stay.some((entry) => entry.key === key));
            list = list.edited(gone, come, BY_STATUS, all) ?? assert.fail();
            expected = [...stay, ...come].sort(BY_STATUS.compare);
            assert.deepEqual([...list], expected);
            assert.deepEqual([list.length, list.first], [expected.length, expected[0]]);
            assert.deepEqual(list.take(700), expected.slice(0, 700));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stays the same object if nothing changes, and otherwise leaves the earlier list as it was', () => {
    const list = listOf(1000);
    const before = [...list];
    assert.equal(list.edited([], [], BY_STATUS, all), list);
    list.edited(before.slice(0, 3), [entryOf(7)], BY_STATUS, all);
    assert.deepEqual([...list], before);
  });

  it('sorts only some hundred jobs to change one of them, or to add one anywhere', () => {
    let list = listOf(5_000);
    const entries = [...list];
    const sorted: number[] = [];
    const counting: JobOrder = {
      ...BY_STATUS,
      sort: (part) => {
        sorted.push(part.length);
        return BY_STATUS.sort(part);
      },
    };
    for (const place of [0, 1_000, 2_500, 4_999]) {
      const entry = entries[place] ?? assert.fail();
      list = list.edited([entry], [{ ...entry, name: 'new' }], counting, all) ?? assert.fail();
    }
    for (let createdAt = 1; createdAt < 2_000; createdAt += 2) {
      list = list.edited([], [entryOf(createdAt)], counting, all) ?? assert.fail();
    }
    assert.ok(Math.max(...sorted) < 600, `${Math.max(...sorted)} jobs`);
    assert.ok(Math.min(...sorted) > 100, `${Math.min(...sorted)} jobs`);
    assert.deepEqual(
      [...list].map(({ key }) => key),
      [...list].sort(BY_STATUS.compare).map(({ key }) => key),
    );
  });

  it('begins with the next job after hundreds of the first leave, and takes new ones after all have left', () => {
    const list = listOf(2_000);
    const entries = [...list];
    for (const count of [256, 512, 700]) {
      const rest = list.edited(entries.slice(0, count), [], BY_STATUS, all);
      assert.deepEqual([rest?.first, rest?.length], [entries[count], 2_000 - count]);
    }
    const none = list.edited(entries, [], BY_STATUS, all) ?? assert.fail();
    assert.deepEqual([none.length, none.first, none.take(5)], [0, undefined, []]);
    assert.deepEqual([...(none.edited([], [entryOf(1)], BY_STATUS, all) ?? [])], [entryOf(1)]);
  });

  it('tells that a job is not where it has to be, but not if the job may be missing', () => {
    const list = listOf(10);
    assert.equal(list.edited([entryOf(3)], [], BY_STATUS, all), undefined);
    assert.equal(list.edited([list.first ?? assert.fail(), entryOf(3)], [], BY_STATUS, all), undefined);
    assert.equal(
      list.edited([entryOf(3)], [], BY_STATUS, () => false),
      list,
    );
  });

  it('tells which jobs changed in place, wherever it is cut', () => {
    const list = listOf(1000);
    const old = [...list][600] ?? assert.fail();
    const changed = { ...old, name: 'new' };
    assert.deepEqual(list.edited([old], [changed], BY_STATUS, all)?.changedSince(list), [changed]);
    const grown = list.edited([], [entryOf(3), entryOf(5)], BY_STATUS, all) ?? assert.fail();
    const cutOtherwise = (entries: readonly JobEntry[]): JobList =>
      JobList.empty.edited([], entries, BY_STATUS, all) ?? assert.fail();
    assert.deepEqual(cutOtherwise([...grown]).changedSince(grown), []);
    const withChange = [...grown].map((entry) => (entry.key === old.key ? changed : entry));
    assert.deepEqual(cutOtherwise(withChange).changedSince(grown), [changed]);
  });

  it('tells that jobs came, left, or moved', () => {
    const list = listOf(1000);
    const [first = assert.fail(), second] = list;
    assert.ok(second);
    assert.equal(list.edited([], [entryOf(3)], BY_STATUS, all)?.changedSince(list), undefined);
    assert.equal(list.edited([first], [], BY_STATUS, all)?.changedSince(list), undefined);
    assert.equal(list.edited([first], [entryOf(3)], BY_STATUS, all)?.changedSince(list), undefined);
    assert.equal(
      list.some(({ key }) => key === second.key),
      true,
    );
    assert.equal(
      list.some(() => false),
      false,
    );
  });
});
