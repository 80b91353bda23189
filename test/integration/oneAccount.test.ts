import * as assert from 'node:assert/strict';
import { configure, rows, run, type SignedIn, signIn } from './support/extension';
import { toldBy } from './support/shownMessages';
import { FINISHED, UPLOADING } from './support/someJobs';

const LEAST_REQUESTS = 10;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';

describe('A single account', () => {
  let signedIn: SignedIn;

  afterEach(() => signedIn.signOut());

  it('is turned off and on without being named', async () => {
    signedIn = await signIn([UPLOADING]);
    await run('disableAccount');
    assert.deepEqual(rows(signedIn.parts), []);
    assert.equal(signedIn.parts.store.snapshot.accounts[0]?.sync.kind, 'off');
    await run('enableAccount');
    await run('refresh');
    assert.equal(rows(signedIn.parts)[0], 'Running | 1');
    assert.match(await toldBy(() => run('enableAccount')), /No account .* supports this action/);
  });

  it('shows its next step before its jobs when its token is rejected', async () => {
    signedIn = await signIn([UPLOADING]);
    signedIn.simulator.setFault({ kind: 'answer', status: 401, body: 'envelope' });
    assert.notEqual(await toldBy(() => run('refresh')), '');
    assert.match(rows(signedIn.parts)[0] ?? '', /^Sign in again \| impact\.com doesn't accept/);
    signedIn.simulator.clearFaults();
    await run('refresh');
    assert.equal(rows(signedIn.parts)[0], 'Running | 1');
  });

  it("leads to the setting for its limit when this machine's hourly requests are used up", async () => {
    signedIn = await signIn([UPLOADING]);
    await configure('polling.requestsPerHour', LEAST_REQUESTS);
    try {
      const told = await toldBy(async () => {
        for (let times = 0; times <= LEAST_REQUESTS; times++) {
          await run('refresh');
        }
      });
      assert.match(told, /impactJobs\.polling\.requestsPerHour/);
      const lines = rows(signedIn.parts);
      assert.match(lines[0] ?? '', /^Raise the limit \| This machine has reached its hourly request limit/);
      assert.equal(lines[1], 'Running | 1');
    } finally {
      await configure('polling.requestsPerHour', undefined);
    }
    await run('refresh');
    assert.equal(rows(signedIn.parts)[0], 'Running | 1');
  });

  it('isn’t signed out by temporary failures', async () => {
    signedIn = await signIn([UPLOADING]);
    const { parts, simulator } = signedIn;
    for (const fault of [
      { kind: 'answer', status: 500 },
      { kind: 'answer', status: 200, body: 'html' },
      { kind: 'cut', at: 'headers' },
      { kind: 'answer', status: 404 },
    ] as const) {
      const clear = simulator.setFault(fault);
      assert.notEqual(await toldBy(() => run('refresh')), '');
      clear();
      const [account] = parts.accounts.stored;
      assert.ok(account);
      assert.equal(await parts.accounts.readToken(account), signedIn.token);
      assert.deepEqual([account.isOff, parts.accounts.notesOn(account).isPrompted], [false, false]);
    }
    await run('refresh');
    assert.equal(rows(parts)[0], 'Running | 1');
  });
});

describe('A read-only token', () => {
  let signedIn: SignedIn;

  afterEach(() => signedIn.signOut());

  it('is detected by a replay that only the token forbids, remembered, and forgotten with the token', async () => {
    const readOnly = {
      kind: 'agency',
      sid: 'IRreadonly0123456789012345678901ab',
      readOnly: true,
      token: 'reads',
    } as const;
    signedIn = await signIn([{ ...FINISHED, id: ID }], {
      accounts: [readOnly, { ...readOnly, readOnly: false, token: 'replays' }],
    });
    const { parts, simulator } = signedIn;
    const [account] = parts.accounts.stored;
    assert.ok(account);
    await assert.rejects(run('replay', ID), /is read-only: it can list and download jobs but not replay them/);
    assert.equal(parts.accounts.stored[0]?.isReadOnly, true);
    const offered = (): boolean =>
      parts.tree
        .getChildren()
        .flatMap((group) => parts.tree.getChildren(group))
        .some((node) => /\breplay\b/.test(parts.tree.getTreeItem(node).contextValue ?? ''));
    assert.equal(offered(), false, 'Replay is offered only where it can work');
    assert.match(await toldBy(() => run('replay')), /No job supports this action/);
    const before = simulator.requests.length;
    await assert.rejects(run('replay', ID), /is read-only/);
    assert.deepEqual(
      simulator.requests.slice(before).map(({ method }) => method),
      ['PUT'],
      'what is known is not asked again',
    );
    await parts.accounts.replaceToken(account, 'replays');
    assert.equal(parts.accounts.stored[0]?.isReadOnly, false);
    assert.equal(offered(), true);
    await run('replay', ID);
  });

  it('that gained permission is accepted', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    const { parts } = signedIn;
    const [account] = parts.accounts.stored;
    assert.ok(account);
    await parts.accounts.note(account, { isReadOnly: true });
    await run('replay', ID);
    assert.equal(parts.accounts.stored[0]?.isReadOnly, false);
  });

  it("isn't blamed for a job that can't be replayed", async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    const { parts, simulator } = signedIn;
    simulator.updateJob(ID, { replayable: false });
    await assert.rejects(run('replay', ID), /can't be replayed\. impact\.com says: Jobs of type ApiReport/);
    assert.equal(parts.accounts.stored[0]?.isReadOnly, false);
  });
});
