import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const ROWS = [
  'Report;Actions',
  'Action_Id;Day;Payout;Clicks',
  '00123;01.10.2026;"1.234,50 €";17',
  '00124;02.10.2026;-5,00 €;23',
];
const JOB = {
  id: '11111111-0000-4000-8000-000000000003',
  type: 'ApiReport',
  programId: '3629',
  createdAgoMs: 3_600_000,
  queueMs: 0,
  runMs: 60_000,
  result: { content: `${ROWS.join('\n')}\n`, fileName: 'actions.csv' },
} as const;

describe('A downloaded result', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [JOB] } });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', size: { width: 1440, height: 860 } };
  });

  after(() => simulator.close());

  const row = () => window().row(VIEW, 'Program 3629');
  const button = (name: string) => window().webview().getByRole('button', { name });

  it('is copied as code from its preview', async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
    await window().contextMenu(row(), 'Preview Result');
    await button('Reading Options').waitFor();
    assert.equal(await button('Copy Code to Read It…').count(), 0);
    await button('Download Result').click();
    await window()
      .page.getByRole('treeitem', { name: /downloaded$/ })
      .waitFor();
    await window()
      .page.getByRole('tab', { name: /actions.*\.csv|Report.*\.csv/i })
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
