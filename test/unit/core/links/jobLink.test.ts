import * as assert from 'node:assert/strict';
import { jobLinkPath, readJobLink } from '../../../../src/core/links/jobLink';

describe('A link to a job', () => {
  const id = '93aa5712-7cc6-41dd-94bd-ae2a02a34969';

  it('is parsed as written', () => {
    for (const link of [
      { jobId: id, accountSid: 'IRwYw' },
      { jobId: id, accountSid: undefined },
    ]) {
      assert.deepEqual(readJobLink(jobLinkPath(link)), link);
    }
  });

  it('can end with a slash', () => {
    assert.equal(readJobLink({ path: `/job/${id}/`, query: '' })?.jobId, id);
  });

  for (const path of [
    '',
    '/',
    '/job',
    '/job/',
    `/jobs/${id}`,
    `/job/${id}/Replay`,
    '/job/..',
    '/job/.',
    '/job/a b',
    '/job/a%2Fb',
    '/job/<b>',
    `/job/${'x'.repeat(257)}`,
    `//job/${id}`,
  ]) {
    it(`is invalid: ${JSON.stringify(path.slice(0, 40))}`, () => {
      assert.equal(readJobLink({ path, query: '' }), undefined);
    });
  }

  for (const query of ['account=', 'account=../x', 'account=a%0Ab', 'account=a/b']) {
    it(`has no account that could lead elsewhere: ${query}`, () => {
      assert.equal(readJobLink({ path: `/job/${id}`, query }), undefined);
    });
  }
});
