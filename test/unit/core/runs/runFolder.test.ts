import * as assert from 'node:assert/strict';
import path from 'node:path';
import { runFolderParts } from '../../../../src/core/runs/runFolder';

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
});
