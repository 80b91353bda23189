import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ApiError } from '../../../../src/core/apiError';
import { MAX_ROWS, decodeList } from '../../../../src/core/api/decodeList';
import { JobListReader } from '../../../../src/core/api/jobListReader';
import { parseJson } from '../../../../src/core/api/parseJson';
import { decodeJobs } from '../../../../src/core/jobs/decodeJob';

type Row = Readonly<Record<string, unknown>>;

/** Long enough that a hundred rows have several pieces. */
const MESSAGE = 'x'.repeat(4_000);
const row = (id: number, more: Row = {}): Row => ({
  Id: `job-${id}`,
  Status: 'COMPLETED',
  StatusMessage: MESSAGE,
  ...more,
});
const rows = (count: number, from = 0): readonly Row[] =>
  Array.from({ length: count }, (_, index) => row(from + index));
const bodyOf = (list: readonly Row[]): Buffer => Buffer.from(JSON.stringify(list));
const whole = (body: Buffer) => decodeJobs(decodeList(parseJson(body), 'Jobs').rows);

/** A reader with the bytes that it has parsed. */
class CountedReader {
  private readonly reader = new JobListReader();
  parsedBytes = 0;

  read(body: Buffer) {
    this.parsedBytes = 0;
    return this.reader.read(body, (piece) => {
      this.parsedBytes += piece.length;
      return parseJson(piece);
    });
  }
}

describe('Reading a long list in pieces', () => {
  it('gives the same jobs as reading it at once, whatever the rows contain and however the list changes', () => {
    const text = fc.oneof(
      fc.constantFrom(',{"Id":"a"}', '"},{"Id":', '\\",{"Id":"', ']', '[{"Id":', '},{', MESSAGE),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    const more = fc.oneof(
      { weight: 8, arbitrary: fc.constant({}) },
      fc.record({ StatusMessage: text }),
      fc.record({ Items: fc.array(fc.record({ Id: text }), { maxLength: 3 }) }),
      fc.record({ Id: fc.constantFrom('', undefined) }),
    );
    const list = fc.array(more, { minLength: 1, maxLength: 70 }).map((all) => all.map((one, index) => row(index, one)));
    const change = fc.record({ newRows: fc.array(more, { maxLength: 3 }), changed: fc.nat(), percent: fc.nat(100) });
    fc.assert(
      fc.property(list, fc.array(change, { maxLength: 4 }), (first, changes) => {
        const reader = new JobListReader();
        let now = first;
        for (const { newRows, changed, percent } of [{ newRows: [], changed: 0, percent: 0 }, ...changes]) {
          const place = changed % now.length;
          now = [
            ...newRows.map((one, index) => row(1_000 + now.length + index, one)),
            ...now.map((one, index) => (index === place ? { ...one, PercentageComplete: percent } : one)),
          ];
          assert.deepEqual(reader.read(bodyOf(now)).jobs, whole(bodyOf(now)));
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('parses only the pieces that have changed, and returns the same objects for the other jobs', () => {
    const reader = new CountedReader();
    const before = rows(1_000);
    const first = reader.read(bodyOf(before));
    const size = bodyOf(before).length;
    assert.ok(reader.parsedBytes >= size);
    const { jobs } = reader.read(bodyOf([...rows(2, 5_000), row(0, { PercentageComplete: 4 }), ...before.slice(1)]));
    assert.ok(reader.parsedBytes < size / 20, `${reader.parsedBytes} bytes of ${size}`);
    assert.deepEqual([jobs.length, jobs[2]?.percent], [1_002, 4]);
    assert.ok(first.jobs.slice(1).every((job, index) => jobs[index + 3] === job));
  });

  it('names jobs without an ID by their position in the whole list, also after it has moved', () => {
    const reader = new JobListReader();
    const nameless = [...rows(100), ...rows(20).map((one) => ({ ...one, Id: '' })), ...rows(40, 200)];
    for (const list of [nameless, [...rows(1, 900), ...nameless]]) {
      assert.deepEqual(reader.read(bodyOf(list)).jobs, whole(bodyOf(list)));
    }
  });

  it('reads a list at once if it would cut a row in two', () => {
    const nested = row(1, { Items: rows(100, 500) });
    const { jobs } = new JobListReader().read(bodyOf([row(0), nested, row(2)]));
    assert.deepEqual(
      jobs.map(({ id }) => id),
      ['job-0', 'job-1', 'job-2'],
    );
    assert.deepEqual(jobs[1]?.unread, { Items: nested['Items'] });
  });

  it('says that a list is too long, or no JSON, as for a list that is read at once', () => {
    const row = '{"Id":""}';
    const tooLong = Buffer.from(`[${row}${`,${row}`.repeat(MAX_ROWS)}]`);
    assert.throws(
      () => new JobListReader().read(tooLong),
      new ApiError('tooLarge', 'The list has more than 200000 rows'),
    );
    const broken = bodyOf(rows(100)).toString('utf8').replace('"job-50"', 'job-50');
    assert.throws(() => new JobListReader().read(Buffer.from(broken)), { kind: 'unreadable' });
  });
});
