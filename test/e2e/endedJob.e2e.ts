import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { root } from './support/host';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const LISTED = {
  id: '11111111-0000-4000-8000-000000000001',
  type: 'UploadAds',
  createdAgoMs: 5 * MINUTE_MS,
  queueMs: 0,
  runMs: MINUTE_MS,
  result: { rows: 40 },
} as const;
const OLD = { ...LISTED, id: '22222222-0000-4000-8000-000000000002', createdAgoMs: 40 * 24 * 60 * MINUTE_MS } as const;
const ROWS = [
  'Report;Actions',
  'Action_Id;Day;Payout;Clicks',
  '00123;01.10.2026;"1.234,50 €";17',
  '00124;02.10.2026;-5,00 €;23',
];
const REPORT = {
  id: '11111111-0000-4000-8000-000000000003',
  type: 'ApiReport',
  programId: '2846',
  createdAgoMs: 3_600_000,
  queueMs: 0,
  runMs: 60_000,
  result: { content: `${ROWS.join('\n')}\n`, fileName: 'actions.csv' },
} as const;

describe('An ended job', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [LISTED, OLD, REPORT] } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      size: { width: 1440, height: 860 },
      builtIns: [path.join(root, 'test/tool-caller')],
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  describe('that is shared', () => {
    let link = '';

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

  describe('for which an agent calls tools', () => {
    async function call(name: string): Promise<void> {
      await window().command('Test: Call a Tool');
      await window().quickInput.answer(JSON.stringify({ name, input: { jobId: LISTED.id } }));
    }

    /** Looks in the notification center, because VS Code shows at most three toasts within 0.8 seconds. */
    async function told(text: RegExp): Promise<void> {
      await window().command('Notifications: Show Notifications');
      await window().notifications.filter({ hasText: text }).first().waitFor();
    }

    const clear = (): Promise<void> => window().command('Notifications: Clear All Notifications');

    const writes = (): number => simulator.requests.filter(({ method }) => method === 'PUT').length;

    it('replays nothing when the user declines', async () => {
      await call('impactJobs_replay');
      await window().dialog.waitFor();
      assert.match(
        await window().dialog.innerText(),
        /Replay a Job[\s\S]*Replay Ad upload \(Agency IR.*…\) at impact\.com\?/,
      );
      await window().screenshot('agent-question');
      await window().dialogButton('Cancel');
      await told(/Refused/);
      assert.equal(writes(), 0);
    });

    it('replays and downloads after the user agrees', async () => {
      await call('impactJobs_replay');
      await window().dialogButton('Yes');
      await told(/Answer:.*"status":"RUNNING"/);
      assert.equal(writes(), 1);
      await clear();
      await call('impactJobs_download');
      await window().dialogButton('Yes');
      const folder = path.join(window().folder, 'impact-results');
      await eventually(() =>
        assert.ok(existsSync(folder) && readdirSync(folder).length === 1 && !readdirSync(folder)[0]?.includes('.part')),
      );
      await told(/Answer:.*"sha256"/);
    });

    it('reads rows of results after the user agrees once for the account', async () => {
      const rows = /Answer:.*"columns"/;
      await clear();
      await call('impactJobs_preview');
      await window().dialog.waitFor();
      await window().screenshot('agent-rows-question');
      assert.match(await window().dialog.innerText(), /rows of results of the account [^?]*Agency IR/);
      await window().dialogButton('Cancel');
      await told(/Refused/);
      await clear();
      await call('impactJobs_preview');
      await window().dialogButton('Yes');
      await told(rows);
      await clear();
      await call('impactJobs_preview');
      await told(rows); // no dialog is answered in between
      assert.equal(await window().dialog.count(), 0);
    });
  });

  describe('whose result is downloaded', () => {
    const row = () => window().row(VIEW, 'Program 2846');
    const button = (name: string) => window().webview().getByRole('button', { name });

    it('is copied as code from its preview', async () => {
      await window().command('View: Close All Editors');
      await window().expand(VIEW, 'Completed');
      await window().contextMenu(row(), 'Preview Result');
      await button('Reading Options').waitFor();
      assert.equal(await button('Copy Code to Read It…').count(), 0);
      await button('Download Result').click();
      await window()
        .page.getByRole('treeitem', { name: /program 2846, downloaded$/i })
        .waitFor();
      await window()
        .page.getByRole('tab', { name: /^Preview: / })
        .click();
      await button('Copy Code to Read It…').click();
      await window().quickInput.row('Polars').waitFor();
      await window().screenshot('analysis-languages-dark');
      await window().quickInput.pick('Polars');
      await eventually(async () => assert.match(await window().clipboard(), /import polars as pl[^]*separator=";"/));
    });

    it('opens in a new notebook, in the language that was used last', async () => {
      await button('New Notebook from Result').click();
      await window()
        .page.getByRole('tab', { name: /^Untitled-1\.ipynb/ })
        .waitFor();
      await window().page.locator('.notebookOverlay').getByText('pl.read_csv').first().waitFor();
      await window().screenshot('analysis-notebook-dark');
      for (const [theme, name, kind] of [
        ['Light Modern', 'light', 'vs'],
        ['Dark High Contrast', 'high-contrast', 'hc-black'],
      ] as const) {
        await window().setTheme(theme);
        await window().page.locator(`.monaco-workbench.${kind}`).waitFor();
        await window().screenshot(`analysis-notebook-${name}`);
      }
    });

    it('offers no other editors if none is installed', async () => {
      const labels = await window().menuLabels(row());
      assert.ok(labels.includes('New Notebook from Result') && labels.includes('Copy Code to Read It…'), labels.join());
      assert.ok(!labels.includes('Open Result With…'), labels.join());
      await window().screenshot('analysis-menu-high-contrast');
    });
  });
});
