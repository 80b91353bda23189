import assert from 'node:assert/strict';
import { mayReplay } from '../../../../src/core/accounts/mayReplay';
import { anAccount } from '../../../support/anAccount';
import { anEntry } from '../../../support/aJob';

describe('A replay', () => {
  it('is offered where the job allows it and the token is not known to be read-only', () => {
    const failed = anEntry({ status: 'FAILED', replayable: true });
    assert.equal(mayReplay(failed, anAccount()), true);
    assert.equal(mayReplay(failed, anAccount({ isReadOnly: false })), true);
    assert.equal(mayReplay(failed, anAccount({ isReadOnly: true })), false);
    assert.equal(mayReplay(anEntry({ status: 'FAILED', replayable: false }), anAccount()), false);
    assert.equal(mayReplay(anEntry({ status: 'RUNNING', replayable: true }), anAccount()), false);
  });
});
