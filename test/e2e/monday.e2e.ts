import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const HOUR_MS = 3_600_000;
const BRANDS = 6;
const NARROW_PX = 170;
const REPORT = 'Action Listing';
const TABLE = `${REPORT} combined`;
const THEMES = [
  ['Light Modern', 'light'],
  ['Dark High Contrast', 'high-contrast'],
  ['Dark Modern', 'dark'],
] as const;

const TOKEN = 'a~hidden.t-k';
const FILTERS = 'START_DATE=2025-03-01&END_DATE=2025-03-31&SUPERSTATUS_MS=APPROVED&SUPERSTATUS_MS=PENDING&SUBAID=4187';
const DOWNLOADED = /downloaded 6 results/;

interface Manifest {
  readonly files: readonly { readonly file: string; readonly account: { readonly name?: string } }[];
  readonly combined: readonly {
    readonly file: string;
    readonly rows: number;
    readonly sources: readonly { readonly file: string; readonly rows: number }[];
  }[];
}

/**
 * The first and last day of a month that is before the last one in each brand's time zone. On the first of a month, the
 * zones don't agree on which is the last one.
 */
function earlierMonth(): readonly [string, string] {
  const now = new Date();
  const dayOf = (monthsAgo: number, day: number): string =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, day)).toISOString().slice(0, 10);
  return [dayOf(3, 1), dayOf(2, 0)];
}

describe("An analyst's Monday", function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({
      scenario: 'empty',
      brands: BRANDS,
      accounts: [{ kind: 'agency', token: TOKEN }],
      exportJob: { type: 'ApiReport', queueMs: 0, runMs: 20 * 60_000, result: { rows: 400 } },
    });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      size: { width: 1440, height: 800 },
      settings: { 'impactJobs.download.openAfter': false },
    };
  });

  after(() => simulator.close());

  const results = (): string => path.join(window().folder, 'impact-results');
  const manifest = (): Manifest =>
    JSON.parse(readFileSync(path.join(results(), 'impact-manifest.json'), 'utf8')) as Manifest;
  const step = (number: number): Locator =>
    window().quickInput.title.filter({ hasText: new RegExp(`\\(${String(number)}/6\\)`) });
  const take = async (number: number, text: string): Promise<void> => {
    const { quickInput } = window();
    await step(number).waitFor();
    await quickInput.input.fill(text);
    await quickInput.activeRow(text).waitFor();
    await window().press('Enter');
  };

  /** As people copy it, with the credentials in it. */
  const link = (): { readonly copied: string; readonly shown: string; readonly brand: string } => {
    const [agency, brand] = simulator.accounts;
    assert.ok(agency !== undefined && brand?.brand !== undefined);
    const path = `/Agencies/${agency.sid}/Advertisers/${brand.brand.id}/ReportExport/adv_action_listing?${FILTERS}`;
    const server = simulator.baseUrl.replace('://', `://${agency.sid}:${TOKEN.replace('~', '%7E')}@`);
    return { copied: server + path, shown: simulator.baseUrl + path, brand: brand.name };
  };

  /** Takes a picture in each theme, of what the user sees without it. */
  async function inEachTheme(name: string, show: () => Promise<void>): Promise<void> {
    for (const [theme, shade] of THEMES) {
      await window().setTheme(theme);
      await show();
      await window().screenshot(`${name}-${shade}`);
    }
  }

  /** Exports the report for all brands into one table, and waits for it. */
  async function exportForAll(days: (number: number) => Promise<void>, picture?: string): Promise<void> {
    const { quickInput } = window();
    await window().command('Impact Jobs: Export a Report…');
    await step(1).waitFor();
    await quickInput.rows
      .filter({ hasText: 'Brand ·' })
      .nth(BRANDS - 1)
      .waitFor();
    for (let at = 0; at < BRANDS; at++) {
      await quickInput.rows.filter({ hasText: 'Brand ·' }).nth(at).click();
    }
    await quickInput.widget.getByText('6 Selected').first().waitFor();
    if (picture !== undefined) {
      await window().screenshot(`${picture}-accounts`);
    }
    await window().press('Enter');
    await take(2, 'credited to your media');
    await days(3);
    await take(4, 'Continue');
    await take(5, 'CSV');
    await step(6).waitFor();
    await quickInput.rows.filter({ hasText: 'combine into one table' }).waitFor();
    if (picture !== undefined) {
      await window().screenshot(`${picture}-summary`);
    }
    const asked = simulator.requests.length;
    await take(6, 'combine into one table');
    await eventually(() =>
      assert.equal(
        simulator.requests.slice(asked).filter(({ endpoint }) => endpoint === 'reportExport').length,
        BRANDS,
      ),
    );
  }

  it('chooses six brands by their names', async () => {
    const { quickInput } = window();
    await window().openContainer(CONTAINER);
    await inEachTheme('monday-brands', async () => {
      await window().command('Impact Jobs: Choose Brands…');
      await quickInput.row('Harbour Outdoors (demo)').waitFor();
    });
    await quickInput.widget.getByLabel('Check All Active Brands').dispatchEvent('click'); // a tooltip can be in front
    await quickInput.title.filter({ hasText: '6 of 6' }).waitFor();
    await quickInput.input.press('Enter');
    await window().row(VIEW, 'Summit Outdoors').waitFor();
  });

  it('exports last month for all of them into one table', async () => {
    await exportForAll((number) => take(number, 'Last month'), 'monday-export');
    await inEachTheme('monday-running', async () => {
      await window().row(VIEW, '1 running').waitFor();
    });
    await window().dragSideBarTo(NARROW_PX);
    await window().screenshot('monday-running-narrow');
    await window().dragSideBarTo(300);
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    await window().toast(DOWNLOADED).waitFor();
    await window().screenshot('monday-downloaded');
    const [table] = manifest().combined;
    assert.equal(table?.sources.length, BRANDS);
    assert.equal(table.rows, BRANDS * 400);
    assert.equal(new Set(manifest().files.map(({ account }) => account.name)).size, BRANDS);
  });

  it('opens the table', async () => {
    await window().toastButton(window().toast(DOWNLOADED), 'Open Table');
    await window().tab(TABLE).waitFor();
    await window().editorText().filter({ hasText: 'Client,Period' }).waitFor();
    await window().screenshot('monday-table');
  });

  it('exports an earlier month for all, and compares a brand with it', async () => {
    const { quickInput } = window();
    const answer = async (day: string, text: string): Promise<void> => {
      await quickInput.title.filter({ hasText: `${day} (3/6)` }).waitFor();
      await quickInput.answer(text);
    };
    await window().command('Notifications: Clear All Notifications');
    await exportForAll(async (number) => {
      await take(number, 'Select days');
      const [first, last] = earlierMonth();
      await answer('First Day', first);
      await answer('Last Day', last);
    });
    simulator.advance(HOUR_MS);
    await window().command('Impact Jobs: Refresh');
    await window().toast(DOWNLOADED).waitFor();
    assert.equal(manifest().files.length, 2 * BRANDS);
    assert.equal(manifest().combined.length, 2);
    await window().command('Notifications: Clear All Notifications');
    await window().command('Impact Jobs: Compare with Previous Result');
    await window().screenshot('monday-which-result');
    const ofBrand = quickInput.rows.filter({ hasText: 'Harbour Outdoors' });
    await eventually(async () => assert.equal(await ofBrand.count(), 2));
    await quickInput.input.fill('Harbour Outdoors');
    await quickInput.activeRow('Harbour Outdoors').waitFor();
    await window().press('Enter');
    await eventually(async () => assert.equal(await quickInput.rows.count(), 1));
    await quickInput.activeRow('Harbour Outdoors').waitFor();
    await window().press('Enter');
    await window().webview().locator('body', { hasText: 'Rows are matched by Action_Id' }).waitFor();
    await window().screenshot('monday-compared');
  });

  it('pastes a link to a report, which loses its credentials and fills in the export of the account in it', async () => {
    const { quickInput } = window();
    const { copied, shown, brand } = link();
    await window().command('View: Close All Editors');
    await window().dragSideBarTo(NARROW_PX);
    for (const [theme, shade] of THEMES) {
      await window().setTheme(theme);
      await window().command('Impact Jobs: Export a Report…');
      await step(1).waitFor();
      await quickInput.input.fill('Agency IR');
      await window().press('Enter');
      await step(2).waitFor();
      await quickInput.rows.filter({ hasText: 'credited to your media' }).waitFor();
      await quickInput.input.fill(copied);
      await quickInput.rows.filter({ hasText: `adv_action_listing · ${brand}` }).waitFor();
      assert.equal(await quickInput.input.inputValue(), shown);
      await window().screenshot(`report-link-${shade}`);
      await window().press('Enter');
      await quickInput.rows.filter({ hasText: `This export is for ${brand}, the account in the link.` }).waitFor();
      await quickInput.rows.filter({ hasText: 'APPROVED, PENDING' }).waitFor();
      await window().screenshot(`report-link-summary-${shade}`);
      if (shade !== 'dark') {
        await quickInput.dismiss();
      }
    }
    const before = simulator.requests.length;
    await quickInput.choose('Export');
    const asked = () => simulator.requests.slice(before).filter(({ endpoint }) => endpoint === 'reportExport');
    await eventually(() => assert.equal(asked().length, 1));
    assert.match(asked()[0]?.path ?? '', /\/Advertisers\/\d+\/ReportExport\/adv_action_listing$/);
    const query = new URLSearchParams(asked()[0]?.query);
    assert.deepEqual(
      [query.getAll('START_DATE'), query.getAll('SUPERSTATUS_MS'), query.get('SUBAID')],
      [['2025-03-01'], ['APPROVED', 'PENDING'], '4187'],
    );
    await window().row(VIEW, 'Action Listing · Mar 2025').waitFor();
    await window().screenshot('report-link-row');
  });
});
