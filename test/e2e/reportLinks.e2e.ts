import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { exportSteps } from './support/exportSteps';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const FILTERS = 'START_DATE=2026-10-01&END_DATE=2026-10-31&SUPERSTATUS_MS=APPROVED&SUPERSTATUS_MS=PENDING&SUBAID=4187';
const NARROW_PX = 170;
const THEMES = [
  ['Light Modern', 'light'],
  ['Dark High Contrast', 'high-contrast'],
  ['Dark Modern', 'dark'],
] as const;

describe('A link to a report', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({
      scenario: 'empty',
      brands: 2,
      accounts: [{ kind: 'agency', token: 'a~hidden.t-k' }],
    });
    return {
      env: { ...environmentOf(simulator), IMPACT_BRAND_IDS: 'all' },
      theme: 'Default Dark Modern',
      settings: { 'impactJobs.download.openAfter': false },
    };
  });
  const { step } = exportSteps(window);

  after(() => simulator.close());

  /** As people copy it, with the credentials in it. */
  const link = (): { readonly copied: string; readonly shown: string; readonly brand: string } => {
    const [agency, brand] = simulator.accounts;
    assert.ok(agency !== undefined && brand?.brand !== undefined);
    const path = `/Agencies/${agency.sid}/Advertisers/${brand.brand.id}/ReportExport/adv_action_listing?${FILTERS}`;
    const server = simulator.baseUrl.replace('://', `://${agency.sid}:a%7Ehidden.t-k@`);
    return { copied: server + path, shown: simulator.baseUrl + path, brand: brand.name };
  };

  it('is pasted, loses its credentials, and fills in the export of the account in it', async () => {
    const { quickInput } = window();
    const { copied, shown, brand } = link();
    await window().openContainer(CONTAINER);
    await window().row(VIEW, brand).waitFor();
    await window().dragSideBarTo(NARROW_PX);
    for (const [theme, shade] of THEMES) {
      await window().setTheme(theme);
      await window().command('Impact Jobs: Export a Report…');
      await step('Export a Report (1/6)');
      await quickInput.input.fill('Agency IR');
      await window().press('Enter');
      await step('Export a Report (2/6)');
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
    await quickInput.choose('Export');
    const asked = () => simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport');
    await eventually(() => assert.equal(asked().length, 1));
    assert.match(asked()[0]?.path ?? '', /\/Advertisers\/\d+\/ReportExport\/adv_action_listing$/);
    const query = new URLSearchParams(asked()[0]?.query);
    assert.deepEqual(
      [query.getAll('START_DATE'), query.getAll('SUPERSTATUS_MS'), query.get('SUBAID')],
      [['2026-10-01'], ['APPROVED', 'PENDING'], '4187'],
    );
    await window().row(VIEW, 'Action Listing').first().waitFor();
    await window().screenshot('report-link-row');
  });
});
