import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const BRANDS = 6;

describe('Several accounts', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({
      scenario: 'empty',
      brands: BRANDS,
      accounts: [{ kind: 'agency' }, { kind: 'brand' }, { kind: 'partner' }],
    });
    for (const { sid } of simulator.accounts) {
      simulator.addJob(
        { type: 'ApiReport', createdAgoMs: 4 * MINUTE_MS, queueMs: 0, runMs: 9 * MINUTE_MS, progressEveryMs: 1000 },
        sid,
      );
      simulator.addJob({ type: 'DownloadReport', createdAgoMs: 60 * MINUTE_MS, queueMs: 0, runMs: MINUTE_MS }, sid);
    }
    return {
      env: environmentOf(simulator),
      settings: { 'impactJobs.apiBaseUrl': simulator.baseUrl }, // the environment's address holds only for its account
      size: { width: 1440, height: 800 },
    };
  });

  after(() => simulator.close());

  const spoken = (): Promise<string[]> => window().spokenRows(VIEW);

  describe('that are brands of an agency', () => {
    const accountRows = async (): Promise<string[]> =>
      (await spoken()).filter((label) => /^[^,]+, (\d+ \w+ · )*(Agency|Brand)( ·|$)/.test(label));

    it('are chosen from a list, with the keyboard alone', async () => {
      const { quickInput } = window();
      await window().openContainer(CONTAINER);
      await window().row(VIEW, 'Running').waitFor();
      await window().command('Impact Jobs: Choose Brands…');
      await quickInput.row('Harbour Outdoors (demo)').waitFor();
      await quickInput.input.fill('summit');
      await quickInput.row('Harbour Outdoors (demo)').waitFor({ state: 'hidden' });
      await window().press('ArrowDown');
      await window().press('Space');
      await quickInput.input.fill('');
      await quickInput.title.filter({ hasText: '1 of 6' }).waitFor();
      await window().screenshot('brands-pick');
      await window().press('Enter');
      await eventually(async () => assert.equal((await accountRows()).length, 2));
      await window().command('Impact Jobs: Choose Brands…');
      await quickInput.title.filter({ hasText: '1 of 6' }).waitFor();
      await quickInput.widget.getByLabel('Check All Active Brands').click();
      await quickInput.title.filter({ hasText: '6 of 6' }).waitFor();
      await quickInput.input.press('Enter');
      await eventually(async () => assert.equal((await accountRows()).length, 7));
      await window().screenshot('brands-by-account');
    });

    it('are shown together, by status, with the name of the account in each row', async () => {
      await window().command('Impact Jobs: Show All Accounts Together');
      await eventually(async () => assert.equal((await accountRows()).length, 0));
      await window()
        .row(VIEW, /Harbour Outdoors/)
        .first()
        .waitFor();
      await window().screenshot('brands-by-status');
      await window().command('Impact Jobs: Open Jobs as Table');
      await window().webview().getByText('Harbour Outdoors (demo)').first().waitFor();
      await window().screenshot('brands-table');
    });

    it('are gone when none is chosen', async () => {
      const { quickInput } = window();
      await window().command('View: Close All Editors');
      await window().command('Impact Jobs: Group by Account');
      await eventually(async () => assert.equal((await accountRows()).length, 7));
      await window().command('Impact Jobs: Choose Brands…');
      await quickInput.title.filter({ hasText: '6 of 6' }).waitFor();
      await quickInput.widget.getByRole('checkbox', { name: 'Toggle all checkboxes' }).click();
      await quickInput.title.filter({ hasText: '0 of 6' }).waitFor();
      await quickInput.input.press('Enter');
      await eventually(async () => assert.equal((await accountRows()).length, 0));
      await window().row(VIEW, 'Running').waitFor();
    });
  });

  describe('of different kinds', () => {
    async function signIn(kind: string, index: number, name: string): Promise<void> {
      const { quickInput } = window();
      const { sid = '', token = '' } = simulator.accounts[index] ?? {};
      await window().command('Impact Jobs: Sign In…');
      await quickInput.choose(kind);
      await quickInput.message.filter({ hasText: 'Account SID, from' }).waitFor();
      await quickInput.answer(sid);
      await quickInput.message.filter({ hasText: 'Auth Token' }).waitFor();
      await quickInput.answer(token);
      await quickInput.message.filter({ hasText: 'Your name for this account' }).waitFor();
      await quickInput.answer(name);
      await window().row(VIEW, name).waitFor();
    }

    /** The name of the account in the environment variables. */
    const environment = (): string => `Agency ${simulator.accounts[0]?.sid.slice(0, 6)}…`;
    /** Pastes a link as the web app gives it, and accepts the token that follows. */
    async function signInByLink(index: number, name: string): Promise<void> {
      const { quickInput } = window();
      const { sid = '', token = '', path = '' } = simulator.accounts[index] ?? {};
      const link = new URL(`${simulator.baseUrl}${path}/ReportExport/any?SUBAID=1`);
      [link.username, link.password] = [sid, token.replace('-', '%2D')];
      await window().command('Impact Jobs: Sign In…');
      await quickInput.choose('Agency');
      await quickInput.message.filter({ hasText: 'Account SID, from' }).waitFor();
      await quickInput.input.fill(link.href);
      await eventually(async () => assert.equal(await quickInput.input.inputValue(), sid));
      await window().screenshot('sign-in-link');
      await window().press('Enter');
      await quickInput.message.filter({ hasText: 'Auth Token' }).waitFor();
      assert.equal(await quickInput.input.getAttribute('type'), 'password');
      await window().press('Enter');
      await quickInput.message.filter({ hasText: 'Your name for this account' }).waitFor();
      await quickInput.answer(name);
      await window().row(VIEW, name).waitFor();
    }

    it('appear side by side, under names that the user chooses', async () => {
      await window().openContainer(CONTAINER);
      await window().row(VIEW, 'Running').waitFor();
      await signIn('Brand', 1, 'Nordlicht');
      await signInByLink(2, 'Harbour');
      await eventually(async () =>
        assert.deepEqual(
          (await spoken())
            .filter((label) => /, (\d.* · )?(Agency|Brand|Partner)/.test(label))
            .map((label) => label.split(',')[0]),
          [environment(), 'Nordlicht', 'Harbour'],
        ),
      );
      await window().screenshot('accounts');
    });

    it('an export asks first which account it is for, and says so before it starts', async () => {
      const { quickInput } = window();
      const step = (text: string): Promise<void> => quickInput.activeRow(text).waitFor();
      await window().command('Impact Jobs: Export a Report…');
      await step(environment());
      assert.match(await quickInput.row('Nordlicht').innerText(), /Brand · IR/);
      await window().screenshot('export-account');
      await window().press('Enter');
      await quickInput.title.filter({ hasText: 'Export a Report (2/6)' }).waitFor();
      await quickInput.input.fill('Action Listing');
      for (const active of ['Action Listing', 'Last month', 'Continue', 'CSV', 'Export and download when done']) {
        await step(active);
        if (active !== 'Export and download when done') {
          await window().press('Enter');
        }
      }
      await quickInput.rows.filter({ hasText: 'Account' }).filter({ hasText: environment() }).click();
      await step(environment());
      await quickInput.goBack();
      await step('Export and download when done');
      await window().screenshot('export-account-summary');
      await quickInput.dismiss();
    });

    it('a bad token in one account hides nothing in the others, is reported once, and offers a button', async () => {
      const clear = simulator.setFault({
        kind: 'answer',
        status: 401,
        body: 'envelope',
        accountSid: simulator.accounts[1]?.sid ?? '',
      });
      for (let times = 0; times < 3; times++) {
        await window().command('Impact Jobs: Refresh');
      }
      await window().command('Notifications: Show Notifications'); // a toast goes by itself after a while
      const told = window().notifications.filter({ hasText: 'no longer accepts the token of Nordlicht' });
      await told.waitFor();
      assert.equal(await told.count(), 1);
      await window().screenshot('account-bad-token');
      await window().command('Notifications: Clear All Notifications');
      await eventually(async () =>
        assert.match(
          (await spoken()).join('\n'),
          /^Agency IR.*, .*Agency[\s\S]*Running[\s\S]*Nordlicht, token rejected[\s\S]*Sign in again/,
        ),
      );
      clear();
      await window().clickRow(
        window().row(VIEW, 'Sign in again'),
        window().quickInput.title.filter({ hasText: 'Replace Token for Nordlicht' }),
      );
      await window().screenshot('replace-token');
      await window().quickInput.answer(simulator.accounts[1]?.token ?? '');
      await eventually(async () => assert.match((await spoken()).join('\n'), /Nordlicht, 1 running · Brand/));
      assert.equal(await window().row(VIEW, 'Sign in again').count(), 0);
    });

    it('one account is turned off and on from its row, and renamed', async () => {
      await window().contextMenu(window().row(VIEW, 'Nordlicht'), 'Turn Off Account');
      await eventually(async () => assert.match((await spoken()).join('\n'), /Nordlicht, turned off/));
      await window().screenshot('account-off');
      await window().rowAction(window().row(VIEW, 'Nordlicht'), 'Turn On Account');
      await eventually(async () => assert.match((await spoken()).join('\n'), /Nordlicht, 1 running · Brand/));
      await window().contextMenu(window().row(VIEW, 'Nordlicht'), 'Rename Account');
      await window().quickInput.answer('Nordlicht Retail');
      await window().row(VIEW, 'Nordlicht Retail').waitFor();
      assert.deepEqual(await window().menuLabels(window().row(VIEW, 'Nordlicht Retail')), [
        'Refresh',
        'Replace Token…',
        'Rename Account…',
        'Turn Off Account',
        'Sign Out…',
      ]);
      await window().press('Escape');
    });

    it("each account's rows say why it isn't current and when it's requested again", async () => {
      const [first, , third] = simulator.accounts;
      simulator.setFault({ kind: 'answer', status: 429, retryAfter: 600, accountSid: first?.sid ?? '' });
      simulator.setFault({ kind: 'answer', status: 503, body: 'html', accountSid: third?.sid ?? '' });
      await window().command('Impact Jobs: Refresh');
      const text = async (): Promise<string> => (await spoken()).join('\n').replaceAll(/[\u00a0\u202f]/g, ' ');
      await eventually(async () => {
        const said = await text();
        assert.match(said, /^Agency IR.*…, no requests until .* \(in \d+ min\) · not updated since /m);
        assert.match(said, /^impact\.com accepts no more requests until .* \(in \d+ min\)\./m);
        assert.match(said, /^Harbour, not updated since .* · next try: /m);
      });
      const tooltip = (await window().hover(window().row(VIEW, 'Harbour'))).replaceAll(/[\u00a0\u202f]/g, ' ');
      assert.match(tooltip, /As of .*impact\.com returned a server error \(HTTP 503\).*Next try: /s);
      await window().screenshot('accounts-waiting');
    });
  });
});

/** One for each kind of account: which one a token belongs to is found out. */
const CHECKS = 3;

describe('An account that is in trouble', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: 'embedded' });
    return {
      env: { VSCODE_HOST_SECRET_KEY: '' }, // without the server's half of its key, VS Code keeps secrets only in memory
      // It must not check again before the user does.
      settings: { 'impactJobs.apiBaseUrl': simulator.baseUrl, 'impactJobs.polling.enabled': false },
      size: { width: 1000, height: 700 },
    };
  });

  after(() => simulator.close());

  it("is kept if the user insists though it doesn't answer, isn't reported again, and answers once the problem is fixed", async () => {
    const { quickInput } = window();
    const clear = simulator.setFault({ kind: 'answer', status: 403, body: 'envelope' });
    await window().openContainer(CONTAINER);
    await window().welcome(VIEW).getByText('Sign In', { exact: true }).click();
    await quickInput.choose('Agency');
    for (const [message, text] of [
      ['Account SID, from', simulator.accounts[0]?.sid ?? ''],
      ['Auth Token', simulator.accounts[0]?.token ?? ''],
      ['Your name for', 'Meridian'],
    ] as const) {
      await quickInput.message.filter({ hasText: message }).waitFor();
      await quickInput.answer(text);
    }
    await quickInput.row('Save Anyway').waitFor();
    await window().screenshot('sign-in-no-scope');
    await quickInput.goBack();
    await quickInput.message.filter({ hasText: 'Your name for' }).waitFor();
    assert.equal(await quickInput.input.inputValue(), 'Meridian');
    await window().press('Enter');
    await quickInput.choose('Save Anyway');
    await eventually(async () => assert.match(await window().welcome(VIEW).innerText(), /doesn't have the Jobs scope/));
    assert.equal(await window().toasts.count(), 0);
    const kept = CHECKS * 2 + 1; // the account was checked twice, and looked at once
    await eventually(() => assert.equal(simulator.requests.length, kept));
    clear();
    await window().welcome(VIEW).getByText('Try Again Now').click();
    await window().row(VIEW, 'Running').waitFor();
    assert.equal(simulator.requests.length, kept + 1);
    await window().command('Impact Jobs: Turn Off Account');
    await eventually(async () => assert.match(await window().welcome(VIEW).innerText(), /turned off/));
    await window().screenshot('welcome-off');
    await window().welcome(VIEW).getByText('Turn On', { exact: true }).click();
    await window().row(VIEW, 'Running').waitFor();
  });

  it('is reported once, with the alternative, if VS Code loses its token, and then the view offers the button', async () => {
    const file = path.join(window().session.profile, 'User/settings.json');
    const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...settings, 'impactJobs.polling.enabled': true }));
    await window().reload();
    await window()
      .toast(/didn't keep the token of Meridian[\s\S]*IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN/)
      .waitFor();
    await window()
      .row(VIEW, /Sign in again.*no longer has this account's token/)
      .waitFor(); // before the jobs that were known
    await window().screenshot('token-not-kept');
    await window().reload();
    await window().row(VIEW, 'Sign in again').waitFor();
    assert.equal(await window().toasts.count(), 0);
  });
});
