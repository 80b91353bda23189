import * as assert from 'node:assert/strict';
import type { Account } from '../../src/core/account';
import { ApiError } from '../../src/core/apiError';
import { JobStore } from '../../src/core/jobs/jobStore';
import { CredentialPrompts } from '../../src/vscode/accounts/credentialPrompts';
import { aJob } from '../support/aJob';
import { anAccount } from '../support/anAccount';
import { FakeClock } from '../support/fakeClock';

describe('Credentials that are rejected later', () => {
  let clock: FakeClock;
  let store: JobStore;
  let told: string[];
  let notes: Map<string, object>;
  let isFocused: boolean;
  let open: CredentialPrompts[];

  const refused = new ApiError('unauthorized', 'x', { status: 401 });
  const missing = new ApiError('unauthorized', 'x');

  /** A window; all share what is noted. */
  function aWindow(): void {
    const accounts = {
      notesOn: ({ id }: { id: string }) => notes.get(id) ?? {},
      note: ({ id }: { id: string }, change: object) =>
        Promise.resolve(void notes.set(id, { ...notes.get(id), ...change })),
      ownerOf: (account: Account) =>
        account.brandId === undefined ? account : (store.account('a')?.account ?? assert.fail()),
    };
    const show = (message: string): Promise<undefined> => Promise.resolve(void told.push(message));
    open.push(
      new CredentialPrompts({ store, accounts, log: { error: assert.fail }, isFocused: () => isFocused, show }),
    );
  }

  beforeEach(() => {
    clock = new FakeClock();
    store = new JobStore(clock);
    store.setAccounts([anAccount({ id: 'a', name: 'Mine' }), anAccount({ id: 'b', name: 'Yours', sid: 'IRyours' })]);
    told = [];
    notes = new Map();
    isFocused = true;
    open = [];
  });

  afterEach(() => open.forEach((prompts) => prompts.dispose()));

  it('are reported once per account, however often and in however many windows', async () => {
    aWindow();
    aWindow();
    store.applyList('a', [aJob({ id: '1' })]);
    for (let night = 0; night < 20; night++) {
      store.applyFailure('a', refused, undefined);
    }
    store.applyFailure('b', refused, undefined);
    aWindow();
    await clock.advance(0);
    assert.deepEqual(told, [
      'impact.com no longer accepts the token of Mine.',
      'impact.com no longer accepts the token of Yours.',
    ]);
  });

  it('are reported once for an agency and all its brands', async () => {
    const brands = ['1', '2'].map((brandId) => anAccount({ id: `a:${brandId}`, kind: 'brand', brandId }));
    store.setAccounts([anAccount({ id: 'a', name: 'Mine' }), ...brands]);
    aWindow();
    ['a', 'a:1', 'a:2'].forEach((id) => store.applyFailure(id, refused, undefined));
    aWindow();
    await clock.advance(0);
    assert.deepEqual(told, ['impact.com no longer accepts the token of Mine.']);
  });

  it('are reported again only after the account has answered', async () => {
    aWindow();
    store.applyFailure('a', refused, undefined);
    store.applyFailure('a', new ApiError('offline', 'x'), undefined);
    store.applyFailure('a', refused, undefined);
    await clock.advance(0);
    assert.equal(told.length, 1);
    store.applyList('a', [aJob({ id: '1' })]);
    store.applyFailure('a', refused, undefined);
    await clock.advance(0);
    assert.equal(told.length, 2);
  });

  it('wait for the focused window', async () => {
    isFocused = false;
    aWindow();
    store.applyFailure('a', refused, undefined);
    await clock.advance(0);
    assert.deepEqual(told, []);
    isFocused = true;
    store.applyFailure('a', refused, undefined);
    await clock.advance(0);
    assert.equal(told.length, 1);
  });

  it("aren't reported for temporary failures or for a missing scope", async () => {
    aWindow();
    for (const kind of [
      'offline',
      'server',
      'timeout',
      'rateLimited',
      'unreadable',
      'tls',
      'forbidden',
      'cut',
    ] as const) {
      store.applyFailure('a', new ApiError(kind, 'x', { status: 500 }), undefined);
    }
    await clock.advance(0);
    assert.deepEqual(told, []);
  });

  it('that VS Code lost are reported once, for all accounts, with the alternative', async () => {
    aWindow();
    store.applyFailure('a', missing, undefined);
    store.applyFailure('b', missing, undefined);
    await clock.advance(0);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /didn't keep the token of Mine.*IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN/);
    store.applyList('a', [aJob({ id: '1' })]);
    aWindow(); // the next start
    store.applyFailure('a', missing, undefined);
    await clock.advance(0);
    assert.equal(told.length, 1);
  });
});
