import assert from 'node:assert/strict';
import { hasOwnId, isSameJob, nameOfRow } from '../../../../src/core/jobs/job';
import { aJob } from '../../../support/aJob';

describe('isSameJob', () => {
  it('is true for equal jobs from two responses', () => {
    assert.ok(
      isSameJob(aJob({ percent: 42, unread: { Tags: ['a'] } }), aJob({ percent: 42, unread: { Tags: ['a'] } })),
    );
  });

  it('is false if an undocumented field differs', () => {
    assert.equal(isSameJob(aJob({ unread: { Priority: 3 } }), aJob({ unread: { Priority: 4 } })), false);
    assert.equal(isSameJob(aJob({ unread: { Priority: 3 } }), aJob({ unread: { Urgency: 3 } })), false);
    assert.equal(isSameJob(aJob({ unread: { Tags: ['a'] } }), aJob({ unread: { Tags: ['b'] } })), false);
  });

  it('treats values too deep to compare as different, without an error', () => {
    const deep = (): unknown => JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    assert.equal(isSameJob(aJob({ unread: { Deep: deep() } }), aJob({ unread: { Deep: deep() } })), false);
  });
});

describe('hasOwnId', () => {
  it('distinguishes an ID of impact.com from a position in the list', () => {
    assert.equal(hasOwnId(aJob()), true);
    assert.equal(hasOwnId({ id: nameOfRow(0) }), false);
  });
});
