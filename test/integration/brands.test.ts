import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Account } from '../../src/core/account';
import type { ChosenBrand } from '../../src/core/accounts/brand';
import type { SimulatorOptions } from '../../src/simulator/simulatorOptions';
import { Accounts } from '../../src/vscode/accounts/accounts';
import { Settings } from '../../src/vscode/settings';
import { FakeClock } from '../support/fakeClock';
import { answerSteps } from './support/answerSteps';
import { rows, run, type SignedIn, signIn, until } from './support/extension';
import { recordLog } from './support/recordLog';
import { recordMessages, toldBy } from './support/shownMessages';

const FINISHED = { type: 'ApiReport', createdAgoMs: 1_800_000, queueMs: 10_000, runMs: 60_000, percents: [] } as const;

interface StateAndSecrets {
  readonly globalState: vscode.Memento;
  readonly secrets: vscode.SecretStorage;
}

/** The texts of everything that this extension stores in VS Code and shows, and what the log says. */
function everythingKept({ parts }: SignedIn): string {
  const state = Object.fromEntries(parts.state.keys().map((key) => [key, parts.state.get(key)]));
  const shown = parts.store.snapshot.accounts.map(({ account, entries, sync }) => ({
    account,
    jobs: [...entries.values()],
    sync,
  }));
  return JSON.stringify([state, shown, rows(parts)]);
}

describe('The brands of an agency', () => {
  let signedIn: SignedIn;

  async function open(options: Partial<SimulatorOptions> = {}): Promise<void> {
    signedIn = await signIn([FINISHED], { brands: 6, ...options });
  }

  afterEach(() => signedIn.signOut());

  const brandsOf = (): readonly Account[] => signedIn.parts.accounts.all.filter(({ brandId }) => brandId !== undefined);
  const managed = (index: number): { readonly id: string; readonly name: string } => {
    const { brand, name } = signedIn.simulator.accounts[index + 1] ?? assert.fail();
    return { id: brand?.id ?? assert.fail(), name };
  };
  const choose = (brandIds?: unknown): Promise<readonly ChosenBrand[]> =>
    run('chooseBrands', { accountSid: signedIn.sid, brandIds });

  it('become accounts of their own, reached with the token and the path of the agency', async () => {
    await open();
    const [first, second] = [managed(0), managed(1)];
    signedIn.simulator.addJob({ ...FINISHED, id: 'of-the-first' }, signedIn.simulator.accounts[1]?.sid);
    const chosen = await choose([second.id, Number(first.id)]);
    assert.deepEqual(chosen.map(({ name }) => name).sort(), [first.name, second.name].sort());
    assert.deepEqual(Object.keys(chosen[0] ?? {}).sort(), ['currency', 'id', 'name', 'timeZone']);
    const before = signedIn.simulator.requests.length;
    await run('refresh');
    assert.deepEqual(
      signedIn.simulator.requests
        .slice(before)
        .map(({ path }) => path)
        .sort(),
      ['', `/Advertisers/${first.id}`, `/Advertisers/${second.id}`]
        .map((brand) => `/Agencies/${signedIn.sid}${brand}/Jobs`)
        .sort(),
    );
    const brand = brandsOf().find(({ brandId }) => brandId === first.id);
    assert.deepEqual([brand?.kind, brand?.sid, brand?.timeZone], ['brand', signedIn.sid, 'America/Chicago']);
    assert.ok(signedIn.parts.store.entry(brand?.id ?? '', 'of-the-first'));
    const job = await run<{ id: string }>('replay', { jobId: 'of-the-first', accountSid: first.id });
    assert.equal(job.id, 'of-the-first');
  });

  it('leave no credentials of their own behind, anywhere', async () => {
    await open();
    await choose('all');
    await run('refresh');
    await run('copyDiagnostics');
    const texts = [everythingKept(signedIn), await vscode.env.clipboard.readText()].join('\n');
    for (const { sid, token, brand } of signedIn.simulator.accounts) {
      assert.ok(brand === undefined || !texts.includes(sid), `the SID of ${brand?.id}`);
      assert.ok(!texts.includes(token), 'a token');
    }
    assert.ok(!/RestAccountURL|impactradius|TaxId/i.test(texts));
    assert.equal(brandsOf().length, 6);
  });

  it('never show their credentials in the output channel or in an error, whatever impact.com responds', async () => {
    await open();
    const said = recordLog(signedIn.parts.log);
    const shown = recordMessages();
    const { sid, token, path } = signedIn.simulator.accounts[1] ?? assert.fail();
    const url = `${sid}:${token}@api.impactradius.com${path}`;
    const bodies = [
      `[{"Id":"1","Name":"A brand","RestAccountURL":"${url}"`,
      JSON.stringify({ Advertisers: [{ Id: `${url}`, RestAccountURL: url }], '@nextpageuri': `https://${url}` }),
      JSON.stringify({ Status: 'ERROR', Message: `Can't read ${url}` }),
      `<ImpactRadiusResponse><Status>ERROR</Status><Message>Can't read ${url}</Message></ImpactRadiusResponse>`,
      `Can't read ${url}`,
    ];
    for (const [status, text] of bodies.flatMap((body) => [200, 400, 500].map((code) => [code, body] as const))) {
      const clear = signedIn.simulator.setFault({ kind: 'answer', status, body: { text }, endpoint: 'brands' });
      await choose('all').then(
        () => undefined,
        (error: unknown) => said.lines.push(error instanceof Error ? `${error.message} ${error.stack}` : String(error)),
      );
      clear();
    }
    await choose('all');
    shown.stop();
    said.stop();
    assert.ok(said.lines.length > bodies.length);
    const texts = [...said.lines, ...shown.messages, everythingKept(signedIn)].join('\n');
    assert.ok(!texts.includes(token) && !texts.includes(`${sid}:`), texts);
    assert.ok(!/RestAccountURL/i.test(texts));
  });

  it('are none for some agencies, which a script and the list say', async () => {
    await open({ brands: 0 });
    assert.deepEqual(await choose('all'), []);
    const shown = recordMessages();
    await choose();
    shown.stop();
    assert.deepEqual(shown.messages, [`impact.com lists no brands for ${signedIn.parts.accounts.all[0]?.name}.`]);
    assert.deepEqual(brandsOf(), []);
  });

  it('stay chosen if Enter is pressed before they are checked in the list, also if they are behind with payments', async () => {
    await open({ brands: 60 });
    const delinquent = managed(14);
    signedIn.simulator.addJob({ ...FINISHED, id: 'of-a-delinquent' }, signedIn.simulator.accounts[15]?.sid);
    await choose([delinquent.id]);
    await run('refresh');
    const [brand] = brandsOf();
    assert.equal(brand?.name, delinquent.name);
    assert.ok(signedIn.parts.store.entry(brand?.id ?? '', 'of-a-delinquent'));
    const kept = await answerSteps('Enter', choose());
    assert.deepEqual(
      kept.map(({ id }) => id),
      [delinquent.id],
    );
  });

  it('can all be chosen from a list of many pages, but only active ones', async () => {
    await open({ brands: 60, lists: { pageSize: 25 } });
    const chosen = await choose('all');
    assert.equal(chosen.length, 56);
    assert.ok(!chosen.some(({ id }) => id === managed(14).id));
  });

  it('stay as they are if all are wanted, and impact.com sends only a part of the list', async () => {
    await open({ brands: 60, lists: { pageSize: 25 } });
    await choose([managed(0).id, managed(59).id]);
    signedIn.simulator.setFault({ kind: 'answer', status: 429, body: 'envelope', endpoint: 'brands', nth: 2 });
    await assert.rejects(choose('all'), /Not all brands could be loaded/);
    assert.deepEqual(new Set(brandsOf().map(({ brandId }) => brandId)), new Set([managed(0).id, managed(59).id]));
  });

  it('go when they are no longer chosen, and with their agency', async () => {
    await open();
    await choose([managed(0).id, managed(1).id]);
    await run('removeAccount', managed(0).id);
    assert.deepEqual(
      brandsOf().map(({ brandId }) => brandId),
      [managed(1).id],
    );
    await choose([]);
    assert.deepEqual(brandsOf(), []);
    await choose('all');
    await run('removeAccount', signedIn.sid);
    assert.deepEqual(signedIn.parts.accounts.all, []);
    assert.ok(!JSON.stringify(signedIn.parts.state.get('impactJobs.brands', {})).includes(managed(1).id));
  });

  it('are chosen for all windows, and each window keeps what another has chosen', async () => {
    await open();
    await choose([managed(0).id]);
    const { state } = signedIn.parts;
    const secrets = { onDidChange: () => ({ dispose: () => undefined }) } as unknown as vscode.SecretStorage;
    const other: StateAndSecrets = { globalState: state, secrets };
    const settings = new Settings(assert.fail);
    const accounts = new Accounts(other as vscode.ExtensionContext, settings, {});
    assert.deepEqual(
      accounts.all.map(({ brandId }) => brandId),
      [undefined, managed(0).id],
    );
    await choose([managed(0).id, managed(2).id]);
    assert.equal(accounts.choiceOf(accounts.all[0] ?? assert.fail()).chosen.length, 2);
    accounts.dispose();
    settings.dispose();
  });

  it('need a token that may list them, and an agency', async () => {
    await open();
    const clear = signedIn.simulator.setFault({ kind: 'answer', status: 403, body: 'envelope', endpoint: 'brands' });
    await assert.rejects(choose('all'), /can't list brands.*give it access to Advertisers/);
    clear();
    await assert.rejects(choose(['7']), /The agency has no brand 7/);
    await assert.rejects(choose(['../x']), /brandIds takes a list of brand IDs/);
    await assert.rejects(run('chooseBrands', { accountSid: 'IRother', brandIds: 'all' }), /Account IRother not found/);
    assert.deepEqual(brandsOf(), []);
  });

  it('stay chosen while the list cannot be loaded', async () => {
    await open();
    await choose([managed(0).id]);
    const clear = signedIn.simulator.setFault({ kind: 'cut', at: 'headers' });
    await assert.rejects(choose('all'), /connection|network|reach/i);
    clear();
    assert.equal(brandsOf().length, 1);
  });

  it('that impact.com no longer lets the agency see say so, with a way to the list', async () => {
    await open();
    await choose([managed(0).id]);
    const clear = signedIn.simulator.setFault({
      kind: 'answer',
      status: 403,
      body: 'envelope',
      brandId: managed(0).id,
    });
    assert.notEqual(await toldBy(() => run('refresh')), '');
    clear();
    const [, brand] = signedIn.parts.tree.getChildren();
    assert.ok(brand);
    assert.equal(signedIn.parts.tree.getTreeItem(brand).description, 'no access');
    const [note] = signedIn.parts.tree.getChildren(brand);
    assert.equal(signedIn.parts.tree.getTreeItem(note ?? assert.fail()).command?.command, 'impactJobs.chooseBrands');
  });

  it('that are new are counted in the row of the agency, once a day', async () => {
    await open();
    const { accounts } = signedIn.parts;
    await choose([managed(0).id]);
    const agency = accounts.find(`agency:${signedIn.sid}`) ?? assert.fail();
    const seen = accounts.choiceOf(agency);
    const lists = (): number => signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'brands').length;
    const before = lists();
    await accounts.chooseBrands(agency, { ...seen, offeredIds: seen.offeredIds.slice(0, 4), listedAtMs: 0 });
    signedIn.simulator.addJob();
    await run('refresh');
    await until(signedIn.parts, () => accounts.find(agency.id)?.newBrandCount === 2);
    signedIn.simulator.addJob();
    await run('refresh');
    assert.equal(lists(), before + 1);
    assert.match(rows(signedIn.parts)[0] ?? '', /Agency · 2 new brands/);
  });

  it('are offered once when an agency has signed in', async () => {
    await open();
    const { accounts, watchers } = signedIn.parts;
    const { offerBrands } = await import('../../src/vscode/accounts/offerBrands');
    const recorded = recordMessages();
    const agency = accounts.all[0] ?? assert.fail();
    await offerBrands({ accounts, watchers, clock: new FakeClock() }, agency);
    await choose([]);
    await offerBrands({ accounts, watchers, clock: new FakeClock() }, agency);
    recorded.stop();
    assert.deepEqual(recorded.messages, [`${agency.name} manages 6 brands. Their jobs can be watched here, too.`]);
  });
});
