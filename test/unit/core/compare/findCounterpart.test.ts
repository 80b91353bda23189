import assert from 'node:assert/strict';
import { findCounterpart, inOrder } from '../../../../src/core/compare/findCounterpart';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { anEntry } from '../../../support/aJob';

const DOWNLOADED = { uri: 'file:///a.csv', sizeBytes: 1, atMs: 1, sha256: 'ab' };
const PARAMETERS = { reportId: 'r', reportName: 'R', format: 'CSV' as const, filters: { SUBAID: '1' } };

function aResult(id: string, createdAt: number, known: Partial<JobEntry> = {}): JobEntry {
  return anEntry({ id, createdAt, status: 'COMPLETED' }, { download: DOWNLOADED, ...known });
}

describe('The result to compare with', () => {
  const idsOf = (entry: JobEntry, entries: readonly JobEntry[]) => {
    const found = findCounterpart(entry, entries);
    return found && [found.before.job.id, found.after.job.id];
  };

  it('is the result of the replayed job, from either of the two', () => {
    const [first, second] = [aResult('1', 10), aResult('2', 20, { replayOf: '1' })];
    assert.deepEqual(
      [idsOf(first, [first, second]), idsOf(second, [first, second])],
      [
        ['1', '2'],
        ['1', '2'],
      ],
    );
  });

  it('is the previous one along a chain of replays, even if some are gone or not downloaded', () => {
    const entries = [
      aResult('1', 10),
      aResult('3', 30, { replayOf: '2', download: undefined }),
      aResult('4', 40, { replayOf: '3' }),
      aResult('2b', 25, { replayOf: '2' }),
      anEntry({ id: '2' }, { replayOf: '1' }),
    ];
    assert.deepEqual(idsOf(entries[2] as JobEntry, entries), ['2b', '4']);
    assert.deepEqual(idsOf(entries[3] as JobEntry, entries), ['1', '2b']);
  });

  it('is the result of a job with the same parameters', () => {
    const [first, second, other] = [
      aResult('1', 10, { parameters: PARAMETERS }),
      aResult('2', 20, { parameters: { ...PARAMETERS } }),
      aResult('3', 30, { parameters: { ...PARAMETERS, format: 'JSON' } }),
    ];
    assert.deepEqual(idsOf(second, [first, second, other]), ['1', '2']);
    assert.equal(idsOf(other, [first, second, other]), undefined);
  });

  it('is never from another account or an undownloaded job', () => {
    const entry = aResult('1', 10);
    assert.equal(
      idsOf(entry, [
        entry,
        aResult('2', 20, { replayOf: '1', accountId: 'another' }),
        aResult('3', 20, { replayOf: '1', download: undefined }),
      ]),
      undefined,
    );
  });

  it('is the one of the earlier days, whichever was made first, and otherwise the one made first', () => {
    const aMonth = (id: string, createdAt: number, month: string): JobEntry =>
      aResult(id, createdAt, {
        parameters: { ...PARAMETERS, filters: { START_DATE: `2026-${month}-01`, END_DATE: `2026-${month}-30` } },
      });
    const orderOf = (a: JobEntry, b: JobEntry): readonly string[] => {
      const { before, after } = inOrder(a, b);
      return [before.job.id, after.job.id];
    };
    assert.deepEqual(orderOf(aMonth('october', 1, '10'), aMonth('september', 2, '09')), ['september', 'october']);
    assert.deepEqual(orderOf(aMonth('new', 2, '10'), aMonth('old', 1, '10')), ['old', 'new']);
    assert.deepEqual(orderOf(aResult('new', 2), aMonth('old', 1, '10')), ['old', 'new']);
  });
});
