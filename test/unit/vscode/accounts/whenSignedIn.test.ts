import assert from 'node:assert/strict';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { whenSignedIn } from '../../../../src/vscode/accounts/whenSignedIn';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

describe('An action that waits for an account', () => {
  let store: JobStore;
  let count: number;
  const act = (): void => void count++;

  beforeEach(() => {
    store = new JobStore(new FakeClock());
    count = 0;
  });

  it('runs immediately if there is one, otherwise when the first one appears, and only once', () => {
    whenSignedIn(store, act);
    store.setAccounts([]);
    assert.equal(count, 0);
    store.setAccounts([anAccount()]);
    store.applyList('an-account', [aJob()]);
    store.setAccounts([]);
    store.setAccounts([anAccount()]);
    assert.equal(count, 1);
    whenSignedIn(store, act);
    assert.equal(count, 2);
  });

  it('can be canceled', () => {
    whenSignedIn(store, act)();
    store.setAccounts([anAccount()]);
    assert.equal(count, 0);
  });
});
