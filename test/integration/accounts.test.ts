import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Account } from '../../src/core/accounts/account';
import { ApiError } from '../../src/core/api/apiError';
import { JobStore } from '../../src/core/jobs/jobStore';
import type { Simulator } from '../../src/simulator/startSimulator';
import { CredentialPrompts } from '../../src/vscode/credentialPrompts';
import { aJob } from '../support/aJob';
import { anAccount } from '../support/anAccount';
import { FakeClock } from '../support/fakeClock';
import { configure, type Parts, rows, signIn, type SignedIn } from './support/extension';

const MINUTE_MS = 60_000;
const FINISHED = { type: 'ApiReport', createdAgoMs: 30 * MINUTE_MS, queueMs: 10_000, runMs: MINUTE_MS } as const;
const RUNNING = { type: 'UploadAds', createdAgoMs: MINUTE_MS, queueMs: 0, runMs: 60 * MINUTE_MS, programId: '' } as const;
const LEAST_REQUESTS = 10;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';

function run<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return Promise.resolve(vscode.commands.executeCommand<T>(`impactJobs.${command}`, ...args));
}

/** What stands beside each account and below it, without the jobs. */
function outline({ tree }: Parts): string[] {
  return tree.getChildren().flatMap((node) => {
    const { label, description } = tree.getTreeItem(node);
    return [`${label as string} | ${String(description ?? '')}`, ...tree.getChildren(node).map((child) => `  ${tree.getTreeItem(child).label as string}`)];
  });
}

describe('Several accounts', () => {
  let signedIn: SignedIn;
  let parts: Parts;
  let simulator: Simulator;
  let accounts: readonly Account[];

  beforeEach(async () => {
    signedIn = await signIn([], { accounts: [{ kind: 'agency', name: 'Meridian' }, { kind: 'brand', name: 'Nordlicht' }, { kind: 'partner', name: 'Harbour' }] });
    ({ parts, simulator } = signedIn);
    for (const { kind, sid, token, name } of simulator.accounts.slice(1)) {
      await parts.accounts.add({ kind, sid, token, name });
    }
    for (const { sid, kind } of simulator.accounts) {
      simulator.addJob(kind === 'agency' ? { ...FINISHED, id: ID } : RUNNING, sid);
    }
    await run('refresh');
    accounts = parts.accounts.stored;
  });

  afterEach(() => signedIn.signOut());

  const sidOf = (index: number): string => simulator.accounts[index]?.sid ?? assert.fail();

  it('have a level of their own, each with its kind and its jobs', () => {
    assert.deepEqual(outline(parts), ['Meridian | Agency', '  Completed', 'Nordlicht | Brand', '  Running', 'Harbour | Partner', '  Running']);
  });

  it('keep a bad token to the account that has it, with its next step before its jobs', async () => {
    const clear = simulator.setFault({ kind: 'answer', status: 401, body: 'envelope', accountSid: sidOf(1) });
    await assert.rejects(run('refresh'), /does not accept/);
    assert.deepEqual(outline(parts), ['Meridian | Agency', '  Completed', 'Nordlicht | token not accepted', '  Sign in again', '  Running', 'Harbour | Partner', '  Running']);
    const [, brand] = parts.tree.getChildren();
    assert.ok(brand);
    assert.match(String(parts.tree.getTreeItem(brand).contextValue), /^account stored on needsToken failed$/);
    const [note] = parts.tree.getChildren(brand);
    assert.ok(note);
    assert.equal(parts.tree.getTreeItem(note).command?.command, 'impactJobs.replaceToken');
    clear();
  });

  it('say each for itself since when they are stale, and until when there are no requests', async () => {
    const clear = [
      simulator.setFault({ kind: 'cut', at: 'headers', accountSid: sidOf(0) }),
      simulator.setFault({ kind: 'answer', status: 429, body: 'envelope', retryAfter: 300, accountSid: sidOf(1) }),
      simulator.setFault({ kind: 'answer', status: 403, body: 'envelope', accountSid: sidOf(2) }),
    ];
    await assert.rejects(run('refresh'));
    const lines = outline(parts);
    assert.match(lines[0] ?? '', /^Meridian \| stale since \d/);
    assert.match(lines[1] ?? '', /Try again/);
    assert.match(lines[3] ?? '', /^Nordlicht \| no requests until \d/);
    assert.deepEqual(lines.slice(6, 8), ['Harbour | token lacks the scope', '  Use another token']);
    clear.forEach((end) => end());
  });

  it('are asked one at a time where one row is refreshed', async () => {
    const before = simulator.requests.length;
    const [row] = parts.tree.getChildren();
    await run('refresh', row);
    assert.deepEqual(simulator.requests.slice(before).map(({ path }) => path), [`/Agencies/${sidOf(0)}/Jobs`]);
  });

  it('are renamed, and keep their jobs', async () => {
    await run('renameAccount', sidOf(1), '  Nordlicht \u202e Outdoor\n');
    assert.deepEqual(outline(parts).slice(2, 4), ['Nordlicht Outdoor | Brand', '  Running']);
    await assert.rejects(run('renameAccount', sidOf(1), 'x'.repeat(61)), /at most 60 characters/);
  });

  it('are switched off one by one: shown so, asked nothing, and switched on again', async () => {
    const [, , off] = parts.tree.getChildren();
    await run('disableAccount', off);
    assert.deepEqual(outline(parts).slice(4), ['Harbour | switched off']);
    assert.ok(off);
    assert.match(String(parts.tree.getTreeItem(off).contextValue), /^account stored off$/);
    assert.equal(parts.tree.getTreeItem(off).collapsibleState, vscode.TreeItemCollapsibleState.None);
    const before = simulator.requests.length;
    await run('refresh');
    assert.ok(simulator.requests.slice(before).every(({ path }) => !path.includes(sidOf(2))));
    assert.equal(simulator.requests.length, before + 2);
    await run('enableAccount', sidOf(2));
    await run('refresh');
    assert.deepEqual(outline(parts).slice(4), ['Harbour | Partner', '  Running']);
  });

  it('are still there, named and switched off as before, after a start', async () => {
    const { Accounts } = await import('../../src/vscode/accounts');
    const { Settings } = await import('../../src/vscode/settings');
    await run('renameAccount', sidOf(0), 'Mine');
    await run('disableAccount', sidOf(1));
    assert.deepEqual(parts.accounts.stored.map(({ name, isOff }) => [name, isOff]), [['Mine', false], ['Nordlicht', true], ['Harbour', false]]);
    // The same state, read by a second reader of it.
    const context = (parts.accounts as unknown as { context: vscode.ExtensionContext }).context;
    const settings = new Settings(() => undefined);
    const read = new Accounts(context, settings, {});
    assert.deepEqual(read.all.map(({ name, isOff }) => [name, isOff]), [['Mine', false], ['Nordlicht', true], ['Harbour', false]]);
    read.dispose();
    settings.dispose();
  });

  it('are left one by one, the others stay', async () => {
    const [first] = accounts;
    assert.ok(first);
    assert.equal(await run('removeAccount', first.sid), first.sid);
    assert.deepEqual(parts.accounts.stored.map(({ name }) => name), ['Nordlicht', 'Harbour']);
    assert.equal(await parts.accounts.readToken(first), undefined);
    assert.deepEqual(parts.accounts.notesOn(first), {});
    await run('removeAccount', sidOf(1));
    assert.deepEqual(rows(parts).filter((line) => !line.startsWith(' ')), ['Running | 1'], 'a single account has its groups at the root');
  });

  it('take another token', async () => {
    const [first] = accounts;
    assert.ok(first);
    await parts.accounts.replaceToken(first, 'wrong');
    await assert.rejects(run('refresh', parts.tree.getChildren()[0]), /does not accept/);
    assert.match(outline(parts)[0] ?? '', /token not accepted/);
    const asked = simulator.requests.length;
    await parts.accounts.replaceToken(first, simulator.accounts[0]?.token ?? '');
    await run('refresh', parts.tree.getChildren()[0]);
    assert.match(outline(parts)[0] ?? '', /Agency/);
    assert.equal(simulator.requests.length, asked + 1);
  });
});

describe('A single account', () => {
  let signedIn: SignedIn;

  afterEach(() => signedIn.signOut());

  it('is switched off and on without being named', async () => {
    signedIn = await signIn([RUNNING]);
    await run('disableAccount');
    assert.deepEqual(rows(signedIn.parts), []);
    assert.equal(signedIn.parts.store.snapshot.accounts[0]?.sync.kind, 'off');
    await run('enableAccount');
    await run('refresh');
    assert.equal(rows(signedIn.parts)[0], 'Running | 1');
    await assert.rejects(run('enableAccount'), /no account .* can be done with/);
  });

  it('has its next step before its jobs when its token is refused', async () => {
    signedIn = await signIn([RUNNING]);
    signedIn.simulator.setFault({ kind: 'answer', status: 401, body: 'envelope' });
    await assert.rejects(run('refresh'));
    assert.match(rows(signedIn.parts)[0] ?? '', /^Sign in again \| impact\.com does not accept/);
    signedIn.simulator.clearFaults();
    await run('refresh');
    assert.equal(rows(signedIn.parts)[0], 'Running | 1');
  });

  it('leads to the setting of its limit when this machine\'s requests for the hour are spent', async () => {
    signedIn = await signIn([RUNNING]);
    await configure('polling.requestsPerHour', LEAST_REQUESTS);
    try {
      await assert.rejects(async () => {
        for (let times = 0; times <= LEAST_REQUESTS; times++) {
          await run('refresh');
        }
      }, /impactJobs\.polling\.requestsPerHour/);
      const lines = rows(signedIn.parts);
      assert.match(lines[0] ?? '', /^Raise the limit \| This machine has sent/);
      assert.equal(lines[1], 'Running | 1');
    } finally {
      await configure('polling.requestsPerHour', undefined);
    }
    await run('refresh');
    assert.equal(rows(signedIn.parts)[0], 'Running | 1');
  });

  it('is not signed out by whatever passes', async () => {
    signedIn = await signIn([RUNNING]);
    const { parts, simulator } = signedIn;
    for (const fault of [{ kind: 'answer', status: 500 }, { kind: 'answer', status: 200, body: 'html' }, { kind: 'cut', at: 'headers' }, { kind: 'answer', status: 404 }] as const) {
      const clear = simulator.setFault(fault);
      await assert.rejects(run('refresh'));
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

  it('is recognised by a replay that only it forbids, remembered, and forgotten with the token', async () => {
    const readOnly = { kind: 'agency', sid: 'IRreadonly0123456789012345678901ab', readOnly: true, token: 'reads' } as const;
    signedIn = await signIn([{ ...FINISHED, id: ID }], { accounts: [readOnly, { ...readOnly, readOnly: false, token: 'replays' }] });
    const { parts, simulator } = signedIn;
    const [account] = parts.accounts.stored;
    assert.ok(account);
    await assert.rejects(run('replay', ID), /is read-only: it lists and downloads jobs but cannot replay them/);
    assert.equal(parts.accounts.stored[0]?.isReadOnly, true);
    const offered = (): boolean => parts.tree.getChildren().flatMap((group) => parts.tree.getChildren(group)).some((node) => /\breplayable\b/.test(parts.tree.getTreeItem(node).contextValue ?? ''));
    assert.equal(offered(), false, 'Replay is offered only where it can work');
    await assert.rejects(run('replay'), /no job that this can be done with/);
    const before = simulator.requests.length;
    await assert.rejects(run('replay', ID), /is read-only/);
    assert.deepEqual(simulator.requests.slice(before).map(({ method }) => method), ['PUT'], 'what is known is not asked again');
    await parts.accounts.replaceToken(account, 'replays');
    assert.equal(parts.accounts.stored[0]?.isReadOnly, false);
    assert.equal(offered(), true);
    await run('replay', ID);
  });

  it('that was given the right is believed', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    const { parts } = signedIn;
    const [account] = parts.accounts.stored;
    assert.ok(account);
    await parts.accounts.note(account, { isReadOnly: true });
    await run('replay', ID);
    assert.equal(parts.accounts.stored[0]?.isReadOnly, false);
  });

  it('is not blamed for a job that cannot be replayed', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    const { parts, simulator } = signedIn;
    simulator.updateJob(ID, { replayable: false });
    await assert.rejects(run('replay', ID), /cannot be replayed\. impact\.com says: Jobs of type ApiReport/);
    assert.equal(parts.accounts.stored[0]?.isReadOnly, false);
  });
});

describe('Credentials that are refused later', () => {
  let store: JobStore;
  let told: string[];
  let notes: Map<string, object>;
  let isFocused: boolean;
  let open: CredentialPrompts[];

  const refused = new ApiError('unauthorized', 'x', { status: 401 });
  const missing = new ApiError('unauthorized', 'x');

  /** A window; all share what is noted. */
  function aWindow(): void {
    const accounts = { notesOn: ({ id }: { id: string }) => notes.get(id) ?? {}, note: ({ id }: { id: string }, change: object) => Promise.resolve(void notes.set(id, { ...notes.get(id), ...change })) };
    const show = (message: string): Promise<undefined> => Promise.resolve(void told.push(message));
    open.push(new CredentialPrompts({ store, accounts, log: { error: assert.fail }, isFocused: () => isFocused, show }));
  }

  beforeEach(() => {
    store = new JobStore(new FakeClock());
    store.setAccounts([anAccount({ id: 'a', name: 'Mine' }), anAccount({ id: 'b', name: 'Yours', sid: 'IRyours' })]);
    told = [];
    notes = new Map();
    isFocused = true;
    open = [];
  });

  afterEach(() => open.forEach((prompts) => prompts.dispose()));

  const settle = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 20));

  it('are told once for each account, however often and in however many windows', async () => {
    aWindow();
    aWindow();
    store.applyList('a', [aJob({ id: '1' })]);
    for (let night = 0; night < 20; night++) {
      store.applyFailure('a', refused, undefined);
    }
    store.applyFailure('b', refused, undefined);
    aWindow();
    await settle();
    assert.deepEqual(told, ['impact.com no longer accepts the token of Mine.', 'impact.com no longer accepts the token of Yours.']);
  });

  it('are told again only after the account has answered', async () => {
    aWindow();
    store.applyFailure('a', refused, undefined);
    store.applyFailure('a', new ApiError('offline', 'x'), undefined);
    store.applyFailure('a', refused, undefined);
    await settle();
    assert.equal(told.length, 1);
    store.applyList('a', [aJob({ id: '1' })]);
    store.applyFailure('a', refused, undefined);
    await settle();
    assert.equal(told.length, 2);
  });

  it('wait for the window that the user is at', async () => {
    isFocused = false;
    aWindow();
    store.applyFailure('a', refused, undefined);
    await settle();
    assert.deepEqual(told, []);
    isFocused = true;
    store.applyFailure('a', refused, undefined);
    await settle();
    assert.equal(told.length, 1);
  });

  it('are not told of for what passes, or for a scope', async () => {
    aWindow();
    for (const kind of ['offline', 'server', 'timeout', 'rateLimited', 'unreadable', 'tls', 'forbidden', 'cut'] as const) {
      store.applyFailure('a', new ApiError(kind, 'x', { status: 500 }), undefined);
    }
    await settle();
    assert.deepEqual(told, []);
  });

  it('that VS Code has not kept are told of once, for all accounts and for good, with the other way in', async () => {
    aWindow();
    store.applyFailure('a', missing, undefined);
    store.applyFailure('b', missing, undefined);
    await settle();
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /has not kept the token of Mine.*IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN/);
    store.applyList('a', [aJob({ id: '1' })]);
    aWindow(); // the next start
    store.applyFailure('a', missing, undefined);
    await settle();
    assert.equal(told.length, 1);
  });
});
