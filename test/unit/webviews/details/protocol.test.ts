import assert from 'node:assert/strict';
import { decodeDetailsMessage, decodeDetailsRequest } from '../../../../src/webviews/details/protocol';

describe('What the details page and the extension tell each other', () => {
  it('is a request that is known, with what it needs', () => {
    for (const request of [
      { kind: 'run', action: 'replay' },
      { kind: 'copy', text: 'x' },
      { kind: 'open', jobId: 'x' },
    ]) {
      assert.deepEqual(decodeDetailsRequest({ ...request, more: 1 }), request);
    }
  });

  it('is no command that the page has no button for, nor anything else', () => {
    for (const strange of [
      { kind: 'run', action: 'removeAccount' },
      { kind: 'run', action: 'workbench.action.quit' },
      { kind: 'run' },
      { kind: 'copy', text: 1 },
      { kind: 'open' },
      { kind: 'other' },
      [],
      'run',
      null,
      undefined,
    ]) {
      assert.equal(decodeDetailsRequest(strange), undefined, JSON.stringify(strange));
    }
  });

  it('is a job with the time of the extension, or why there is none', () => {
    assert.equal(decodeDetailsMessage({ kind: 'job', job: {}, nowMs: 1 })?.kind, 'job');
    assert.equal(decodeDetailsMessage({ kind: 'absent' })?.kind, 'absent');
    for (const strange of [{ kind: 'job', job: {} }, { kind: 'job', nowMs: 1 }, { kind: 'other' }, null, 'job']) {
      assert.equal(decodeDetailsMessage(strange), undefined);
    }
  });
});
