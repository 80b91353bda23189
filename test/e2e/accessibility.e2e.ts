import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import type { Simulator } from '../../src/simulator/startSimulator';
import { root } from './support/host';
import { type PageTheme, pageTheme, setPageTheme, takePageThemes } from './support/pageThemes';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const AXE = readFileSync(path.join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
/** The rules whose findings depend on colors. */
const COLORS = { runOnly: ['color-contrast', 'link-in-text-block'] };
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

/** The themes that VS Code itself has, of each kind the current and the former default. The last one stays. */
const THEMES = {
  '1.139.1': ['Light 2026', 'Light Modern', 'Dark High Contrast', 'Light High Contrast', 'Dark Modern', 'Dark 2026'],
  '1.96.4': ['Light Modern', 'Dark+', 'Light+', 'Dark High Contrast', 'Light High Contrast', 'Dark Modern'],
} as const;

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds in a page that has this theme. */
async function run(frame: Frame, { name }: PageTheme, options: object = {}): Promise<string[]> {
  const found = await frame.evaluate<readonly Finding[]>(
    `axe.run(document, ${JSON.stringify({ resultTypes: ['violations'], ...options })}).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${name}: ${id}: ${html.slice(0, 200)}\n${failureSummary}`),
  );
}

describe('axe-core finds nothing', () => {
  let simulator: Simulator;
  let themes: readonly PageTheme[] | undefined;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return { env: environmentOf(simulator), size: { width: 1280, height: 900 } };
  });

  after(() => simulator.close());

  const page = () => window().webview();

  /** All findings in the visible page. In all themes but one only those about colors, because no theme changes more. */
  async function check(what: string): Promise<void> {
    themes ??= await takePageThemes(window(), THEMES[window().session.vscode === '1.96.4' ? '1.96.4' : '1.139.1']);
    const shown = themes.at(-1);
    assert.ok(shown);
    const frame = await window().webviewFrame();
    assert.deepEqual(await pageTheme(frame), shown);
    await frame.evaluate(AXE);
    const findings = await run(frame, shown);
    for (const theme of themes.slice(0, -1)) {
      await setPageTheme(frame, theme);
      findings.push(...(await run(frame, theme, COLORS)));
    }
    await setPageTheme(frame, shown);
    assert.deepEqual(findings, [], what);
  }

  async function openOf(program: string, command: string): Promise<void> {
    await window().command('View: Close All Editors');
    await window().contextMenu(window().row(VIEW, `Program ${program}`), command);
    await page().locator('h1').waitFor();
  }

  it('in the jobs table, with and without a selection', async () => {
    await window().openContainer(CONTAINER);
    for (const group of ['Failed', 'Completed']) {
      await window().expand(VIEW, group);
    }
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
  });

  it('in a preview of a result without rows', async () => {
    await openOf('1006', 'Preview Result');
    await page().locator('.grid .nothing').waitFor();
    await window().screenshot('preview-empty');
    await check('without rows');
  });

  it('in the rows and sums of a comparison', async () => {
    await window().command('View: Close All Editors');
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

  it('in pages that come back after a reload, most without what they showed', async () => {
    await window().contextMenu(window().row(VIEW, 'Program 1001'), 'Show Details');
    await page().getByRole('button', { name: 'Keep Open' }).click();
    await page().getByRole('button', { name: 'Keep Open' }).waitFor({ state: 'detached' });
    await window().contextMenu(window().row(VIEW, 'Program 1006'), 'Preview Result');
    await page().locator('.grid .nothing').waitFor();
    await window().contextMenu(window().row(VIEW, 'Program 1003'), 'Show Details');
    await page().locator('.state', { hasText: 'Failed' }).waitFor();
    rmSync(path.join(window().folder, 'impact-results'), { recursive: true });
    simulator.removeJob(FAILED);
    await window().command('Impact Jobs: Refresh');
    await window().row(VIEW, 'Failed').waitFor({ state: 'hidden' });
    await window().reload();
    await page().locator('.absent[aria-busy=false]').waitFor();
    await window().screenshot('details-gone');
    await check('the details of no job');
    await window().command('View: Close Editor');
    await page().getByRole('button', { name: 'Load Preview' }).waitFor();
    await check('a preview without rows');
    await window().command('View: Close Editor');
    await page().locator('.state', { hasText: '24%' }).waitFor();
    await window().command('View: Close Editor');
    await page().locator('.absent[aria-busy=false]').waitFor();
    await window().screenshot('comparison-gone');
    await check('a comparison without its files');
    await page()
      .getByText(/^The files of both results no longer exist\. Download the results again/)
      .waitFor();
    await page().getByRole('button', { name: 'Download Result' }).click();
    await page().locator('.grid .line .cell').first().waitFor();
  });
});
