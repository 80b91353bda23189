import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startSimulator } from '../../src/simulator/startSimulator';
import type { Account } from '../../src/core/account';
import type { Job } from '../../src/core/jobs/job';
import { waitUntil } from '../support/waitUntil';
import { answerSteps } from './support/answerSteps';
import { activated, configure, run, type SignedIn, signIn } from './support/extension';

const FILTERS = 'START_DATE=2026-10-01&END_DATE=2026-10-31&SUPERSTATUS_MS=APPROVED&SUPERSTATUS_MS=PENDING&SHOW_GA=1';
const CLIPBOARD_ROW = '$(clippy) Use the link from the clipboard';
const TYPED_ROW = '$(link) Use this link';

/** The lists that dialogs show, from VS Code itself. */
class Lists {
  private readonly create = vscode.window.createQuickPick.bind(vscode.window);
  private readonly shown: vscode.QuickPick<vscode.QuickPickItem>[] = [];

  constructor() {
    vscode.window.createQuickPick = <T extends vscode.QuickPickItem>(): vscode.QuickPick<T> => {
      const list = this.create<T>();
      this.shown.push(list);
      return list;
    };
  }

  get last(): vscode.QuickPick<vscode.QuickPickItem> {
    return this.shown.at(-1) ?? assert.fail('no list');
  }

  /** Waits for a row in the last list. */
  async row(label: string): Promise<vscode.QuickPickItem> {
    const find = (): vscode.QuickPickItem | undefined =>
      this.shown.at(-1)?.items.find((item) => item.label.startsWith(label));
    await waitUntil(() => find() !== undefined);
    return find() ?? assert.fail(label);
  }

  async take(label: string): Promise<void> {
    await this.row(label);
    const { last } = this;
    // A list can draw its rows anew at any time.
    const find = (): vscode.QuickPickItem | undefined => last.items.find((item) => item.label.startsWith(label));
    for (let row = find(); this.last === last && row !== undefined; row = find()) {
      last.activeItems = [row];
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get rows(): readonly string[] {
    return this.last.items.map(({ label, description = '' }) => `${label} | ${description}`);
  }

  dispose(): void {
    vscode.window.createQuickPick = this.create;
  }
}

describe('A link of impact.com', () => {
  let signedIn: SignedIn;
  let lists: Lists;

  beforeEach(async () => {
    await vscode.env.clipboard.writeText('');
    lists = new Lists();
  });

  afterEach(async () => {
    lists.dispose();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await signedIn.signOut();
  });

  const linkTo = (path: string, credentials = `${signedIn.sid}:${encodeURIComponent(signedIn.token)}@`): string =>
    `${signedIn.simulator.baseUrl.replace('://', `://${credentials}`)}/Agencies/${signedIn.sid}/${path}`;
  const exported = (): readonly string[] =>
    signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').map(({ query }) => query);
  const leave = async (flow: Promise<unknown>): Promise<void> => {
    await answerSteps('Escape', flow);
    assert.deepEqual(exported(), []);
  };

  it('in the clipboard is offered by Export a Report, and fills in the whole export', async () => {
    signedIn = await signIn([]);
    await vscode.env.clipboard.writeText(linkTo(`ReportExport/agency_action_listing?${FILTERS}&ResultFormat=JSON`));
    const flow = run<Job>('exportReport');
    assert.equal((await lists.row(CLIPBOARD_ROW)).description, 'agency_action_listing');
    assert.ok(!lists.rows.join('\n').includes(signedIn.token));
    assert.notEqual(lists.last.activeItems[0]?.label, CLIPBOARD_ROW);
    await lists.take(CLIPBOARD_ROW);
    await lists.row('$(edit) Format');
    assert.equal(lists.last.title, 'Export Action Listing');
    const rows = lists.rows.join('\n');
    assert.ok(!rows.includes('$(error)'), rows);
    assert.match(rows, /Days \| Oct 2026 /);
    assert.match(rows, /SUPERSTATUS_MS \| APPROVED, PENDING/);
    assert.match(rows, /SHOW_GA \| 1\n/);
    lists.last.activeItems = [await lists.row('$(play) Export')];
    await answerSteps('Enter', flow);
    const [query] = exported().map((text) => new URLSearchParams(text));
    assert.deepEqual([...(query ?? [])].sort(), [...new URLSearchParams(`${FILTERS}&ResultFormat=JSON`)].sort());
  });

  it('is not offered if it leads to another server, or to no report', async () => {
    signedIn = await signIn([]);
    for (const text of ['https://example.org/ReportExport/a', linkTo('Jobs'), 'https://app.impact.com/']) {
      await vscode.env.clipboard.writeText(text);
      const flow = run('exportReport');
      await lists.row('$(graph)');
      assert.ok(!lists.rows.join('\n').includes(CLIPBOARD_ROW), text);
      await leave(flow);
    }
  });

  it('that is pasted fills in the export without showing the token, and names what it could not use', async () => {
    signedIn = await signIn([]);
    const flow = run('exportReport');
    await lists.row('$(graph)');
    lists.last.value = linkTo('Reports/agency_action_listing?START_DATE=2026-10-01&SUBAID=4187&PageSize=50');
    await lists.row(TYPED_ROW);
    assert.equal(
      lists.last.value,
      linkTo('Reports/agency_action_listing?START_DATE=2026-10-01&SUBAID=4187&PageSize=50', ''),
    );
    await lists.take(TYPED_ROW);
    await lists.row('$(edit) Format');
    const rows = lists.rows.join('\n');
    assert.match(rows, /Not used from the link: START_DATE, PageSize\./);
    assert.match(rows, /Subaid \| .*4187/);
    await leave(flow);
  });

  it('that is pasted says what is wrong with it', async () => {
    signedIn = await signIn([]);
    const flow = run('exportReport');
    await lists.row('$(graph)');
    lists.last.value = 'https://me:hidden@example.org/ReportExport/a';
    await lists.row("$(error) This link doesn't lead to impact.com.");
    assert.equal(lists.last.value, 'https://example.org/ReportExport/a');
    for (const [path, sentence] of [
      ['ReportExport/none_of_mine', /has no report none_of_mine\. Select another one\./],
      ['Jobs', /has no report at this address\. Paste a link such as https:\/\/api\.impact\.com/],
      ['ReportExport/agency_user_activity', /runs only in the web app and can't be exported\./],
    ] as const) {
      lists.last.value = linkTo(path);
      await lists.take(TYPED_ROW);
      await waitUntil(() => sentence.test(lists.rows[0] ?? '')); // the sentence before it is in the same list
    }
    await leave(flow);
  });

  it('to the report of an account that is not signed in says so', async () => {
    signedIn = await signIn([]);
    const flow = run('exportReport');
    await lists.row('$(graph)');
    lists.last.value = linkTo('ReportExport/agency_action_listing').replaceAll(signedIn.sid, 'IRanotherAccount');
    await lists.take(TYPED_ROW);
    assert.match((await lists.row('$(info)')).label, /The link is for account IRanotherAccount\. This export is for /);
    await leave(flow);
  });

  it('to the report of another signed-in account exports for that account, and says so', async () => {
    signedIn = await signIn([], { brands: 2 });
    await run('chooseBrands', { brandIds: 'all' });
    const [agency, brand] = signedIn.parts.accounts.on;
    assert.ok(agency !== undefined && brand?.brandId !== undefined);
    const link = linkTo(`Advertisers/${brand.brandId}/ReportExport/adv_action_listing?${FILTERS}`);
    await vscode.env.clipboard.writeText(link);
    const flow = run<Job>('exportReport');
    await lists.take(agency.name);
    assert.equal((await lists.row(CLIPBOARD_ROW)).description, `adv_action_listing · ${brand.name}`);
    await lists.take(CLIPBOARD_ROW);
    assert.equal(
      (await lists.row('$(info)')).label,
      `$(info) This export is for ${brand.name}, the account in the link.`,
    );
    assert.ok(lists.rows.includes(`$(edit) Account | ${brand.name}`));
    lists.last.activeItems = [await lists.row('$(play) Export')];
    await answerSteps('Enter', flow);
    const paths = signedIn.simulator.requests
      .filter(({ endpoint }) => endpoint === 'reportExport')
      .map(({ path }) => path);
    assert.deepEqual(paths, [`/Agencies/${signedIn.sid}/Advertisers/${brand.brandId}/ReportExport/adv_action_listing`]);
  });

  it("to the report of a brand by the brand's own SID exports for that brand, if a job's address shows the SID", async () => {
    signedIn = await signIn([], { scenario: 'embedded', brands: 2, brandPaths: 'own' });
    await run('chooseBrands', { brandIds: 'all' });
    const [agency, brand] = signedIn.parts.accounts.on;
    assert.ok(agency !== undefined && brand !== undefined);
    const { store } = signedIn.parts;
    await waitUntil(() =>
      [...(store.account(brand.id)?.entries.values() ?? [])].some(({ job }) => job.resultUri !== ''),
    );
    const own = signedIn.simulator.accounts.find((one) => one.brand?.id === brand.brandId)?.sid ?? assert.fail();
    await vscode.env.clipboard.writeText(
      `${signedIn.simulator.baseUrl}/Advertisers/${own}/ReportExport/adv_action_listing?${FILTERS}`,
    );
    const flow = run<Job>('exportReport');
    await lists.take(agency.name);
    assert.equal((await lists.row(CLIPBOARD_ROW)).description, `adv_action_listing · ${brand.name}`);
    await leave(flow);
  });

  it('to clicks has their program and day', async () => {
    signedIn = await signIn([], { accounts: [{ kind: 'brand' }] });
    const flow = run('exportReport');
    await lists.row('$(graph)');
    const { baseUrl } = signedIn.simulator;
    lists.last.value = `${baseUrl}/Advertisers/${signedIn.sid}/Programs/3629/ClickExport?Date=2026-11-20&AdId=656565`;
    await lists.take(TYPED_ROW);
    await lists.row('$(edit) Format');
    assert.equal(lists.last.title, 'Export Clicks');
    lists.last.activeItems = [await lists.row('$(play) Export')];
    await answerSteps('Enter', flow);
    const asked = signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'clickExport');
    assert.deepEqual(
      asked.map(({ query }) => [...new URLSearchParams(query).keys()].sort()),
      [['AdId', 'Date', 'ResultFormat']],
    );
    assert.match(asked[0]?.query ?? '', /Date=2026-11-20/);
  });
});

describe('A link of impact.com in the clipboard', () => {
  it('fills in Sign In, without showing the token', async () => {
    const parts = await activated();
    const simulator = await startSimulator({ accounts: [{ kind: 'partner', token: 'a~secret.t-k' }] });
    await configure('apiBaseUrl', simulator.baseUrl);
    const lists = new Lists();
    try {
      const { sid } = simulator.accounts[0] ?? assert.fail();
      const server = simulator.baseUrl.replace('://', `://${sid}:a%7Esecret.t-k@`);
      await vscode.env.clipboard.writeText(`${server}/Mediapartners/${sid}/Jobs`);
      const flow = run<Account>('addAccount');
      await lists.row('Partner');
      assert.equal(
        lists.last.placeholder,
        'The link in your clipboard fills in the next steps. What kind of account is it?',
      );
      assert.ok(!lists.rows.join('\n').includes('secret'));
      await answerSteps('Enter', flow);
      assert.deepEqual(
        parts.accounts.stored.map((account) => [account.kind, account.sid]),
        [['partner', sid]],
      );
    } finally {
      lists.dispose();
      await vscode.env.clipboard.writeText('');
      for (const account of parts.accounts.stored) {
        await parts.accounts.remove(account);
      }
      await simulator.close();
    }
  });
});
