import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { root } from './support/host';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const AXE = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const MINUTE_MS = 60_000;
const HEAD = 'Action_Id,Partner,Payout\n';
const FAILED = '33333333-0000-4000-8000-000000000003';
const FILE = `${HEAD}1,Nordlicht,1.50\n2,Harbour,2.50\n3,,3.50\n`;
const ENDED = { queueMs: 0, runMs: MINUTE_MS } as const;
const LATER_FILE = FILE.replace('2.50', '4.00').replace('3,,3.50', '4,Alpen,1.00');
const JOBS = [
  { type: 'ApiReport', programId: '1001', createdAgoMs: 5 * MINUTE_MS, queueMs: 1000, runMs: 20 * MINUTE_MS },
  { ...ENDED, type: 'ApiReport', programId: '1002', createdAgoMs: 20 * MINUTE_MS, result: { content: FILE } },
  {
    ...ENDED,
    id: FAILED,
    type: 'ApiReport',
    programId: '1003',
    createdAgoMs: 30 * MINUTE_MS,
    outcome: { status: 'FAILED', message: 'The report has no data for November.', atPercent: 71 },
  },
  { ...ENDED, type: 'UploadAds', programId: '1004', createdAgoMs: 40 * MINUTE_MS },
  { ...ENDED, type: 'ApiReport', programId: '1005', createdAgoMs: 10 * MINUTE_MS, result: { content: LATER_FILE } },
  { ...ENDED, type: 'ApiReport', programId: '1006', createdAgoMs: 15 * MINUTE_MS, result: { content: HEAD } },
] as const;

/** The themes that VS Code itself has, of each kind the current and the former default. */
const THEMES = {
  '1.139.1': ['Dark 2026', 'Light 2026', 'Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'],
  '1.96.4': ['Dark Modern', 'Light Modern', 'Dark+', 'Light+', 'Dark High Contrast', 'Light High Contrast'],
} as const;

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe('axe-core finds nothing', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return { env: environmentOf(simulator), size: { width: 1280, height: 900 } };
  });

  after(() => simulator.close());

  const page = () => window().webview();

  /** All findings in the visible page, in every theme. */
  async function check(what: string): Promise<void> {
    const themes = window().session.vscode === '1.96.4' ? THEMES['1.96.4'] : THEMES['1.139.1'];
    const findings: string[] = [];
    for (const theme of themes) {
      await window().setTheme(theme);
      await page().locator(`body[data-vscode-theme-name="${theme}"]`).waitFor();
      const frame = await window().webviewFrame();
      await frame.evaluate(AXE);
      const found = await frame.evaluate<readonly Finding[]>(
        'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
      );
      findings.push(
        ...found.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${theme}: ${id}: ${html.slice(0, 200)}\n${failureSummary}`),
        ),
      );
    }
    await window().setTheme(themes[0]);
    assert.deepEqual(findings, [], what);
  }

  async function openOf(program: string, command: string): Promise<void> {
    await window().command('View: Close All Editors');
    await window().contextMenu(window().row(VIEW, `Program ${program}`), command);
    await page().locator('h1').waitFor();
  }

  it('in the jobs table, with and without a selection', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Running').waitFor();
    await window().command('Impact Jobs: Open Jobs as Table');
    await page().locator('.grid .line .cell').first().waitFor();
    await check('without a selection');
    await page().locator('.grid .body [data-row="1"][data-column="1"]').click();
    await page().locator('.picked-actions', { hasText: 'Selected: 1' }).waitFor();
    await check('with a selection');
    await page().locator('.grid .body [data-row="1"][data-column="1"]').focus();
    await window().press('Alt+Enter');
    await page().locator('.cell-text').waitFor();
    await check('with a whole cell');
    await page().locator('summary').click();
    await check('with the menu of columns');
    await page().getByLabel('Search jobs').fill('nothing of the kind');
    await page().locator('.grid .nothing').waitFor();
    await check('with a search that finds nothing');
  });

  it('in the details of jobs that run, failed, and completed', async () => {
    for (const group of ['Failed', 'Completed']) {
      await window().expand(VIEW, group);
    }
    for (const program of ['1001', '1002', '1003']) {
      await openOf(program, 'Show Details');
      await check(program);
    }
  });

  it('in the rows and columns of a preview', async () => {
    await openOf('1002', 'Preview Result');
    await page().locator('.grid .line .cell').first().waitFor();
    await check('rows');
    await page()
      .getByRole('tab', { name: /^Columns/ })
      .click();
    await check('columns');
    await window().reload();
    await page().getByRole('button', { name: 'Load Preview' }).waitFor();
    await check('without rows');
  });

  it('in the rows and sums of a comparison', async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
    for (const program of ['1002', '1005']) {
      await window().contextMenu(window().row(VIEW, `Program ${program}`), 'Download Result');
      await window().pane(VIEW).locator(`.monaco-list-row[aria-label*="${program}, downloaded"]`).first().waitFor();
    }
    await window().command('View: Close All Editors');
    await window().contextMenu(window().row(VIEW, 'Program 1002'), 'Compare with Previous Result');
    await window().quickInput.rows.filter({ hasText: 'Program 1005' }).click();
    await page().locator('.grid .line.changed ins').first().waitFor();
    await check('rows');
    await page().getByRole('tab', { name: /^Sums/ }).click();
    await check('sums');
  });

  it('in a comparison whose file is gone', async () => {
    rmSync(path.join(window().folder, 'impact-results'), { recursive: true });
    await window().reload();
    await page().locator('.absent[aria-busy=false]').waitFor();
    await window().screenshot('comparison-gone');
    await check('without its file');
    await page()
      .getByText(/^The files of both results no longer exist\. Download the results again/)
      .waitFor();
    await page().getByRole('button', { name: 'Download Result' }).click();
    await page().locator('.grid .line .cell').first().waitFor();
    await window().command('Notifications: Clear All Notifications');
  });

  it('in a preview of a result without rows', async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
    await openOf('1006', 'Preview Result');
    await page().locator('.grid .nothing').waitFor();
    await window().screenshot('preview-empty');
    await check('without rows');
  });

  it('in the details of a job that is gone', async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Failed');
    await openOf('1003', 'Show Details');
    simulator.removeJob(FAILED);
    await window().command('Impact Jobs: Refresh');
    await window().row(VIEW, 'Failed').waitFor({ state: 'hidden' });
    await window().reload();
    await page().locator('.absent[aria-busy=false]').waitFor();
    await window().screenshot('details-gone');
    await check('of no job');
  });
});
