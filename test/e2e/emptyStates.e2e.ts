import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, STATUS_ITEM, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

describe('A view without jobs says why and what to do', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: 'empty' });
    return { env: environmentOf(simulator), size: { width: 900, height: 620 } };
  });

  after(() => simulator.close());

  async function expectWelcome(name: string, text: RegExp): Promise<void> {
    await eventually(async () => assert.match(await window().welcome(VIEW).innerText(), text));
    await window().screenshot(`welcome-${name}`);
  }

  /** An error of a command is a message, and not a dialog as after a crash. */
  async function refreshInVain(): Promise<void> {
    await window().command('Impact Jobs: Refresh');
    await window().toasts.first().waitFor();
    assert.equal(await window().toasts.count(), 1);
    assert.equal(await window().dialog.count(), 0);
    await window().command('Notifications: Clear All Notifications');
    await window().toasts.first().waitFor({ state: 'hidden' });
  }

  it('no jobs in the period', async () => {
    await window().openContainer(CONTAINER);
    await expectWelcome('empty', /No jobs in the selected period/);
    assert.equal((await window().statusItem(STATUS_ITEM).innerText()).trim(), '0 running');
  });

  it('a rejected token', async () => {
    const clear = simulator.setFault({ kind: 'answer', status: 401, body: 'envelope' });
    await refreshInVain();
    await expectWelcome('bad-token', /doesn't accept the Account SID and token in the environment variables/);
    assert.doesNotMatch(
      await window().welcome(VIEW).innerText(),
      /Sign In Again/,
      'nobody can replace a token of the environment here',
    );
    clear();
  });

  it('a token without the scope', async () => {
    const clear = simulator.setFault({ kind: 'answer', status: 403, body: 'envelope' });
    await refreshInVain();
    await expectWelcome('forbidden', /doesn't have the Jobs scope/);
    clear();
  });

  it("a response that isn't a list", async () => {
    const clear = simulator.setFault({ kind: 'answer', status: 200, body: 'html' });
    await refreshInVain();
    await expectWelcome('trouble', /isn't a list of jobs/);
    clear();
  });

  it('no connection', async () => {
    await window().reload(); // VS Code shows at most three toasts within 0.8 seconds
    await expectWelcome('empty-again', /No jobs in the selected period/);
    await simulator.setReachable('api', false);
    await refreshInVain();
    await expectWelcome('offline', /Can't reach/);
    await simulator.setReachable('api', true);
  });

  it('still loading', async () => {
    const clear = simulator.setFault({ kind: 'stall', at: 'headers', forMs: 60_000 });
    await window().reload();
    await expectWelcome('loading', /Loading jobs/);
    clear();
  });

  it('rate limited until a given time', async () => {
    await window().reload();
    await expectWelcome('empty-again', /No jobs in the selected period/);
    const clear = simulator.setFault({ kind: 'answer', status: 429, body: 'envelope', retryAfter: 300 });
    await refreshInVain();
    await window()
      .pane(VIEW)
      .getByText(/accepts no more requests until \d.* \(in 5 min\)/)
      .waitFor();
    await window().screenshot('rate-limited');
    clear();
    const before = simulator.requests.length;
    await refreshInVain();
    assert.equal(simulator.requests.length, before, 'no request pierces the block');
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
