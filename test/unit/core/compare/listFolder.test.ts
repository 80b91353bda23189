import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeListFolder } from '../../../../src/core/compare/listFolder';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('The folder of a list of differences', () => {
  const parent = temporaryFolder();

  it('is private, and removes those of processes that have ended', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const left = path.join(parent.path(), `changes-${pid}-abcdef`);
    const used = path.join(parent.path(), `changes-${process.pid}-abcdef`);
    const other = path.join(parent.path(), 'other');
    [left, used, other].forEach((folder) => mkdirSync(folder));
    const made = await makeListFolder(parent.path());
    assert.equal(statSync(made).mode & 0o077, 0);
    assert.deepEqual([left, used, other].map(existsSync), [false, true, true]);
  });
});
