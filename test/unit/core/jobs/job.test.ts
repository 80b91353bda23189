import assert from 'node:assert/strict';
import { hasOwnId, isSameJob, nameOfRow } from '../../../../src/core/jobs/job';
import { aJob } from '../../../support/aJob';

describe('isSameJob', () => {
  it('holds for equal jobs from two answers', () => {
    assert.ok(
      isSameJob(aJob({ percent: 42, unread: { Tags: ['a'] } }), aJob({ percent: 42, unread: { Tags: ['a'] } })),
    );
  });

  it('fails where a field that the reference does not name differs', () => {
    assert.equal(isSameJob(aJob({ unread: { Priority: 3 } }), aJob({ unread: { Priority: 4 } })), false);
    assert.equal(isSameJob(aJob({ unread: { Priority: 3 } }), aJob({ unread: { Urgency: 3 } })), false);
    assert.equal(isSameJob(aJob({ unread: { Tags: ['a'] } }), aJob({ unread: { Tags: ['b'] } })), false);
  });

  it('takes values too deep to compare for different ones, and does not fail', () => {
    const deep = (): unknown => JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    assert.equal(isSameJob(aJob({ unread: { Deep: deep() } }), aJob({ unread: { Deep: deep() } })), false);
  });
});

describe('hasOwnId', () => {
  it('tells an id of impact.com from a row’s place in the list', () => {
    assert.equal(hasOwnId(aJob()), true);
    assert.equal(hasOwnId({ id: nameOfRow(0) }), false);
  });
});
