import * as assert from 'node:assert/strict';
import path from 'node:path';
import { machineZone } from '../../../../src/core/machineZone';
import type { SavedExport } from '../../../../src/core/savedExports/savedExport';
import { folderZone, runFolder, runFolderParts } from '../../../../src/core/runs/runFolder';
import { aSavedExport } from './support/engineForTest';

const NOW_MS = Date.parse('2026-11-29T12:00:00Z');
const aSet = (folder?: string) =>
  ({ kind: 'set', set: { name: 'Weekly', exports: [], missing: [], folder }, members: [] }) as const;

describe("A run's folder", () => {
  it('is named after the set and the day, and tells sets of the same name in several folders apart', () => {
    const nameOf = (label?: string) => path.posix.join(...runFolderParts(aSet(), NOW_MS, 'UTC', label));
    assert.deepEqual(['client-a', 'client-b', undefined].map(nameOf), [
      'Weekly (client-a) 2026-11-29',
      'Weekly (client-b) 2026-11-29',
      'Weekly 2026-11-29',
    ]);
  });

  it("has no part that leads elsewhere in a workspace folder's name", () => {
    const [name, ...rest] = runFolderParts(aSet(), NOW_MS, 'UTC', '../up');
    assert.ok(rest.length === 0 && !/[/\\]/.test(name ?? ''), name);
  });

  it('is where the set says, whatever the label', () => {
    assert.deepEqual(runFolderParts(aSet('team/${date}'), NOW_MS, 'UTC', 'client-a'), ['team', '2026-11-29']);
  });

  it('is that of results for an export that has none of its own', () => {
    const results = path.resolve('results');
    const folderOf = (folder?: string): string =>
      runFolder(results, { kind: 'export', saved: aSavedExport({ folder }) }, NOW_MS, 'UTC');
    assert.equal(folderOf(), results);
    assert.equal(folderOf('a//b'), path.join(results, 'a', 'b'));
  });

  it('has the date of the first export with a time zone, or else of this machine', () => {
    const inZone = aSavedExport({ timeZone: 'Asia/Tokyo' });
    const of = (saved: SavedExport | undefined, timeZone?: string) => ({ saved, timeZone });
    assert.equal(folderZone([of(undefined), of(aSavedExport(), 'Europe/Berlin'), of(inZone)]), 'Europe/Berlin');
    assert.equal(folderZone([of(inZone, 'Europe/Berlin')]), 'Asia/Tokyo');
    assert.equal(folderZone([of(undefined), of(aSavedExport())]), machineZone());
  });
});
