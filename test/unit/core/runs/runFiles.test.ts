import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RunFiles } from '../../../../src/core/runs/runFiles';
import { storedRunIds } from '../../../../src/core/runs/storedRuns';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('The folder of stored runs', () => {
  const folder = temporaryFolder();
  const stored = (): string => path.join(folder.path(), 'runs');
  const files = (): RunFiles => new RunFiles(stored(), new FakeClock());

  it('knows runs by the names of their files', () => {
    assert.deepEqual(storedRunIds(stored()), []);
    mkdirSync(stored());
    const names = ['a-1.run.json', 'b.run.json.lock', 'c.run.json.waited', 'd.run.jsonx', '.run.json', 'e f.run.json'];
    [...names, `${'x'.repeat(101)}.run.json`].forEach((name) => writeFileSync(path.join(stored(), name), ''));
    assert.deepEqual(storedRunIds(stored()), ['a-1']);
  });

  it('has no run whose owner has just finished, and keeps no lock of it', async () => {
    mkdirSync(stored());
    assert.equal(await files().claim('gone'), 'gone');
    assert.deepEqual(readdirSync(stored()), []);
  });

  it('loses what is no run, and keeps no lock of it', async () => {
    mkdirSync(stored());
    writeFileSync(path.join(stored(), 'bad.run.json'), '{}');
    assert.equal(await files().claim('bad'), 'unreadable');
    assert.deepEqual(readdirSync(stored()), []);
  });

  it('gives up nothing that is not there', () => {
    files().giveUp('gone');
    files().removeOver('gone');
    assert.deepEqual(storedRunIds(stored()), []);
  });
});
