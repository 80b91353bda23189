import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { exportSteps } from './support/exportSteps';
import { CONTAINER, environmentOf, startStill, STATUS_ITEM, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const REFUSAL = { kind: 'answer', status: 401, body: 'envelope' } as const;

describe('An account without jobs', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: 'empty', faults: [REFUSAL] });
    return { env: { ...environmentOf(simulator), TZ: 'UTC' }, size: { width: 900, height: 800 } };
  });

  after(() => simulator.close());

  async function expectWelcome(text: RegExp, picture?: string): Promise<void> {
    await eventually(async () => assert.match(await window().welcome(VIEW).innerText(), text));
    if (picture !== undefined) {
      await window().screenshot(`welcome-${picture}`);
    }
  }

  /** An account that is turned on again knows nothing of what it was told before. */
  async function turnOffAndOn(): Promise<void> {
    await window().command('Impact Jobs: Turn Off Account');
    await window().welcome(VIEW).getByText('Turn On', { exact: true }).click();
  }

  /** An error of a command is a message, and not a dialog as after a crash. */
  async function refreshInVain(): Promise<void> {
    await window().command('Impact Jobs: Refresh');
    await window().command('Notifications: Show Notifications'); // VS Code doesn't show every message by itself
    await window().notifications.first().waitFor();
    assert.equal(await window().notifications.count(), 1);
    assert.equal(await window().dialog.count(), 0);
    await window().command('Notifications: Clear All Notifications');
    await window().notifications.first().waitFor({ state: 'hidden' });
  }

  describe('says why in the view, and what to do', () => {
    it('a rejected token, however often the jobs are refreshed, and never with Replace Token', async () => {
      await window().openContainer(CONTAINER);
      for (const time of ['first', 'second']) {
        await expectWelcome(/doesn't accept the Account SID and token in the environment variables/, 'bad-token');
        await window().command('Impact Jobs: Refresh');
        await window().command('Notifications: Show Notifications');
        await window().notifications.filter({ hasText: 'Correct them' }).first().waitFor();
        assert.equal(await window().notifications.filter({ hasText: 'Replace Token' }).count(), 0, time);
        await window().command('Notifications: Clear All Notifications');
        await window().notifications.first().waitFor({ state: 'hidden' });
      }
      await refreshInVain();
      const welcome = await window().welcome(VIEW).innerText();
      assert.match(welcome, /IMPACT_AUTH_TOKEN/);
      assert.doesNotMatch(welcome, /Sign In Again/, 'nobody can replace a token of the environment here');
      simulator.clearFaults();
    });

    it('still loading', async () => {
      simulator.setFault({ kind: 'stall', at: 'headers' });
      await turnOffAndOn();
      await expectWelcome(/Loading jobs/, 'loading');
    });

    it('no connection', async () => {
      await simulator.setReachable('api', false);
      await expectWelcome(/Can't reach/, 'offline');
      await refreshInVain();
      await expectWelcome(/Can't reach/, 'offline');
      simulator.clearFaults();
      await simulator.setReachable('api', true);
    });

    it('no jobs in the period', async () => {
      await window().command('Impact Jobs: Refresh');
      await expectWelcome(/No jobs in the selected period/, 'empty');
      assert.equal((await window().statusItem(STATUS_ITEM).innerText()).trim(), '0 running');
    });

    it('a token without the scope', async () => {
      const clear = simulator.setFault({ kind: 'answer', status: 403, body: 'envelope' });
      await refreshInVain();
      await expectWelcome(/doesn't have the Jobs scope/, 'forbidden');
      clear();
    });

    it("a response that isn't a list", async () => {
      const clear = simulator.setFault({ kind: 'answer', status: 200, body: 'html' });
      await refreshInVain();
      await expectWelcome(/isn't a list of jobs/, 'trouble');
      clear();
    });
  });

  describe('is asked for its time zone once, when days are to be selected, and the steps say which one they use', () => {
    for (const { what, status, zone } of [
      { what: 'not told', status: 403, zone: "UTC, this machine's time zone, because the account's isn't known" },
      { what: 'stated', status: undefined, zone: "America/Bogota, the account's time zone" },
    ]) {
      it(`if it's ${what}`, async () => {
        if (status !== undefined) {
          simulator.setFault({ kind: 'answer', endpoint: 'company', status, body: 'envelope' });
        }
        const { step, take } = exportSteps(window);
        const { length: before } = simulator.requests;
        const asked = (): number =>
          simulator.requests.slice(before).filter(({ endpoint }) => endpoint === 'company').length;
        await window().command('Impact Jobs: Export a Report…');
        await step('Export a Report (1/5)');
        assert.equal(asked(), 0);
        await take('Export a Report (1/5)', 'Action Listing');
        await step('Export Action Listing (2/5)');
        await window().quickInput.rows.filter({ hasText: zone }).waitFor();
        for (const [number, row] of [
          [2, 'Last month'],
          [3, 'Continue'],
          [4, 'CSV'],
        ] as const) {
          await take(`Export Action Listing (${number}/5)`, row);
        }
        await step('Export Action Listing (5/5)');
        await window().quickInput.rows.filter({ hasText: zone }).waitFor();
        await window().screenshot(`zone-${status ? 'unknown' : 'stated'}`);
        assert.equal(asked(), 1);
        await window().quickInput.dismiss();
        simulator.clearFaults();
        await turnOffAndOn();
        await expectWelcome(/No jobs in the selected period/);
      });
    }
  });

  describe('says when it may be asked again', () => {
    it('rate limited until a given time', async () => {
      await window().command('Impact Jobs: Refresh');
      await expectWelcome(/No jobs in the selected period/);
      simulator.setFault({ kind: 'answer', status: 429, body: 'envelope', retryAfter: 300, nth: 1 });
      await refreshInVain();
      await window()
        .pane(VIEW)
        .getByText(/accepts no more requests until \d.* \(in 5 min\)/)
        .waitFor();
      await window().screenshot('rate-limited');
      const { length: before } = simulator.requests;
      await refreshInVain();
      assert.equal(simulator.requests.length, before, 'no request pierces the block');
    });
  });
});

describe('Signing in', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: 'embedded' });
    return { settings: { 'impactJobs.apiBaseUrl': simulator.baseUrl }, size: { width: 900, height: 620 } };
  });

  after(() => simulator.close());

  it('shows newcomers the two ways in', async () => {
    await window().openContainer(CONTAINER);
    await eventually(async () => assert.match(await window().welcome(VIEW).innerText(), /Sign In[\s\S]*Try the Demo/));
    await window().screenshot('welcome-signed-out');
    assert.equal(await window().statusItem(STATUS_ITEM).count(), 0);
    const shared = path.join(window().session.profile, 'User/globalStorage/impact-jobs.impact-jobs/share');
    assert.equal(existsSync(shared), false, 'nothing is written before anybody signs in');
    const offered = (await window().paletteTitles('Impact Jobs:')).filter(
      (title) => title.startsWith('Impact Jobs:') && !title.includes('Focus on'),
    );
    assert.deepEqual(offered.sort(), [
      'Impact Jobs: Copy Diagnostics',
      'Impact Jobs: Show Log',
      'Impact Jobs: Sign In…',
      'Impact Jobs: Start Demo',
    ]);
  });

  it('explains a wrong token and a wrong kind, and lets the user correct both', async () => {
    const [account] = simulator.accounts;
    assert.ok(account);
    const { quickInput } = window();
    await window().welcome(VIEW).getByText('Sign In', { exact: true }).click();
    await quickInput.title.filter({ hasText: '1/4' }).waitFor();
    await window().screenshot('sign-in-kind');
    await quickInput.choose('Brand');
    await quickInput.message.filter({ hasText: 'Account SID, from' }).waitFor();
    await quickInput.input.fill('not an SID!');
    await quickInput.message.filter({ hasText: 'only letters and digits' }).waitFor();
    await window().screenshot('sign-in-sid');
    await quickInput.answer(`  ${account.sid.slice(0, 8)}\u200b${account.sid.slice(8)} `);
    await quickInput.message.filter({ hasText: 'Auth Token' }).waitFor();
    assert.equal(await quickInput.input.getAttribute('type'), 'password');
    await quickInput.goBack();
    await quickInput.message.filter({ hasText: 'Account SID, from' }).waitFor();
    assert.match(await quickInput.input.inputValue(), new RegExp(account.sid), 'what was answered is kept');
    await window().press('Enter');
    await quickInput.message.filter({ hasText: 'Auth Token' }).waitFor();
    await window().screenshot('sign-in-token');
    await quickInput.answer('wrong');
    await quickInput.message.filter({ hasText: 'Your name for this account' }).waitFor();
    await window().press('Enter');
    await quickInput.row('Correct the Token').waitFor();
    await quickInput.message.filter({ hasText: "doesn't accept this Account SID and token" }).waitFor();
    await window().screenshot('sign-in-refused');
    await quickInput.choose('Correct the Token');
    const refusal = quickInput.message.filter({ hasText: "doesn't accept this Account SID and token" });
    await refusal.waitFor();
    await quickInput.widget.locator('.monaco-inputbox.error').waitFor();
    await window().screenshot('sign-in-correct');
    await window().page.locator('.part.editor').click();
    await refusal.waitFor();
    await quickInput.input.press('End');
    await window().type('x');
    await refusal.waitFor({ state: 'hidden' });
    await window().press('Backspace');
    await refusal.waitFor(); // the same token is refused for the same reason
    await quickInput.answer(` ${account.token}\n`);
    await quickInput.row('Sign In as Agency').waitFor();
    await window().screenshot('sign-in-other-kind');
    assert.equal(await window().row(VIEW, 'Running').count(), 0, 'nothing is stored before it answers');
    await quickInput.choose('Sign In as Agency');
    await window().row(VIEW, 'Running').waitFor();
    await window().screenshot('signed-in');
  });

  it('stays signed in after a window reload', async () => {
    await window().reload();
    await window().row(VIEW, 'Running').waitFor();
  });

  it('signs out after a confirmation', async () => {
    await window().command('Impact Jobs: Sign Out…');
    await window().dialog.waitFor();
    await window().screenshot('sign-out');
    await window().dialogButton('Sign Out');
    await window().welcome(VIEW).getByText('Try the Demo').waitFor();
  });

  it('shows named jobs as soon as the demo starts', async () => {
    await window().welcome(VIEW).getByText('Try the Demo').click();
    await window()
      .row(VIEW, /Action Listing \d+%/)
      .waitFor();
    await window().screenshot('demo');
    await window().command('Impact Jobs: Stop Demo');
    await window().welcome(VIEW).getByText('Try the Demo').waitFor();
  });
});
