import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const LISTED = {
  id: '11111111-0000-4000-8000-000000000001',
  type: 'UploadAds',
  createdAgoMs: 5 * MINUTE_MS,
  queueMs: 0,
  runMs: MINUTE_MS,
} as const;
const OLD = { ...LISTED, id: '22222222-0000-4000-8000-000000000002', createdAgoMs: 40 * 24 * 60 * MINUTE_MS } as const;

describe('Sharing a job', () => {
  let simulator: Simulator;
  let link = '';
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [LISTED, OLD] } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern' };
  });

  after(() => simulator.close());

  /** Follows a link as from a browser: VS Code asks whether the extension may open it. */
  async function follow(link: string): Promise<void> {
    await window().command('Developer: Open URL');
    await window().quickInput.answer(link);
    await window().dialogButton('Open');
  }

  const selected = (): Promise<string> => window().pane(VIEW).locator('.monaco-list-row.selected').innerText();
  const asksFor = (jobId: string): number => simulator.requests.filter(({ path }) => path.endsWith(jobId)).length;

  it('a copied link opens the job again', async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
    await window().contextMenu(window().row(VIEW, 'Ad upload'), 'Copy Link');
    await eventually(async () =>
      assert.match(await window().clipboard(), /^[\w-]+:\/\/impact-jobs\.impact-jobs\/job\/11111111-/),
    );
    link = await window().clipboard();
    await window().command('View: Show Explorer');
    await follow(link);
    await eventually(async () => assert.match(await selected(), /Ad upload/));
    assert.equal(asksFor(LISTED.id), 0);
    await window().command('View: Close All Editors');
  });

  it('asks before it looks up a job that isn’t in the list', async () => {
    await follow(link.replace(LISTED.id, OLD.id));
    const question = window().toast(/isn't in the list\. Look it up at impact\.com/);
    await question.waitFor();
    assert.equal(asksFor(OLD.id), 0);
    await window().screenshot('link-question');
    await window().toastButton(question, 'Open');
    await eventually(() => assert.equal(asksFor(OLD.id), 1));
    // Its details take the focus when they open, which the next test must not lose to them.
    await window().tab('Ad upload').waitFor();
  });

  it("a link to another person's account says so", async () => {
    await follow(link.replace(/account=\w+/, 'account=IRsomebodyElse'));
    const message = window().toast(/IRsomebodyElse, which isn't signed in here/);
    await message.waitFor();
    await window().command('Notifications: Clear All Notifications');
  });

  it('copies a script in the selected language, without the token', async () => {
    await window().contextMenu(window().row(VIEW, 'Ad upload'), 'Copy as Script…');
    await window().quickInput.row('GitHub Actions step').waitFor();
    await window().screenshot('copy-script');
    await window().quickInput.pick('GitHub Actions step');
    await eventually(async () => assert.match(await window().clipboard(), /secrets\.IMPACT_AUTH_TOKEN/));
    const script = await window().clipboard();
    assert.ok(script.includes(LISTED.id) && !script.includes(simulator.accounts[0]?.token ?? '?'));
  });

  it('a link to a turned-off account offers to turn it on', async () => {
    await window().command('Impact Jobs: Turn Off Account');
    await window().row(VIEW, 'Ad upload').waitFor({ state: 'hidden' });
    await follow(link);
    const message = window().toast(/in this link is turned off/);
    await window().toastButton(message, 'Turn On');
    await window().row(VIEW, 'Completed').waitFor();
  });
});
