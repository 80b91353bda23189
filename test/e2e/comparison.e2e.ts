import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const HOUR_MS = 3_600_000;
const HEADER = 'Action_Id,Date,Partner,Status,Payout,Currency,Note\n';
const HOSTILE = '<img src=x onerror="document.title=\'run\'">';
const EARLIER = [
  '1001,2026-10-01,Nordlicht,PENDING,12.50,EUR,',
  `1002,2026-10-01,Harbour & Co,PENDING,8.00,USD,"${HOSTILE.replaceAll('"', '""')}"`,
  '1003,2026-10-02,Nordlicht,APPROVED,20.00,EUR,x',
  '1004,2026-10-02,Süd Media,APPROVED,4.25,EUR,',
];
const LATER = [
  '1001,2026-10-01,Nordlicht,APPROVED,15.00,EUR,',
  `1002,2026-10-01,Harbour & Co,REVERSED,0.00,USD,"${HOSTILE.replaceAll('"', '""')}"`,
  '1003,2026-10-02,Nordlicht,APPROVED,20.00,EUR,',
  '1005,2026-10-03,Küste 24,PENDING,9.75,EUR,new',
];
const MANY = 100_000;
const manyRows = (payout: (index: number) => string): string =>
  `Action_Id,Payout,Status\n${Array.from({ length: MANY }, (_, index) => `${index},${payout(index)},OPEN\n`).join('')}`;
const ENDED = { type: 'ApiReport', queueMs: 0, runMs: 60_000 } as const;
const JOBS = [
  { ...ENDED, programId: '11', createdAgoMs: 4 * HOUR_MS, result: { content: `${HEADER}${EARLIER.join('\n')}\n` } },
  { ...ENDED, programId: '12', createdAgoMs: 3 * HOUR_MS, result: { content: `${HEADER}${LATER.join('\n')}\n` } },
  { ...ENDED, programId: '21', createdAgoMs: 2 * HOUR_MS, result: { content: manyRows(() => '1.50') } },
  {
    ...ENDED,
    programId: '22',
    createdAgoMs: HOUR_MS,
    result: { content: manyRows((index) => (index % 1000 === 7 ? '9.00' : '2.00')) },
  },
] as const;
/** The grid's height in this window holds fewer. */
const MOST_ROWS_DRAWN = 45;

/** In a narrow or low window, without scrolling. */
const LEAST_ROWS_VISIBLE = 3;

describe('What changed between two results', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      size: { width: 1440, height: 860 },
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  const page = () => window().webview();
  const grid = () => page().getByRole('grid');
  const drawnRows = () => grid().locator('.body [role=row]');
  const cell = (row: number, column: number) => grid().locator(`.body [data-row="${row}"][data-column="${column}"]`);
  const row = (program: string) => window().row(VIEW, `Program ${program}`);
  const shownRows = () => grid().getAttribute('aria-rowcount');

  async function compare(program: string, other: string): Promise<void> {
    for (const one of [program, other]) {
      await window().contextMenu(row(one), 'Download Result');
      await window().pane(VIEW).locator(`.monaco-list-row[aria-label*="${one}, downloaded"]`).first().waitFor();
    }
    await window().command('Notifications: Clear All Notifications');
    await window().contextMenu(row(other), 'Compare with Previous Result');
    await window()
      .quickInput.rows.filter({ hasText: `Program ${program}` })
      .click();
    await drawnRows().first().waitFor();
  }

  it('is a grid of all rows that differ, in which changed cells show both values', async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
    await compare('12', '11');
    await page().locator('.facts', { hasText: 'Rows are matched by Action_Id.' }).waitFor();
    assert.equal(await shownRows(), '7');
    const texts = await drawnRows().allInnerTexts();
    assert.match(texts[0] ?? '', /±\s*Changed[^]*1001[^]*PENDING → APPROVED[^]*12\.50 → 15\.00/);
    assert.match(texts.join('\n'), /−\s*Removed[^]*1004/);
    assert.match(texts.join('\n'), /\+\s*Added[^]*1005/);
    assert.match(texts.join('\n'), /x → empty/);
    assert.equal(await grid().locator('img').count(), 0);
    await window().screenshot('comparison-dark');
  });

  it('adds up each number column, each currency on its own', async () => {
    assert.deepEqual(
      (await page().locator('.sums > div').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')),
      ['Payout (EUR) 36.75 → 44.75 (+8.00)', 'Payout (USD) 8.00 → 0.00 (-8.00)'],
    );
    await page().getByRole('tab', { name: 'Sums (2)' }).click();
    await grid().getByRole('columnheader', { name: 'Difference' }).waitFor();
    await grid().getByRole('gridcell', { name: '-100%' }).waitFor();
    await window().screenshot('comparison-sums-dark');
    await page().getByRole('tab', { name: 'Rows (5)' }).click();
  });

  it('can be filtered by kind and text, sorted, and copied', async () => {
    await page().getByRole('button', { name: 'Changed (3)' }).click();
    await eventually(async () => assert.equal(await shownRows(), '5'));
    await page().getByLabel('Filter Payout').fill('> 10');
    await eventually(async () => assert.equal(await shownRows(), '4'));
    await page().getByText('2 of 5 rows').first().waitFor();
    await grid().getByRole('columnheader', { name: 'Payout' }).click();
    await grid().getByRole('columnheader', { name: 'Payout' }).click();
    await eventually(async () => assert.match((await cell(0, 1).innerText()) ?? '', /1003/));
    await cell(0, 0).click();
    await window().press('Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c');
    await eventually(async () => assert.equal(await window().clipboard(), 'Changed\t1003\nChanged\t1001'));
    await window().press('Escape');
    await eventually(async () => assert.equal(await grid().locator('.cell.selected').count(), 1));
    await window().screenshot('comparison-filtered-dark');
  });

  it('has a menu that copies the selected cells or their whole rows, by mouse and by keyboard', async () => {
    await cell(0, 0).click();
    await window().press('Shift+ArrowRight');
    await window().contextMenu(cell(0, 1), 'Copy');
    await eventually(async () => assert.equal(await window().clipboard(), 'Changed\t1003'));
    await window().contextMenu(cell(1, 1), 'Copy');
    await eventually(async () => assert.equal(await window().clipboard(), '1001'));
    for (const [key, id] of [
      ['Shift+F10', '1003'],
      ['ContextMenu', '1001'],
    ] as const) {
      const item = window().menu.locator('.action-menu-item', { hasText: 'Copy Rows' });
      // VS Code gives the focus back some time after it has closed a menu, and a key before that is lost.
      await eventually(async () => {
        await cell(id === '1003' ? 0 : 1, 2).click();
        await window().press(key);
        await item.waitFor({ timeout: 2000 });
      });
      await window().screenshot('comparison-menu');
      await window().press('End', 'Enter');
      const row = new RegExp(`^Changed\\t${id}\\t.*\\tEUR$`);
      await eventually(async () => assert.match(await window().clipboard(), row));
    }
  });

  it('is exported as it is shown', async () => {
    const file = path.join(window().folder, 'exported.csv');
    await page().getByRole('button', { name: 'Export as CSV' }).click();
    await window().saveAs(file);
    await window()
      .toast(/Exported 2 rows to exported\.csv/)
      .waitFor();
    assert.equal(
      readFileSync(file, 'utf8'),
      [
        'Change,Action_Id,Date,Partner,Status (before),Status (after),Payout (before),Payout (after),Currency,Note (before),Note (after)',
        'Changed,1003,2026-10-02,Nordlicht,APPROVED,APPROVED,20.00,20.00,EUR,x,',
        'Changed,1001,2026-10-01,Nordlicht,PENDING,APPROVED,12.50,15.00,EUR,,',
        '',
      ].join('\n'),
    );
    await window().command('Notifications: Clear All Notifications');
  });

  it('returns with its filters after a reload', async () => {
    await window().reload();
    await eventually(async () => assert.equal(await shownRows(), '4'));
    assert.equal(await page().getByRole('button', { name: 'Changed (3)' }).getAttribute('aria-pressed'), 'true');
    await page().getByRole('button', { name: 'Clear filters' }).click();
    await eventually(async () => assert.equal(await shownRows(), '7'));
  });

  it('can be read in every theme, in a narrow window, and at 200 %', async () => {
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark High Contrast', 'high-contrast'],
      ['Light High Contrast', 'high-contrast-light'],
    ] as const) {
      await window().setTheme(theme);
      await page().locator(`body.vscode-${name}`).waitFor();
      await window().screenshot(`comparison-${name}`);
    }
    await window().setTheme('Dark Modern');
    await window().command('View: Toggle Primary Side Bar Visibility');
    for (const [width, height] of [
      [228, 860],
      [720, 430],
    ] as const) {
      await window().page.setViewportSize({ width, height });
      const sizes = '[document.documentElement.scrollWidth, innerWidth]';
      await eventually(async () => {
        const [contentPx = 0, framePx = 0] = await (await window().webviewFrame()).evaluate<number[]>(sizes);
        assert.ok(framePx < width && contentPx <= framePx, `${contentPx} in ${framePx} px`);
      });
      const bottoms =
        '[innerHeight, ...[...document.querySelectorAll(".grid .body .line")].map((line) => line.getBoundingClientRect().bottom)]';
      await eventually(async () => {
        const [framePx = 0, ...rowsPx] = await (await window().webviewFrame()).evaluate<number[]>(bottoms);
        const visible = rowsPx.filter((px) => px <= framePx);
        assert.ok(visible.length >= LEAST_ROWS_VISIBLE, `${visible.length} rows are visible`);
      });
      await window().screenshot(`comparison-${width}`);
    }
    await window().page.setViewportSize({ width: 1440, height: 860 });
    await window().command('View: Toggle Primary Side Bar Visibility');
  });

  it('holds 100,000 changed rows, draws only the visible ones, and reaches the last', async () => {
    await window().expand(VIEW, 'Completed');
    await compare('22', '21');
    await page().getByRole('tab', { name: 'Rows (100,000)' }).waitFor();
    assert.equal(await shownRows(), '100002');
    await cell(0, 1).click();
    await window().press('Control+End');
    await eventually(async () => assert.match(await cell(MANY - 1, 1).innerText(), /^99999$/));
    assert.ok((await drawnRows().count()) <= MOST_ROWS_DRAWN, `${await drawnRows().count()} rows are drawn`);
    await grid().evaluate((element) => (element.scrollTop = element.scrollHeight / 2));
    await eventually(async () =>
      assert.deepEqual(
        (await drawnRows().allInnerTexts()).filter((text) => text.includes('…')),
        [],
      ),
    );
    await window().screenshot('comparison-100000');
    await page().getByLabel('Filter Payout').fill('> 5');
    await eventually(async () => assert.equal(await shownRows(), '102'));
    await window().press('Escape');
  });
});
