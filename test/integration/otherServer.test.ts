import * as assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Account } from '../../src/core/account';
import { ApiError } from '../../src/core/apiError';
import { JobStore } from '../../src/core/jobs/jobStore';
import { startSimulator, type Simulator } from '../../src/simulator/startSimulator';
import { Accounts } from '../../src/vscode/accounts/accounts';
import { noticeServer } from '../../src/vscode/accounts/serverNotice';
import { askAboutServer } from '../../src/vscode/askAboutServer';
import { contextValues } from '../../src/vscode/jobs/contextKeys';
import { ServerQuestions } from '../../src/vscode/serverQuestions';
import { Settings } from '../../src/vscode/settings';
import { anAccount } from '../support/anAccount';
import { FakeClock } from '../support/fakeClock';
import { configure, rows, run, type SignedIn, signIn } from './support/extension';
import { toldBy } from './support/shownMessages';
import { FINISHED } from './support/someJobs';

describe('A token whose server is changed', () => {
  let signedIn: SignedIn;
  let other: Simulator;

  beforeEach(async () => {
    signedIn = await signIn([FINISHED]);
    // Takes the same credentials: whether it gets them is the question.
    other = await startSimulator({ clock: { now: () => Date.now() }, scenario: { jobs: [FINISHED] } });
  });
  afterEach(async () => {
    await signedIn.signOut();
    await other.close();
  });

  const account = (): Account => signedIn.parts.accounts.stored[0] ?? assert.fail();
  const state = (): unknown => contextValues(signedIn.parts.arranged, Date.now()).viewState;

  it('goes to no other server before the user agrees, and goes there afterward', async () => {
    for (const halfTyped of ['http://127.0.0.1:1', 'http://127.0.0.1', other.baseUrl]) {
      await configure('apiBaseUrl', halfTyped);
      assert.match(await toldBy(() => run('refresh')), /accepted by a different server/);
    }
    assert.deepEqual([other.requests.length, state(), rows(signedIn.parts)], [0, 'otherServer', []]);
    await signedIn.parts.accounts.answerServer(account(), other.baseUrl, true);
    await run('refresh');
    assert.deepEqual([other.requests.length, rows(signedIn.parts)[0]], [1, 'Completed | 1']);
  });

  it('names both servers in a question, and a "no" keeps it at its server', async () => {
    await configure('apiBaseUrl', other.baseUrl);
    const asked: string[] = [];
    const answer = (isAgreed: boolean) => (question: string, _yes: string, detail?: string) => {
      asked.push(`${question} ${detail}`);
      return Promise.resolve(isAgreed);
    };
    assert.equal(await askAboutServer(signedIn.parts.accounts, account(), answer(false)), false);
    const [question = ''] = asked;
    assert.ok(question.includes(other.baseUrl) && question.includes(signedIn.simulator.baseUrl), question);
    assert.match(await toldBy(() => run('refresh')), /accepted by a different server/);
    assert.deepEqual(signedIn.parts.accounts.notesOn(account()).declinedServers, [other.baseUrl]);
    assert.equal(await askAboutServer(signedIn.parts.accounts, account(), answer(true)), true);
    assert.equal(await signedIn.parts.accounts.readToken(account()), signedIn.token);
    assert.deepEqual(signedIn.parts.accounts.notesOn(account()).declinedServers, []);
  });

  it('continues as before when the setting is restored', async () => {
    await configure('apiBaseUrl', other.baseUrl);
    assert.notEqual(await toldBy(() => run('refresh')), '');
    await configure('apiBaseUrl', signedIn.simulator.baseUrl);
    await run('refresh');
    assert.deepEqual([other.requests.length, rows(signedIn.parts)[0]], [0, 'Completed | 1']);
  });

  it('goes only to impact.com if it was stored before servers were remembered', async () => {
    const { accounts } = signedIn.parts;
    await accounts.note(account(), { servers: undefined });
    await assert.rejects(accounts.readToken(account()), { kind: 'otherServer' });
    const atImpact = { ...account(), baseUrl: 'https://api.impact.com' };
    assert.equal(await accounts.readToken(atImpact), signedIn.token);
  });

  it('goes to the server that accepted it after it is replaced, and no longer to the previous one', async () => {
    await configure('apiBaseUrl', other.baseUrl);
    await signedIn.parts.accounts.replaceToken(account(), signedIn.token);
    await run('refresh');
    assert.equal(other.requests.length, 1);
    await configure('apiBaseUrl', signedIn.simulator.baseUrl);
    assert.match(await toldBy(() => run('refresh')), /accepted by a different server/);
  });

  it('is not moved by IMPACT_API_BASE_URL, which is for the account of the environment', async () => {
    const { context } = signedIn.parts.accounts as unknown as { context: vscode.ExtensionContext };
    const settings = new Settings(() => undefined);
    const environment = { IMPACT_ACCOUNT_SID: 'IRenvironment', IMPACT_AUTH_TOKEN: 'of the environment' };
    const accounts = new Accounts(context, settings, { ...environment, IMPACT_API_BASE_URL: other.baseUrl });
    const [own, stored] = accounts.all;
    assert.ok(own && stored);
    assert.deepEqual([own.baseUrl, stored.baseUrl], [other.baseUrl, signedIn.simulator.baseUrl]);
    assert.equal(await accounts.readToken(own), 'of the environment');
    accounts.dispose();

    const kept = new Map<string, unknown>();
    const state = {
      get: (key: string, fallback?: unknown) => kept.get(key) ?? fallback,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    } as Pick<vscode.Memento, 'get' | 'update'>;
    const said: string[] = [];
    const at = (baseUrl: string): readonly Account[] => [
      { ...own, baseUrl },
      { ...stored, baseUrl },
    ];
    for (const baseUrl of ['https://gateway.test/impact', 'https://gateway.test', 'https://b.test', other.baseUrl]) {
      await noticeServer(state, at(baseUrl), (sentence) => said.push(sentence));
    }
    await noticeServer(state, at('https://api.impact.com'), (sentence) => said.push(sentence));
    assert.deepEqual(
      said.map((sentence) => /https:\S+/.exec(sentence)?.[0]),
      ['https://gateway.test', 'https://b.test'],
      'each host is named once, and neither this machine nor impact.com',
    );

    // Without it that account follows the setting, under the same question.
    const following = new Accounts(context, settings, environment);
    const [follower] = following.all;
    assert.ok(follower);
    await assert.rejects(following.readToken(follower), { kind: 'otherServer' });
    following.dispose();
    settings.dispose();
  });
});

describe('The question whether a token goes to another server', () => {
  const refused = new ApiError('otherServer', 'x');
  let clock: FakeClock;
  let store: JobStore;
  let asked: string[];
  let refreshed: string[];
  let answers: boolean[];
  let notes: Map<string, { declinedServers: readonly string[] }>;
  let isFocused: boolean;
  let open: ServerQuestions[];

  function aWindow(): void {
    open.push(
      new ServerQuestions({
        store,
        clock,
        accounts: {
          notesOn: ({ id }) => notes.get(id) ?? {},
          serversOf: () => [],
          answerServer: () => Promise.resolve(),
          ownerOf: (account) => account,
        },
        log: { error: assert.fail },
        refresh: (id) => Promise.resolve(void refreshed.push(id)),
        isFocused: () => isFocused,
        ask: ({ id, baseUrl }) => {
          asked.push(`${id} ${baseUrl}`);
          return Promise.resolve(answers.shift() ?? false);
        },
      }),
    );
  }

  /** The setting names another server, and each account is looked at. */
  function configured(baseUrl: string, ...ids: readonly string[]): void {
    store.setAccounts(ids.map((id) => anAccount({ id, sid: `IR${id}`, baseUrl })));
    ids.forEach((id) => store.applyFailure(id, refused, undefined));
  }

  beforeEach(() => {
    clock = new FakeClock();
    store = new JobStore(clock);
    [asked, refreshed, answers, open] = [[], [], [], []];
    notes = new Map();
    isFocused = true;
    aWindow();
  });
  afterEach(() => open.forEach((questions) => questions.dispose()));

  it('appears once for each token and server, and a yes polls the account', async () => {
    answers = [true, false];
    configured('https://one.test/api', 'a', 'b');
    await clock.advance(10_000);
    assert.deepEqual([asked, refreshed], [['a https://one.test/api', 'b https://one.test/api'], ['a']]);
    configured('https://one.test/other', 'a', 'b');
    await clock.advance(10_000);
    assert.equal(asked.length, 2);
    configured('https://two.test', 'b');
    await clock.advance(10_000);
    assert.deepEqual(asked.slice(2), ['b https://two.test']);
  });

  it('waits until the setting is no longer being typed', async () => {
    for (const typed of ['https://a', 'https://ap', 'https://api', 'https://api.test']) {
      configured(typed, 'a');
      await clock.advance(1_000);
    }
    assert.deepEqual(asked, []);
    await clock.advance(10_000);
    assert.deepEqual(asked, ['a https://api.test']);
  });

  it('waits for the focused window, and is not asked if another window has asked it', async () => {
    isFocused = false;
    configured('https://one.test', 'a');
    await clock.advance(10_000);
    assert.deepEqual(asked, []);
    isFocused = true;
    notes.set('a', { declinedServers: ['https://one.test'] });
    store.applyFailure('a', refused, undefined);
    await clock.advance(10_000);
    assert.deepEqual(asked, []);
  });
});
