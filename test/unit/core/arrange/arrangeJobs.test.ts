import assert from 'node:assert/strict';
import { arrangeJobs, withSameGroups } from '../../../../src/core/arrange/arrangeJobs';
import {
  type Arrangement,
  decodeArrangement,
  decodeFilter,
  DEFAULT_ARRANGEMENT,
} from '../../../../src/core/arrange/arrangement';
import { daysReached, facetsOf } from '../../../../src/core/arrange/facets';
import { NO_FILTER } from '../../../../src/core/arrange/jobFilter';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { textOrder } from '../../../../src/core/rows/textOrder';
import { BY_STATUS, type JobGroup } from '../../../../src/core/jobs/jobGroups';
import { groupAll } from '../../../../src/core/jobs/regroup';
import { anEntry } from '../../../support/aJob';
import { jobWords } from '../../../support/jobWords';

const HOUR_MS = 3_600_000;
const NOW_MS = new Date(2026, 10, 24, 12).getTime();

function arrange(
  entries: readonly JobEntry[],
  arrangement: Partial<Arrangement>,
  isAskedFor?: (entry: JobEntry) => boolean,
) {
  return arrangeJobs(entries, {
    arrangement: { ...DEFAULT_ARRANGEMENT, ...arrangement },
    words: jobWords,
    nowMs: NOW_MS,
    ...(isAskedFor && { isAskedFor }),
  });
}

function ids(entries: readonly JobEntry[], arrangement: Partial<Arrangement>): Record<string, string[]> {
  return Object.fromEntries(
    arrange(entries, arrangement).map((group) => [group.id, Array.from(group.entries, ({ job }) => job.id)]),
  );
}

describe('Arranged jobs', () => {
  it("are sorted by name as the user's language has it", () => {
    const entries = ['Zebra 10', 'Ärger', 'zebra 9', 'Apfel'].map((name, index) => ({
      ...anEntry({ id: String(index) }),
      name,
    }));
    const names = (language: string): (string | undefined)[] =>
      arrangeJobs(entries, {
        arrangement: { ...DEFAULT_ARRANGEMENT, sortBy: 'name' },
        words: { ...jobWords, order: textOrder(language) },
        nowMs: NOW_MS,
      }).flatMap(({ entries: sorted }) => Array.from(sorted, ({ name }) => name));
    assert.deepEqual(names('de'), ['Apfel', 'Ärger', 'zebra 9', 'Zebra 10']);
    assert.deepEqual(names('sv'), ['Apfel', 'zebra 9', 'Zebra 10', 'Ärger']);
  });

  it('are by default grouped exactly as in the store', () => {
    const entries = Array.from({ length: 60 }, (_, index) =>
      anEntry({
        id: String(index),
        createdAt: NOW_MS - ((index * 7) % 13) * HOUR_MS,
        ...(index % 9 === 0
          ? { status: 'UNKNOWN', statusText: index % 2 === 0 ? 'B' : 'A' }
          : { status: (['COMPLETED', 'FAILED', 'RUNNING', 'ERROR'] as const)[index % 4] ?? 'QUEUED' }),
      }),
    );
    const shape = (groups: readonly JobGroup[]): unknown =>
      groups.map((group) => [group.id, Array.from(group.entries, ({ job }) => job.id)]);
    assert.deepEqual(shape(arrange(entries, {})), shape(groupAll(entries, BY_STATUS)));
  });

  it('are grouped by type, program, or day, each in a sensible order', () => {
    const entries = [
      anEntry({ id: 'a', type: 'UploadAds', programId: '', createdAt: NOW_MS }),
      anEntry({ id: 'b', type: 'ApiReport', programId: '12000', createdAt: NOW_MS - 24 * HOUR_MS }),
      anEntry({ id: 'c', type: 'ApiReport', programId: '3629', createdAt: NOW_MS - 30 * HOUR_MS }),
      anEntry({ id: 'd', type: 'ApiReport', programId: '3629' }),
    ];
    assert.deepEqual(Object.entries(ids(entries, { groupBy: 'type' })), [
      ['type ApiReport', ['b', 'c', 'd']],
      ['type UploadAds', ['a']],
    ]);
    assert.deepEqual(Object.entries(ids(entries, { groupBy: 'program' })), [
      ['program 3629', ['c', 'd']],
      ['program 12000', ['b']],
      ['program ', ['a']],
    ]);
    assert.deepEqual(Object.entries(ids(entries, { groupBy: 'day' })), [
      ['day 2026-11-24', ['a']],
      ['day 2026-11-23', ['b', 'c']],
      ['day ', ['d']],
    ]);
  });

  it('are sorted by duration, size, or name, with unknown values last and equal ones newest first', () => {
    const ended = (id: string, minutes: number, recordsProcessed: number | undefined, name: string): JobEntry =>
      anEntry(
        {
          id,
          status: 'COMPLETED',
          createdAt: NOW_MS - HOUR_MS,
          startedAt: NOW_MS - HOUR_MS,
          completedAt: NOW_MS - HOUR_MS + minutes * 60_000,
          recordsProcessed,
        },
        { name },
      );
    const entries = [
      ended('a', 5, 10, 'Report 10'),
      ended('b', 20, undefined, 'report 9'),
      ended('c', 1, 300, 'Actions'),
      anEntry({ id: 'd', status: 'COMPLETED', createdAt: NOW_MS }, { name: 'actions' }),
    ];
    assert.deepEqual(ids(entries, { sortBy: 'duration' })['COMPLETED'], ['b', 'a', 'c', 'd']);
    assert.deepEqual(ids(entries, { sortBy: 'size' })['COMPLETED'], ['c', 'a', 'd', 'b']);
    assert.deepEqual(ids(entries, { sortBy: 'name' })['COMPLETED'], ['d', 'c', 'b', 'a']);
    assert.deepEqual(
      ids(entries, { sortBy: 'newest' })['COMPLETED'],
      ['d', 'b', 'a', 'c'],
      'by the age that the rows show',
    );
  });

  it('exclude hidden and filtered jobs, except requested ones', () => {
    const entries = [
      anEntry({ id: 'a', status: 'FAILED' }),
      anEntry({ id: 'b' }),
      anEntry({ id: 'c', status: 'FAILED' }, { isHidden: true }),
    ];
    const filter = { ...NO_FILTER, statuses: ['FAILED'] };
    assert.deepEqual(ids(entries, { filter }), { FAILED: ['a'] });
    assert.deepEqual(
      arrange(entries, { filter }, ({ job }) => job.id === 'b').map(({ id }) => id),
      ['QUEUED', 'FAILED'],
    );
  });

  it('keep the same group object while its jobs are the same', () => {
    const [a, b] = [anEntry({ id: 'a' }), anEntry({ id: 'b', status: 'FAILED' })];
    const before = arrange([a, b], {});
    assert.equal(withSameGroups(before, arrange([a, b], {})), before);
    const after = withSameGroups(before, arrange([a, anEntry({ id: 'b', status: 'FAILED', percent: 3 })], {}));
    assert.equal(after[0], before[0]);
    assert.notEqual(after[1], before[1]);
  });

  it('have counts for each value', () => {
    const entries = [
      anEntry({ programId: '1', status: 'FAILED' }),
      anEntry({ programId: '2' }),
      anEntry({ programId: '2' }),
    ];
    const { statuses, programs } = facetsOf(entries);
    assert.deepEqual(statuses, [
      { value: 'QUEUED', count: 2 },
      { value: 'FAILED', count: 1 },
    ]);
    assert.deepEqual(programs, [
      { value: '2', count: 2 },
      { value: '1', count: 1 },
    ]);
  });
});

describe('Days to choose from', () => {
  const days = (lookbackDays: number, ...ages: readonly number[]): readonly number[] =>
    daysReached(
      ages.map((age) => anEntry({ createdAt: NOW_MS - 24 * age * HOUR_MS })),
      lookbackDays,
      NOW_MS,
    );

  it('go as far back as the list', () => {
    assert.deepEqual([days(1), days(7), days(14)], [[1], [1, 3, 7], [1, 3, 7, 30]]);
  });

  it('go further back if jobs that left the list do', () => {
    assert.deepEqual([days(7, 2, 20), days(7, 60), days(1, 0.1)], [[1, 3, 7, 30], [1, 3, 7, 30, 90], [1]]);
  });
});

describe('A remembered arrangement', () => {
  it('is restored as it was written', () => {
    const arrangement: Arrangement = {
      filter: {
        text: 'a',
        accounts: ['agency:IR1'],
        types: ['T'],
        programs: [''],
        statuses: ['FAILED'],
        days: 3,
        isListedOnly: true,
      },
      groupBy: 'program',
      sortBy: 'name',
      isByAccount: false,
    };
    assert.deepEqual(decodeArrangement(JSON.parse(JSON.stringify(arrangement))), arrangement);
  });

  it("is the default if it can't be read", () => {
    for (const value of [
      undefined,
      null,
      7,
      'x',
      { groupBy: 'color', sortBy: 3, filter: { text: 5, types: [1], days: -1 } },
    ]) {
      assert.deepEqual(decodeArrangement(value), DEFAULT_ARRANGEMENT);
    }
  });

  it('accepts one value for a list of one, and statuses in any case, from scripts', () => {
    assert.deepEqual(decodeFilter({ statuses: 'failed', programs: ['1', 2] }), {
      ...NO_FILTER,
      statuses: ['FAILED'],
      programs: ['1'],
    });
  });
});
