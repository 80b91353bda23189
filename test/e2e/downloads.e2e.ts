import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { root } from './support/host';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';
import type { CodeWindow } from './support/window';

const MINUTE_MS = 60_000;
const FINISHED = { type: 'ApiReport', queueMs: 0, runMs: MINUTE_MS, createdAgoMs: 30 * MINUTE_MS } as const;
const SMALL = {
  ...FINISHED,
  id: '22222222-0000-4000-8000-000000000002',
  programId: '7734',
  result: { rows: 1200 },
} as const;
const LARGE = {
  ...FINISHED,
  id: '33333333-0000-4000-8000-000000000003',
  programId: '4187',
  result: { rows: 60_000 },
} as const;
/** More than a workspace that is not on a disk takes. */
const HUGE = {
  ...FINISHED,
  id: '44444444-0000-4000-8000-000000000004',
  programId: '9999',
  result: { rows: 1_500_000 },
} as const;
/** For a window without a folder, because what one window has downloaded is marked in all. */
const OTHER = { ...SMALL, id: '55555555-0000-4000-8000-000000000005', programId: '2846' } as const;
/** It takes a minute, unless it is let go: what is done meanwhile is done by then. */
const SLOWLY = 100_000;

function isWhole(file: string, simulator: Simulator, id: string): void {
  const result = simulator.resultOf(id);
  assert.ok(result && readFileSync(file).equals(result.read(0, result.lengthBytes)));
}

/** A file that is deleted takes its mark off the row. */
async function isNotDownloaded(window: CodeWindow, program: string): Promise<void> {
  await eventually(async () =>
    assert.doesNotMatch((await window.spokenRows(VIEW)).join('\n'), new RegExp(`program ${program}, downloaded`, 'i')),
  );
}

/** The one file of a folder that is no trace of a download under way. */
function fileIn(folder: string): string {
  const names = readdirSync(folder);
  assert.equal(names.length, 1, names.join(', '));
  return path.join(folder, names[0] ?? '');
}

describe('Downloads', function () {
  this.bail(true); // each goes on where the one before has ended
  let simulator: Simulator;
  let parent = '';
  const results = (root: string): string => path.join(parent, root, 'impact-results');
  const window = useWindow(async () => {
    parent = mkdtempSync(path.join(tmpdir(), 'impact-jobs-roots-'));
    for (const name of ['analysis', 'pipelines', 'cloud', 'elsewhere']) {
      mkdirSync(path.join(parent, name));
    }
    const file = path.join(parent, 'agency.code-workspace');
    writeFileSync(
      file,
      JSON.stringify({
        folders: [
          { path: 'analysis' },
          { path: 'pipelines' },
          { uri: `remote-files:${path.join(parent, 'cloud')}`, name: 'cloud' },
        ],
      }),
    );
    simulator = await startStill({ scenario: { jobs: [SMALL, LARGE, HUGE, OTHER] } });
    return {
      env: environmentOf(simulator),
      theme: 'Default Dark Modern',
      size: { width: 1100, height: 640 },
      folder: file,
      builtIns: [path.join(root, 'test/remote-files')],
    };
  });

  after(async () => {
    await simulator.close();
    rmSync(parent, { recursive: true });
  });

  describe('With several workspace folders', () => {
    it('ask once which folder results go to', async () => {
      await window().openContainer(CONTAINER);
      await window().expand(VIEW, 'Completed');
      await window().rowAction(window().row(VIEW, 'Program 7734'), 'Download Result');
      await window().quickInput.row('pipelines').waitFor();
      await window().screenshot('choose-root');
      await window().quickInput.pick('pipelines');
      await eventually(async () =>
        assert.match((await window().spokenRows(VIEW)).join('\n'), /program 7734, downloaded/i),
      );
      isWhole(fileIn(results('pipelines')), simulator, SMALL.id);
      rmSync(fileIn(results('pipelines')));
      await isNotDownloaded(window(), '7734');
      await window().rowAction(window().row(VIEW, 'Program 7734'), 'Download Result');
      await eventually(() => isWhole(fileIn(results('pipelines')), simulator, SMALL.id));
      rmSync(fileIn(results('pipelines')));
      await isNotDownloaded(window(), '7734');
    });
  });

  describe('That are slow', () => {
    let clear = (): void => undefined;

    before(() => {
      clear = simulator.setFault({ kind: 'drip', endpoint: 'storage', bytesPerSecond: SLOWLY });
    });

    it('show bytes, rate, and time left in one place, and their percentage on the row', async () => {
      await window().rowAction(window().row(VIEW, 'Program 4187'), 'Download Result');
      await window()
        .toast(/Report export \(Program 4187, .*\) · .* of .* per second · .* left/)
        .waitFor();
      await window()
        .row(VIEW, /downloading [1-9]\d*%/)
        .waitFor();
      await window().screenshot('downloading');
    });

    it('are paused from their row', async () => {
      await window().rowAction(window().row(VIEW, 'Program 4187'), 'Pause Download');
      await window()
        .row(VIEW, /download interrupted at \d+%/)
        .waitFor();
      await window().toasts.first().waitFor({ state: 'hidden' });
      assert.ok((await window().spokenRows(VIEW)).some((label) => /download interrupted at \d+%/.test(label)));
      await window().screenshot('download-paused');
    });

    it('can be resumed from the table, paused and canceled there too', async () => {
      await window().command('Impact Jobs: Open Jobs as Table');
      const page = window().webview();
      await page.getByLabel('Search jobs').fill('4187');
      await page.locator('.body [data-row="0"][data-column="0"]').click();
      await page.getByRole('button', { name: 'Cancel Download' }).waitFor();
      await window().screenshot('table-resume');
      await page.getByRole('button', { name: 'Resume Download' }).click();
      await page.getByRole('button', { name: 'Pause Download' }).click();
      await page.getByRole('button', { name: 'Resume Download' }).waitFor();
      await window().command('View: Close All Editors');
      await window()
        .row(VIEW, /download interrupted at \d+%/)
        .waitFor();
    });

    it('are offered for resuming if the window closes during them, and end with the exact bytes', async () => {
      await window().rowAction(window().row(VIEW, 'Program 4187'), 'Resume Download');
      await window()
        .row(VIEW, /downloading [1-9]\d*%/)
        .waitFor();
      await window().reload();
      const offer = window().toast(/^.*The download of .* was interrupted at \d+%/);
      await offer.waitFor();
      await window().screenshot('download-offered');
      clear();
      await window().toastButton(offer, 'Resume');
      await eventually(() => isWhole(fileIn(results('pipelines')), simulator, LARGE.id));
      await window().openContainer(CONTAINER);
      await window().expand(VIEW, 'Completed');
      await eventually(async () =>
        assert.match((await window().spokenRows(VIEW)).join('\n'), /program 4187, downloaded/i),
      );
      const resumed = simulator.requests.filter(({ endpoint }) => endpoint === 'storage').at(-1);
      assert.match(String(resumed?.headers['range']), /^bytes=[1-9]\d*-/);
    });
  });

  describe("To a folder that isn't on a disk", () => {
    it('save a result', async () => {
      await window().command('Impact Jobs: Select Results Folder…');
      await window().quickInput.pick('cloud');
      await window().command('Impact Jobs: Download Result');
      await window().quickInput.input.fill('7734');
      await eventually(async () => assert.equal(await window().quickInput.rows.count(), 1));
      await window().quickInput.rows.first().click();
      await window().press('Enter');
      await eventually(() => isWhole(fileIn(results('cloud')), simulator, SMALL.id));
    });

    it('report a result that is too large for it, and leave nothing behind', async () => {
      await window().contextMenu(window().row(VIEW, 'Program 9999'), 'Download Result');
      await window()
        .toast(/larger than 64\.0 MB/)
        .waitFor();
      assert.equal(readdirSync(results('cloud')).length, 1);
    });
  });

  describe('Without an open folder', () => {
    let empty: CodeWindow;
    const target = (): string => path.join(parent, 'elsewhere');

    before(async () => {
      empty = await window().openAnother('');
    });

    it('go where the user chooses', async () => {
      await empty.openContainer(CONTAINER);
      await empty.expand(VIEW, 'Completed');
      await empty.rowAction(empty.row(VIEW, 'Program 2846'), 'Download Result');
      await empty.quickInput.rows.first().waitFor();
      await empty.screenshot('save-dialog');
      const file = path.join(target(), 'october.csv');
      await empty.saveAs(file);
      await eventually(() => isWhole(file, simulator, OTHER.id));
      await eventually(() => assert.deepEqual(readdirSync(target()), ['october.csv']));
    });

    it('replace the file that the user chooses to replace', async () => {
      const file = path.join(target(), 'october.csv');
      writeFileSync(file, 'old');
      await empty.contextMenu(empty.row(VIEW, 'Program 2846'), 'Download Result');
      await empty.saveAs(file);
      await eventually(() => isWhole(file, simulator, OTHER.id));
      // The download removes its own files after the result is there.
      await eventually(() => assert.deepEqual(readdirSync(target()), ['october.csv']));
    });
  });
});
