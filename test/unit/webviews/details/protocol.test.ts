import assert from 'node:assert/strict';
import { decodeDetailsMessage, decodeDetailsRequest } from '../../../../src/webviews/details/protocol';

describe('A message between the details page and the extension', () => {
  it('is a known request with its data', () => {
    for (const request of [
      { kind: 'run', action: 'replay' },
      { kind: 'copy', text: 'x' },
      { kind: 'open', jobId: 'x' },
    ]) {
      assert.deepEqual(decodeDetailsRequest({ ...request, more: 1 }), request);
    }
  });

  it('is never a command without a button on the page, or anything else', () => {
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

  it("contains a job with the extension's time, or the reason why there is none", () => {
    assert.equal(decodeDetailsMessage({ kind: 'job', job: {}, nowMs: 1 })?.kind, 'job');
    assert.equal(decodeDetailsMessage({ kind: 'absent' })?.kind, 'absent');
    for (const strange of [{ kind: 'job', job: {} }, { kind: 'job', nowMs: 1 }, { kind: 'other' }, null, 'job']) {
      assert.equal(decodeDetailsMessage(strange), undefined);
    }
  });
});
