import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MIB = 1024 * 1024;
const HOSTILE = '<img src=x onerror="document.title=\'run\'">';
const HOSTILE_JOB = {
  id: '11111111-0000-4000-8000-000000000002',
  type: 'ApiReport',
  programId: '5120',
  createdAgoMs: 7_200_000,
  queueMs: 0,
  runMs: 60_000,
  result: {
    content: `Id,"${HOSTILE.replaceAll('"', '""')}"\n1,"${HOSTILE.replaceAll('"', '""')}"\n`,
    fileName: 'a.csv',
  },
} as const;
const TABLES_JOB = {
  ...HOSTILE_JOB,
  id: '11111111-0000-4000-8000-000000000003',
  programId: '777',
  result: { content: '{"Records":[{"Id":1}],"Errors":[{"Reason":"late"},{"Reason":"lost"}]}', fileName: 'a.json' },
} as const;
const JOB = {
  id: '11111111-0000-4000-8000-000000000001',
  type: 'ApiReport',
  report: 'action_listing',
  programId: '3629',
  createdAgoMs: 3_600_000,
  queueMs: 0,
  runMs: 60_000,
  result: { bytes: 24 * MIB },
} as const;
/** The grid's height in this window holds fewer; however long the file is, no more are drawn. */
const MOST_ROWS_DRAWN = 45;

describe('The preview of a result', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [JOB, HOSTILE_JOB, TABLES_JOB] } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', size: { width: 1440, height: 860 } };
  });

  after(() => simulator.close());

  const grid = () => window().webview().getByRole('grid');
  const drawnRows = () => grid().locator('.body [role=row]');
  const shownIds = () => drawnRows().locator('[data-column="0"]').allInnerTexts();
  const cell = (row: number, column: number) => grid().locator(`.body [data-row="${row}"][data-column="${column}"]`);
  const openTab = (title: string) =>
    window()
      .webview()
      .getByRole('tab', { name: new RegExp(`^${title}`) })
      .click();
  const focusedText = () => window().webview().locator('[role=gridcell]:focus').innerText();

  it("shows the first rows, draws only the visible ones, and doesn't fetch the entire result", async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
    await window().contextMenu(window().row(VIEW, 'Program 3629'), 'Preview Result');
    await drawnRows().first().waitFor();
    await window().webview().getByText('First 1,000 rows of a 25.2 MB file').waitFor();
    assert.equal(await grid().getAttribute('aria-rowcount'), '1002');
    assert.ok((await drawnRows().count()) <= MOST_ROWS_DRAWN, `${await drawnRows().count()} rows are drawn`);
    assert.ok(
      simulator.requests.filter(({ origin }) => origin === 'storage').every(({ sentBytes }) => sentBytes <= 4 * MIB),
    );
    await window().screenshot('preview-dark');
  });

  it('can be navigated, sorted, filtered, and copied by keyboard', async () => {
    await cell(0, 0).click();
    await window().press('Control+End');
    await eventually(async () =>
      assert.equal(await grid().locator('.body [data-row="999"]').first().isVisible(), true),
    );
    assert.ok((await drawnRows().count()) <= MOST_ROWS_DRAWN, `${await drawnRows().count()} rows are drawn`);
    await window().press('Control+Home', 'ArrowUp', 'Enter', 'Enter', 'ArrowDown');
    await eventually(async () => assert.equal(await focusedText(), '1000000999'));
    assert.equal(await grid().getByRole('columnheader', { name: 'Action_Id' }).getAttribute('aria-sort'), 'descending');

    await window().press('Shift+ArrowDown', 'Control+c');
    await eventually(async () => assert.equal(await window().clipboard(), '1000000999\n1000000998'));

    await window().press('Control+f');
    await window().type('germany');
    await window().webview().getByText('No rows match the filters.').waitFor();
    await window().webview().getByRole('button', { name: 'Clear filters' }).click();
    await window().webview().getByLabel('Filter Action_Id').fill('< 1000000003');
    await eventually(async () => assert.deepEqual(await shownIds(), ['1000000002', '1000000001', '1000000000']));
    await window()
      .webview()
      .getByRole('button', { name: /^Copy 3 rows as Markdown/ })
      .click();
    await eventually(async () =>
      assert.match(await window().clipboard(), /^\| Action\\_Id \|.*\n\| ---: \|.*\n\| 1000000002 \|/),
    );
    await window().screenshot('preview-filtered-dark');
    await window().webview().getByRole('button', { name: 'Clear filters' }).click();
  });

  it('is read as the user says, and as the file suggests again', async () => {
    const change = () => window().webview().getByRole('button', { name: 'Reading Options' });
    const columns = (count: number) =>
      window()
        .webview()
        .getByRole('tab', { name: `Columns (${count})` })
        .waitFor();
    await change().focus();
    await window().press('Enter');
    await window().quickInput.row('Separator').waitFor();
    await window().screenshot('preview-read-otherwise-dark');
    await window().quickInput.pick('Separator');
    await window().quickInput.pick('semicolons');
    await columns(2);
    await window().screenshot('preview-semicolons-dark');
    await change().click();
    await window().quickInput.pick('Title Row');
    await window().quickInput.pick('Line 3');
    await change().click();
    await window().quickInput.pick('Encoding');
    await window().quickInput.pick('Latin-1');
    const isRead = async () => {
      await window().webview().getByText('Latin-1').waitFor();
      await window().webview().getByText('semicolons').waitFor();
      await grid()
        .getByRole('columnheader', { name: /^1000000001/ })
        .first()
        .waitFor();
    };
    await isRead();

    // The choice is remembered.
    await window().command('View: Close All Editors');
    await window().contextMenu(window().row(VIEW, 'Program 3629'), 'Preview Result');
    await isRead();
    await change().click();
    await window().quickInput.pick('Detect Automatically');
    await columns(16);
  });

  it('shows another table of the file', async () => {
    await window().contextMenu(window().row(VIEW, 'Program 777'), 'Preview Result');
    await grid().getByRole('columnheader', { name: 'Id' }).waitFor();
    await window().webview().getByText('The file also contains other tables: Errors.').waitFor();
    await window().screenshot('preview-tables-dark');
    await window().webview().getByRole('button', { name: 'Reading Options' }).click();
    await window().quickInput.pick('Table');
    await window().quickInput.pick('Errors');
    await grid().getByRole('columnheader', { name: 'Reason' }).waitFor();
    await window().contextMenu(window().row(VIEW, 'Program 3629'), 'Preview Result'); // in the same tab
    await grid().getByRole('columnheader', { name: 'Action_Id' }).waitFor();
  });

  it('returns to what it showed when reading again is canceled', async () => {
    const clear = simulator.setFault({ endpoint: 'storage', kind: 'stall', at: 10 });
    await window().webview().getByRole('button', { name: 'Reload First Rows' }).click();
    await window().webview().getByRole('button', { name: 'Cancel' }).waitFor();
    await window().screenshot('preview-reading-dark');
    await window().webview().getByRole('button', { name: 'Cancel' }).click();
    await drawnRows().first().waitFor();
    clear();
  });

  it('fits a narrow window, and one of 200 %', async () => {
    await window().command('View: Toggle Primary Side Bar Visibility');
    for (const [width, height] of [
      [228, 860],
      [720, 430],
    ] as const) {
      await window().page.setViewportSize({ width, height });
      for (const tab of ['Rows', 'Columns']) {
        await openTab(tab);
        const sizes =
          '[document.documentElement.scrollWidth, innerWidth, document.querySelector(".grid").clientHeight]';
        await eventually(async () => {
          const [contentPx = 0, framePx = 0, gridPx = 0] = await (
            await window().webviewFrame()
          ).evaluate<number[]>(sizes);
          assert.ok(framePx < width && contentPx <= framePx, `${tab}: ${contentPx} in ${framePx} px`);
          assert.ok(gridPx >= 200, `the grid is ${gridPx} px high`);
        });
        await window().screenshot(`preview-${tab.toLowerCase()}-${width}`);
        if (tab === 'Rows' && height < 500) {
          await cell(1, 0).click();
          const edges =
            '(({ top, bottom }) => [top, innerHeight - bottom])(document.querySelector(".grid").getBoundingClientRect())';
          await eventually(async () => {
            const edgesPx = await (await window().webviewFrame()).evaluate<number[]>(edges);
            assert.ok(
              edgesPx.every((px) => px >= -1),
              `the whole grid is visible, not ${edgesPx.join(', ')}`,
            );
          });
          await window().screenshot(`preview-rows-${width}-focused`);
        }
      }
    }
    await window().page.setViewportSize({ width: 1440, height: 860 });
    await window().command('View: Toggle Primary Side Bar Visibility');
  });

  it('profiles its columns in every theme', async () => {
    await openTab('Columns');
    await grid().getByRole('gridcell', { name: 'Sale_Amount' }).waitFor();
    await window().webview().getByText('Figures cover only the rows read: 1,000').waitFor();
    await window().screenshot('preview-columns-dark');
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark High Contrast', 'high-contrast'],
      ['Light High Contrast', 'high-contrast-light'],
    ] as const) {
      await window().setTheme(theme);
      await window().webview().locator(`body.vscode-${name}`).waitFor();
      await window().screenshot(`preview-columns-${name}`);
      await openTab('Rows');
      await cell(3, 2).click();
      await cell(6, 4).click({ modifiers: ['Shift'] });
      await window().screenshot(`preview-${name}`);
      await openTab('Columns');
    }
    await openTab('Rows');
  });

  it('shows the rows of a bar, by mouse and by keyboard', async () => {
    const shownCount = async (): Promise<number> => {
      const shown = await window().webview().locator('.tools .shown').innerText();
      return Number(/^([\d,]+) of 1,000 rows/.exec(shown)?.[1]?.replace(',', ''));
    };
    await openTab('Columns');
    const bar = grid().locator('.distribution .value').first();
    const [, count] = /: ([\d,]+)$/.exec((await bar.getAttribute('aria-label')) ?? '') ?? [];
    await bar.click();
    await eventually(async () => assert.equal(await shownCount(), Number(count?.replace(',', ''))));

    await openTab('Columns');
    await cell(0, 0).click();
    await window().press('Enter', 'ArrowRight');
    const focused = window().webview().locator('.distribution button:focus');
    const [, inBin] = /: ([\d,]+)$/.exec((await focused.getAttribute('aria-label')) ?? '') ?? [];
    await window().press('Enter');
    await eventually(async () => assert.equal(await shownCount(), Number(inBin?.replace(',', ''))));
    await window().webview().getByRole('button', { name: 'Clear filters' }).click();
  });

  it('selects nothing in the rows of a search', async () => {
    await cell(2, 1).click();
    await cell(5, 3).click({ modifiers: ['Shift'] });
    await window().webview().getByText('Copy 12 cells as').waitFor();
    await window().webview().getByLabel('Search these rows').fill('100000');
    await window()
      .webview()
      .getByText(/^Copy [\d,]+ rows as/)
      .waitFor();
    assert.ok((await grid().locator('.cell.selected').count()) <= 1, 'the cell with the focus at most');
    await window().webview().getByRole('button', { name: 'Clear filters' }).click();
  });

  it('downloads and opens the file, and reads it after a reload without a request to impact.com', async () => {
    await window().webview().getByRole('button', { name: 'Download Result' }).click();
    await window().webview().getByRole('button', { name: 'Open File' }).waitFor();
    const folder = path.join(window().folder, 'impact-results');
    const [file = ''] = readdirSync(folder);
    assert.equal(readFileSync(path.join(folder, file)).length, 24 * MIB);

    await window().reload();
    await window().webview().getByRole('button', { name: 'Load Preview' }).waitFor();
    await window().screenshot('preview-restored');
    const asked = simulator.requests.filter(({ endpoint }) => endpoint === 'download').length;
    await window().webview().getByRole('button', { name: 'Load Preview' }).click();
    await window().webview().getByText('read from the downloaded file').waitFor();
    await drawnRows().first().waitFor();
    assert.equal(simulator.requests.filter(({ endpoint }) => endpoint === 'download').length, asked);
  });

  it('shows all file content as text', async () => {
    await window().command('View: Close All Editors');
    await window().expand(VIEW, 'Completed');
    await window().contextMenu(window().row(VIEW, 'Program 5120'), 'Preview Result');
    await grid().getByRole('gridcell', { name: HOSTILE }).waitFor();
    await grid().getByRole('columnheader', { name: HOSTILE }).waitFor();
    await window().webview().getByText('Entire file').waitFor();
    assert.equal(await grid().locator('img').count(), 0);
    assert.notEqual(await (await window().webviewFrame()).evaluate('document.title'), 'run');
  });
});
