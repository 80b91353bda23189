import assert from 'node:assert/strict';
import { credentialTrouble } from '../../../../src/core/accounts/credentialTrouble';
import { API_ERROR_KINDS, ApiError } from '../../../../src/core/apiError';
import type { SyncState } from '../../../../src/core/jobs/snapshot';

describe('The credentials of an account', () => {
  const failed = (error: ApiError): SyncState => ({
    kind: 'failed',
    error,
    lastGoodAtMs: undefined,
    nextTryAtMs: undefined,
  });

  it('are rejected after a 401, and missing if none could be sent', () => {
    assert.equal(credentialTrouble(failed(new ApiError('unauthorized', 'x', { status: 401 }))), 'refused');
    assert.equal(credentialTrouble(failed(new ApiError('unauthorized', 'x'))), 'missing');
    assert.equal(credentialTrouble(failed(new ApiError('otherServer', 'x'))), 'otherServer');
  });

  it("aren't in question after other failures, or without a failure", () => {
    for (const kind of API_ERROR_KINDS.filter((known) => known !== 'unauthorized' && known !== 'otherServer')) {
      assert.equal(credentialTrouble(failed(new ApiError(kind, 'x', { status: 500 }))), undefined, kind);
    }
    for (const sync of [{ kind: 'off' }, { kind: 'loading' }, { kind: 'current', atMs: 1 }] as const) {
      assert.equal(credentialTrouble(sync), undefined);
    }
  });
});
