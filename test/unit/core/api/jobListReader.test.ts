import assert from 'node:assert/strict';
import { JobListReader } from '../../../../src/core/api/jobListReader';

const body = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('Reading the same list again', () => {
  it('returns the same jobs while no byte has changed', () => {
    const reader = new JobListReader();
    const first = reader.read(body([{ Id: 'a', Status: 'RUNNING' }]));
    const second = reader.read(body([{ Id: 'a', Status: 'RUNNING' }]));
    assert.deepEqual([first.isUnchanged, second.isUnchanged], [false, true]);
    assert.equal(second.jobs, first.jobs);
  });

  it('decodes again after any change', () => {
    const reader = new JobListReader();
    reader.read(body([{ Id: 'a', Status: 'RUNNING', PercentageComplete: '41' }]));
    const { jobs, isUnchanged } = reader.read(body([{ Id: 'a', Status: 'RUNNING', PercentageComplete: '42' }]));
    assert.deepEqual([jobs[0]?.percent, isUnchanged], [42, false]);
  });

  it('never mistakes the first of several pages for the entire list', () => {
    const reader = new JobListReader();
    const page = body({ '@nextpageuri': '/next', Jobs: [{ Id: 'a', Status: 'RUNNING' }] });
    reader.read(page);
    const again = reader.read(page);
    assert.deepEqual([again.isUnchanged, again.nextPage], [false, '/next']);
  });

  it('keeps its memory after an unreadable response', () => {
    const reader = new JobListReader();
    const first = reader.read(body([{ Id: 'a', Status: 'RUNNING' }]));
    assert.throws(() => reader.read(Buffer.from('<html>')), { kind: 'unreadable' });
    assert.equal(reader.read(body([{ Id: 'a', Status: 'RUNNING' }])).jobs, first.jobs);
  });
});
