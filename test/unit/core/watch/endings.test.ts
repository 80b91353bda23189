import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Job } from '../../../../src/core/jobs/job';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { JOB_ALERTS, type JobAlert } from '../../../../src/core/jobs/jobMarks';
import type { Transition } from '../../../../src/core/jobs/snapshot';
import { JOB_STATUSES, type JobStatus } from '../../../../src/core/jobs/statuses';
import { arrivedOf, type EndingsPolicy, endingsOf } from '../../../../src/core/watch/endings';
import { anEntry } from '../../../support/aJob';

const NOW = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;
const STATUSES: readonly JobStatus[] = [...JOB_STATUSES, 'UNKNOWN'];
const ALERTS: readonly (JobAlert | undefined)[] = [undefined, ...JOB_ALERTS];

function aTransition(stated: Partial<Job>, known: Partial<JobEntry> = {}): Transition {
  return { entry: anEntry({ createdAt: NOW - 3 * MINUTE, failedAt: NOW - MINUTE, ...stated }, known), from: 'RUNNING' };
}

/** What is reported about one job, by kind. */
function told(status: JobStatus, alert: JobAlert | undefined, policy: EndingsPolicy): string {
  const endings = endingsOf([aTransition({ status }, { alert })], policy, NOW);
  return Object.entries(endings)
    .flatMap(([kind, entries]: [string, readonly JobEntry[]]) => entries.map(() => kind))
    .join();
}

describe('The report about a changed job', () => {
  const all = { completed: true, failed: true };
  const none = { completed: false, failed: false };
  const table: Readonly<Record<JobStatus, readonly [bySettings: string, settingsOff: string, watched: string]>> = {
    QUEUED: ['', '', ''],
    RUNNING: ['', '', ''],
    UNKNOWN: ['', '', ''],
    COMPLETED: ['completed', '', 'completed'],
    FAILED: ['failed', '', 'failed'],
    ERROR: ['retrying', '', 'retrying'],
    CANCELLED: ['', '', 'cancelled'],
  };
  for (const status of STATUSES) {
    it(`${status}: follows the settings, always appears when watched, never when muted`, () => {
      const [bySettings, off, watched] = table[status];
      assert.equal(told(status, undefined, all), bySettings);
      assert.equal(told(status, undefined, none), off);
      assert.equal(told(status, 'watched', none), watched);
      assert.equal(told(status, 'watched', all), watched);
      assert.equal(told(status, 'muted', all), '');
    });
  }

  it('is none about a hidden job, even if it was watched before', () => {
    for (const status of STATUSES) {
      const hidden = ALERTS.map((alert) => aTransition({ id: alert ?? 'x', status }, { alert, isHidden: true }));
      assert.deepEqual(Object.values(endingsOf(hidden, all, NOW)).flat(), [], status);
      assert.deepEqual(arrivedOf(hidden), [], status);
    }
  });

  it('follows each setting separately', () => {
    const both = [
      aTransition({ id: '1', status: 'COMPLETED' }),
      aTransition({ id: '2', status: 'FAILED' }),
      aTransition({ id: '3', status: 'ERROR' }),
    ];
    const ids = (policy: EndingsPolicy): string[] =>
      Object.values(endingsOf(both, policy, NOW))
        .flatMap((entries: readonly JobEntry[]) => entries.map(({ job }) => job.id))
        .sort();
    assert.deepEqual(ids({ completed: true, failed: false }), ['1']);
    assert.deepEqual(ids({ completed: false, failed: true }), ['2', '3']);
  });

  it('is a failure when the job is no longer retried', () => {
    const stale = { status: 'ERROR', createdAt: NOW - 200 * MINUTE, failedAt: NOW - 80 * MINUTE } as const;
    assert.equal(endingsOf([aTransition(stale)], all, NOW).failed.length, 1);
    assert.equal(endingsOf([aTransition(stale)], all, NOW).retrying.length, 0);
  });

  it('is the first failed try, not each one, and then the end', () => {
    const after = (least: number): Partial<JobEntry> => ({ failedTries: { least, most: 4, atMs: NOW } });
    assert.equal(endingsOf([aTransition({ status: 'ERROR' }, after(1))], all, NOW).retrying.length, 1);
    assert.equal(endingsOf([aTransition({ status: 'ERROR' }, after(2))], all, NOW).retrying.length, 0);
    assert.equal(
      endingsOf([aTransition({ status: 'ERROR' }, { ...after(2), alert: 'watched' })], all, NOW).retrying.length,
      0,
    );
    assert.equal(endingsOf([aTransition({ status: 'FAILED' }, after(2))], all, NOW).failed.length, 1);
  });

  it("is a failure at once if impact.com doesn't retry the job, and nothing more when its status says so, too", () => {
    const final = { isRetriedByImpact: false };
    const [error, failed] = [aTransition({ status: 'ERROR' }, final), aTransition({ status: 'FAILED' }, final)];
    const counts = (...transitions: readonly Transition[]): readonly number[] => {
      const { failed, retrying } = endingsOf(transitions, all, NOW);
      return [failed.length, retrying.length];
    };
    assert.deepEqual(counts(error), [1, 0]);
    assert.deepEqual(counts({ ...failed, from: 'ERROR' }), [0, 0]);
    assert.deepEqual(counts({ ...aTransition({ status: 'FAILED' }), from: 'ERROR' }), [1, 0]);
  });

  it('appears once, with the final state', () => {
    const changes = [
      aTransition({ status: 'RUNNING' }),
      aTransition({ status: 'ERROR' }),
      aTransition({ status: 'COMPLETED' }),
    ];
    const { completed, retrying } = endingsOf(changes, all, NOW);
    assert.deepEqual([completed.length, retrying.length], [1, 0]);
  });

  it('contains each job once, and none that nobody asked about', () => {
    const aChange = fc.record({
      id: fc.constantFrom('1', '2', '3'),
      status: fc.constantFrom(...STATUSES),
      alert: fc.constantFrom(...ALERTS),
    });
    fc.assert(
      fc.property(fc.array(aChange), fc.boolean(), fc.boolean(), (changes, completed, failed) => {
        const transitions = changes.map(({ id, status, alert }) => aTransition({ id, status }, { alert }));
        const entries = Object.values(endingsOf(transitions, { completed, failed }, NOW)).flat() as JobEntry[];
        assert.equal(new Set(entries.map(({ key }) => key)).size, entries.length);
        for (const entry of entries) {
          assert.equal(transitions.filter(({ entry: { key } }) => key === entry.key).at(-1)?.entry, entry);
          assert.notEqual(entry.alert, 'muted');
        }
      }),
    );
  });
});

describe('The new results', () => {
  it("belong to completed jobs that aren't muted, each once", () => {
    const transitions = [
      aTransition({ id: '1', status: 'RUNNING' }),
      aTransition({ id: '1', status: 'COMPLETED' }),
      aTransition({ id: '2', status: 'COMPLETED' }, { alert: 'muted' }),
      aTransition({ id: '3', status: 'COMPLETED' }, { alert: 'watched' }),
      aTransition({ id: '4', status: 'FAILED' }, { alert: 'watched' }),
    ];
    assert.deepEqual(
      arrivedOf(transitions).map(({ job }) => job.id),
      ['1', '3'],
    );
  });
});
