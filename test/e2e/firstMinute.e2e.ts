import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { makeTour, rememberNames, tourJob } from './support/host';
import { environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

describe('The first minute of npm start', () => {
  let simulator: Simulator;
  let profile = '';

  const window = useWindow(async () => {
    simulator = await startStill({ brands: 6 });
    profile = mkdtempSync(path.join(tmpdir(), 'impact-jobs-first-'));
    const jobs = simulator.namedJobs();
    const [{ sid } = assert.fail()] = simulator.accounts;
    rememberNames(profile, jobs, sid);
    return {
      profile,
      builtIns: [makeTour(path.join(profile, 'tour'))],
      env: {
        ...environmentOf(simulator),
        IMPACT_ACCOUNT_NAME: 'Meridian  Media',
        IMPACT_BRAND_IDS: 'all',
        IMPACT_JOBS_TOUR: tourJob(jobs, sid),
      },
      size: { width: 1440, height: 900 },
    };
  });

  after(async () => {
    await simulator.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it('shows the jobs by name, a result beside them, and a tour of three steps', async () => {
    const { page } = window();
    // The tour's drawing is a webview, too.
    await eventually(async () => {
      const shown = await Promise.all(page.frames().map((frame) => frame.getByText('First 1,000 rows').count()));
      assert.ok(shown.includes(1));
    });
    await page.locator('.getting-started-step', { hasText: 'Export for all brands' }).waitFor();
    assert.equal(await page.locator('.getting-started-step').count(), 3);
    await window().row(VIEW, 'Meridian Media').waitFor();
    await window().row(VIEW, 'Harbour Outdoors').waitFor();
    await window().row(VIEW, 'Performance by Partner').first().waitFor();
    assert.deepEqual(
      (await window().spokenRows(VIEW)).filter((row) => row.startsWith('Report export')),
      [],
    );
    await window().screenshot('first-minute');
  });

  it('gives each brand jobs of its own', async () => {
    const ofBrand = (name: string) => (row: string) => row.startsWith(name);
    const rows = await window().spokenRows(VIEW);
    const descriptions = ['Harbour', 'Meadow', 'Summit', 'Riverside', 'Orchard', 'Lantern'].map((name) =>
      rows.find(ofBrand(name))?.replace(/^[^,]+/, ''),
    );
    assert.ok(new Set(descriptions).size > 1, descriptions.join('\n'));
  });
});
