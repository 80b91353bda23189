import assert from 'node:assert/strict';
import { JobStore } from '../../../src/core/jobs/jobStore';
import { whenSignedIn } from '../../../src/vscode/whenSignedIn';
import { aJob } from '../../support/aJob';
import { anAccount } from '../../support/anAccount';
import { FakeClock } from '../../support/fakeClock';

describe('What waits for an account', () => {
  let store: JobStore;
  let count: number;
  const act = (): void => void count++;

  beforeEach(() => {
    store = new JobStore(new FakeClock());
    count = 0;
  });

  it('is done at once where there is one, else when the first comes, and not again', () => {
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

  it('can be called off', () => {
    whenSignedIn(store, act)();
    store.setAccounts([anAccount()]);
    assert.equal(count, 0);
  });
});
