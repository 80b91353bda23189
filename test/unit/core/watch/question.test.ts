import assert from 'node:assert/strict';
import { questionFor, type QuestionState } from '../../../../src/core/watch/question';
import { aJob } from '../../../support/aJob';

const MINUTE = 60_000;
const running = (count: number) => Array.from({ length: count }, (_, index) => aJob({ id: `job-${index}`, status: 'RUNNING' }));

function ask(change: Partial<QuestionState>): string {
  const question = questionFor({ jobs: running(1), listCost: { bytes: 1_000_000, requests: 1 }, sinceListMs: MINUTE, listEveryMs: 5 * MINUTE, ...change });
  return question.kind === 'list' ? 'list' : question.ids.join();
}

describe('What a look asks for', () => {
  it('is the one job at work, where the list is long', () => assert.equal(ask({}), 'job-0'));

  it('is the list, where it is short', () => assert.equal(ask({ listCost: { bytes: 30_000, requests: 1 } }), 'list'));

  it('is the list, where single jobs would take more requests', () => {
    assert.equal(ask({ jobs: running(2) }), 'list');
    assert.equal(ask({ jobs: running(2), listCost: { bytes: 1_000_000, requests: 2 } }), 'job-0,job-1');
    assert.equal(ask({ jobs: running(3), listCost: { bytes: 1_000_000, requests: 2 } }), 'list');
  });

  it('is the list at first, when it is due, and when a clock was set back', () => {
    for (const change of [{ listCost: undefined }, { sinceListMs: undefined }, { sinceListMs: 5 * MINUTE }, { sinceListMs: -1 }]) {
      assert.equal(ask(change), 'list');
    }
  });

  it('is the list when nothing is at work, or a job has no id of its own', () => {
    assert.equal(ask({ jobs: [] }), 'list');
    assert.equal(ask({ jobs: [aJob({ status: 'ERROR', failedAt: Date.now() }), aJob({ status: 'COMPLETED' })] }), 'list');
    assert.equal(ask({ jobs: [aJob({ id: 'row 3', status: 'RUNNING' })] }), 'list');
  });

  it('watches a job of an unknown status like one that runs', () => assert.equal(ask({ jobs: [aJob({ id: 'x', status: 'UNKNOWN' })] }), 'x'));
});
