import * as assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Account } from '../../src/core/account';
import type { Simulator } from '../../src/simulator/startSimulator';
import { type Parts, rows, run, type SignedIn, signIn } from './support/extension';
import { toldBy } from './support/shownMessages';
import { FINISHED, UPLOADING } from './support/someJobs';

const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';

/** The description of each account and the rows below it, without the jobs. */
function outline({ tree }: Parts): string[] {
  return tree.getChildren().flatMap((node) => {
    const { label, description } = tree.getTreeItem(node);
    return [
      `${label as string} | ${String(description ?? '')}`,
      ...tree.getChildren(node).map((child) => `  ${tree.getTreeItem(child).label as string}`),
    ];
  });
}

/** The files with what the windows share about accounts' lists. */
function sharedLists({ storage }: Parts): readonly string[] {
  return readdirSync(path.join(storage.fsPath, 'share', 'accounts')).filter((name) => name.endsWith('.state.json'));
}

describe('Several accounts', () => {
  let signedIn: SignedIn;
  let parts: Parts;
  let simulator: Simulator;
  let accounts: readonly Account[];

  beforeEach(async () => {
    // The jobs are there from each account's first list, after which none is news.
    signedIn = await signIn([{ ...FINISHED, id: ID }], {
      accounts: [
        { kind: 'agency', name: 'Meridian' },
        { kind: 'brand', name: 'Nordlicht' },
        { kind: 'partner', name: 'Harbour' },
      ],
    });
    ({ parts, simulator } = signedIn);
    for (const { kind, sid, token, name } of simulator.accounts.slice(1)) {
      simulator.addJob(UPLOADING, sid);
      await parts.accounts.add({ kind, sid, token, name });
    }
    await run('refresh');
    accounts = parts.accounts.stored;
  });

  afterEach(() => signedIn.signOut());

  const sidOf = (index: number): string => simulator.accounts[index]?.sid ?? assert.fail();

  it('each have their own level with their kind and jobs', () => {
    assert.deepEqual(outline(parts), [
      'Meridian | Agency',
      '  Completed',
      'Nordlicht | 1 running · Brand',
      '  Running',
      'Harbour | 1 running · Partner',
      '  Running',
    ]);
  });

  it('show a bad token only on its account, with the next step before the jobs', async () => {
    const clear = simulator.setFault({ kind: 'answer', status: 401, body: 'envelope', accountSid: sidOf(1) });
    assert.match(await toldBy(() => run('refresh')), /^impact\.com (no longer accepts|doesn't accept) .*$/);
    assert.deepEqual(outline(parts), [
      'Meridian | Agency',
      '  Completed',
      'Nordlicht | token rejected',
      '  Sign in again',
      '  Running',
      'Harbour | 1 running · Partner',
      '  Running',
    ]);
    const [, brand] = parts.tree.getChildren();
    assert.ok(brand);
    assert.match(String(parts.tree.getTreeItem(brand).contextValue), /^account stored on needsToken failed$/);
    const [note] = parts.tree.getChildren(brand);
    assert.ok(note);
    assert.equal(parts.tree.getTreeItem(note).command?.command, 'impactJobs.replaceToken');
    clear();
  });

  it('each say since when they are stale, and until when there are no requests', async () => {
    const clear = [
      simulator.setFault({ kind: 'cut', at: 'headers', accountSid: sidOf(0) }),
      simulator.setFault({ kind: 'answer', status: 429, body: 'envelope', retryAfter: 300, accountSid: sidOf(1) }),
      simulator.setFault({ kind: 'answer', status: 403, body: 'envelope', accountSid: sidOf(2) }),
    ];
    assert.notEqual(await toldBy(() => run('refresh')), '');
    const lines = outline(parts);
    assert.match(lines[0] ?? '', /^Meridian \| not updated since \d/);
    assert.match(lines[1] ?? '', /Try again/);
    assert.match(lines[3] ?? '', /^Nordlicht \| no requests until .*\d:\d\d/);
    assert.deepEqual(lines.slice(6, 8), ['Harbour | token lacks the Jobs scope', '  Use another token']);
    clear.forEach((end) => end());
  });

  it('are requested one at a time when one row is refreshed', async () => {
    const before = simulator.requests.length;
    const [row] = parts.tree.getChildren();
    await run('refresh', row);
    assert.deepEqual(
      simulator.requests.slice(before).map(({ path }) => path),
      [`/Agencies/${sidOf(0)}/Jobs`],
    );
  });

  it('can be renamed and keep their jobs', async () => {
    await run('renameAccount', sidOf(1), '  Nordlicht \u202e Outdoor\n');
    assert.deepEqual(outline(parts).slice(2, 4), ['Nordlicht Outdoor | 1 running · Brand', '  Running']);
    await assert.rejects(run('renameAccount', sidOf(1), 'x'.repeat(61)), /Use 60 characters or fewer/);
  });

  it('can be turned off one by one: shown as off, not requested, and turned on again', async () => {
    const [, , off] = parts.tree.getChildren();
    await run('disableAccount', off);
    assert.deepEqual(outline(parts).slice(4), ['Harbour | turned off']);
    assert.ok(off);
    assert.match(String(parts.tree.getTreeItem(off).contextValue), /^account stored off$/);
    assert.equal(parts.tree.getTreeItem(off).collapsibleState, vscode.TreeItemCollapsibleState.None);
    const before = simulator.requests.length;
    await run('refresh');
    assert.ok(simulator.requests.slice(before).every(({ path }) => !path.includes(sidOf(2))));
    assert.equal(simulator.requests.length, before + 2);
    await run('enableAccount', sidOf(2));
    await run('refresh');
    assert.deepEqual(outline(parts).slice(4), ['Harbour | 1 running · Partner', '  Running']);
  });

  it('are still there after a restart, with their names and on/off states', async () => {
    const { Accounts } = await import('../../src/vscode/accounts/accounts');
    const { Settings } = await import('../../src/vscode/settings');
    await run('renameAccount', sidOf(0), 'Mine');
    await run('disableAccount', sidOf(1));
    assert.deepEqual(
      parts.accounts.stored.map(({ name, isOff }) => [name, isOff]),
      [
        ['Mine', false],
        ['Nordlicht', true],
        ['Harbour', false],
      ],
    );
    // The same state, read by a second reader of it.
    const context = (parts.accounts as unknown as { context: vscode.ExtensionContext }).context;
    const settings = new Settings(() => undefined);
    const read = new Accounts(context, settings, {});
    assert.deepEqual(
      read.all.map(({ name, isOff }) => [name, isOff]),
      [
        ['Mine', false],
        ['Nordlicht', true],
        ['Harbour', false],
      ],
    );
    read.dispose();
    settings.dispose();
  });

  it('are one account if the environment and a sign-in name the same one', async () => {
    const { Accounts } = await import('../../src/vscode/accounts/accounts');
    const { Settings } = await import('../../src/vscode/settings');
    const context = (parts.accounts as unknown as { context: vscode.ExtensionContext }).context;
    const settings = new Settings(() => undefined);
    const [mine = assert.fail('nobody is signed in')] = parts.accounts.stored;
    const sources = (environment: NodeJS.ProcessEnv): readonly string[] => {
      const read = new Accounts(context, settings, {
        IMPACT_ACCOUNT_SID: mine.sid,
        IMPACT_AUTH_TOKEN: 'x',
        IMPACT_ACCOUNT_KIND: mine.kind,
        ...environment,
      });
      read.dispose();
      return read.all.filter(({ sid }) => sid === mine.sid).map(({ source }) => source);
    };
    assert.deepEqual(sources({}), ['stored']);
    assert.deepEqual(sources({ IMPACT_API_BASE_URL: 'https://gateway.test' }), ['environment', 'stored']);
    settings.dispose();
  });

  it('ignore an environment account with an invalid kind and an unsafe server address, and say so once', async () => {
    const { Accounts } = await import('../../src/vscode/accounts/accounts');
    const { Settings } = await import('../../src/vscode/settings');
    const context = (parts.accounts as unknown as { context: vscode.ExtensionContext }).context;
    const settings = new Settings(() => undefined);
    const read = (
      environment: NodeJS.ProcessEnv,
    ): { readonly own: readonly Account[]; readonly said: readonly string[] } => {
      const said: string[] = [];
      const found = new Accounts(
        context,
        settings,
        { IMPACT_ACCOUNT_SID: 'IRenvironment', IMPACT_AUTH_TOKEN: 'x', ...environment },
        (sentence) => said.push(sentence),
      );
      found.setDemo(undefined); // reads all anew
      found.dispose();
      return { own: found.all.filter(({ source }) => source === 'environment'), said };
    };
    assert.deepEqual(read({ IMPACT_ACCOUNT_KIND: 'agent' }), {
      own: [],
      said: [
        'IMPACT_ACCOUNT_KIND can\'t be "agent". Use agency, brand, or partner. The account from the environment variables is ignored.',
      ],
    });
    assert.deepEqual([read({ IMPACT_ACCOUNT_KIND: 'brand' }).own[0]?.kind, read({}).own[0]?.kind], ['brand', 'agency']);
    for (const address of ['http://api.example.com', 'ftp://127.0.0.1', 'nonsense']) {
      const { own, said } = read({ IMPACT_API_BASE_URL: address });
      assert.deepEqual(
        [own[0]?.baseUrl, said],
        [
          simulator.baseUrl,
          [
            'IMPACT_API_BASE_URL must be an https address, or an http address on this machine. The setting impactJobs.apiBaseUrl is used instead.',
          ],
        ],
        address,
      );
    }
    assert.equal(read({ IMPACT_API_BASE_URL: 'https://api.example.com' }).own[0]?.baseUrl, 'https://api.example.com');
    settings.dispose();
  });

  it('can be signed out one by one while the others stay', async () => {
    const [first] = accounts;
    assert.ok(first);
    const before = sharedLists(parts);
    assert.ok(before.length >= 3, 'each account has shared its list');
    assert.equal(await run('removeAccount', first.sid), first.sid);
    assert.ok(sharedLists(parts).length < before.length, 'what the windows shared about it is deleted');
    assert.deepEqual(
      parts.accounts.stored.map(({ name }) => name),
      ['Nordlicht', 'Harbour'],
    );
    assert.equal(await parts.accounts.readToken(first), undefined);
    assert.deepEqual(parts.accounts.notesOn(first), {});
    await run('removeAccount', sidOf(1));
    assert.deepEqual(
      rows(parts).filter((line) => !line.startsWith(' ')),
      ['Running | 1'],
      'a single account has its groups at the root',
    );
  });

  it('are not added if VS Code does not keep the token', async () => {
    const { Accounts } = await import('../../src/vscode/accounts/accounts');
    const { Settings } = await import('../../src/vscode/settings');
    const { globalState, secrets } = (parts.accounts as unknown as { context: vscode.ExtensionContext }).context;
    const settings = new Settings(() => undefined);
    const forgetful = {
      globalState,
      secrets: {
        ...secrets,
        onDidChange: secrets.onDidChange,
        store: () => Promise.resolve(),
        get: () => Promise.resolve(undefined),
      },
    } as unknown as vscode.ExtensionContext;
    const elsewhere = new Accounts(forgetful, settings, {});
    await assert.rejects(
      elsewhere.add({ kind: 'agency', sid: 'IRforgotten', name: 'Forgotten', token: 'x' }),
      /couldn't be saved in VS Code secret storage/,
    );
    assert.equal(
      elsewhere.all.some(({ sid }) => sid === 'IRforgotten'),
      false,
    );
    elsewhere.dispose();
    settings.dispose();
  });

  it('accept a replacement token', async () => {
    const [first] = accounts;
    assert.ok(first);
    await parts.accounts.replaceToken(first, 'wrong');
    assert.match(
      await toldBy(() => run('refresh', parts.tree.getChildren()[0])),
      /^impact\.com (no longer accepts|doesn't accept) .*$/,
    );
    assert.match(outline(parts)[0] ?? '', /token rejected/);
    const asked = simulator.requests.length;
    await parts.accounts.replaceToken(first, simulator.accounts[0]?.token ?? '');
    await run('refresh', parts.tree.getChildren()[0]);
    assert.match(outline(parts)[0] ?? '', /Agency/);
    assert.equal(simulator.requests.length, asked + 1);
  });
});
