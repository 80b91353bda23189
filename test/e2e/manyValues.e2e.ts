import assert from 'node:assert/strict';
import type { Simulator } from '../../src/simulator/startSimulator';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

describe('Exporting with several values of a filter', function () {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: [{}] }, accounts: [{ kind: 'partner' }] });
    return { env: environmentOf(simulator) };
  });

  after(() => simulator.close());

  it('ticks known values, adds typed ones, and repeats the parameter', async () => {
    const { quickInput } = window();
    const take = async (title: RegExp, text: string): Promise<void> => {
      await quickInput.title.filter({ hasText: title }).waitFor();
      await quickInput.input.fill(text);
      await quickInput.activeRow(text).waitFor();
      await window().press('Enter');
    };
    const tick = (label: string): Promise<void> =>
      quickInput.row(label).locator('input[type=checkbox], .monaco-checkbox').first().click();
    await window().openContainer(CONTAINER);
    await window().rows(VIEW).first().waitFor();
    await window().command('Impact Jobs: Export a Report…');
    await take(/\(1\/5\)/, 'Action Listing by SKU');
    await take(/\(2\/5\)/, 'Last month');
    await take(/\(3\/5\)/, 'SUPERSTATUS_MS');
    await quickInput.title.filter({ hasText: 'SUPERSTATUS_MS (3/5)' }).waitFor();
    await tick('APPROVED');
    await tick('REVERSED');
    await window().screenshot('export-many-values');
    await quickInput.input.press('Enter');
    await quickInput.rows.filter({ hasText: 'APPROVED, REVERSED' }).waitFor();
    await take(/\(3\/5\)/, 'SUPERSTATUS_MS');
    await quickInput.title.filter({ hasText: 'SUPERSTATUS_MS (3/5)' }).waitFor();
    await quickInput.input.fill('0');
    await quickInput.input.press('Enter');
    await quickInput.rows.filter({ hasText: 'APPROVED, REVERSED, 0' }).waitFor();
    await take(/\(3\/5\)/, 'Continue');
    await take(/\(4\/5\)/, 'CSV');
    await quickInput.rows.filter({ hasText: 'APPROVED, REVERSED, 0' }).waitFor();
    await window().screenshot('export-many-values-summary');
    await take(/\(5\/5\)/, "don't download now");
    await window().rows(VIEW).filter({ hasText: 'Action Listing by SKU' }).first().waitFor();
    const query = new URLSearchParams(simulator.requests.find(({ endpoint }) => endpoint === 'reportExport')?.query);
    assert.deepEqual(query.getAll('SUPERSTATUS_MS'), ['APPROVED', 'REVERSED', '0']);
    assert.equal(query.get('START_DATE')?.length, 10);
  });
});
