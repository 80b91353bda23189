import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../../../src/core/clock';
import { thisHost } from '../../../../src/core/files/lockOwner';
import {
  type Manifest,
  MANIFEST_FILE,
  type ManifestFile,
  manifestTime,
} from '../../../../src/core/savedExports/manifest';
import { addFailuresToManifest, addToManifest } from '../../../../src/core/savedExports/writeManifest';
import { FakeClock } from '../../../support/fakeClock';
import { passUntil } from '../../../support/passUntil';
import { temporaryFolder } from '../../../support/temporaryFolder';

/** No system gives out this number. */
const NO_PID = 2 ** 30;

function anEntry(file: string, change: Partial<ManifestFile> = {}): ManifestFile {
  return {
    file,
    bytes: 1,
    sha256: 'ab',
    rows: 1,
    export: 'Actions',
    set: null,
    report: { id: 'r', name: 'R' },
    format: 'CSV',
    parameters: {},
    period: null,
    account: { sid: 'IR1', kind: 'agency' },
    job: { id: '1', existedBefore: false, replayOf: null, createdAt: null, startedAt: null, completedAt: null },
    runAt: '',
    downloadedAt: '',
    ...change,
  };
}

describe('The manifest beside downloaded files', () => {
  const folder = temporaryFolder();
  const read = (): Manifest => JSON.parse(readFileSync(path.join(folder.path(), MANIFEST_FILE), 'utf8')) as Manifest;
  const names = (): string[] => read().files.map(({ file }) => file);

  it('is created with the first file and grows with each one', async () => {
    await addToManifest(folder.path(), anEntry('a.csv'), systemClock);
    await addToManifest(folder.path(), anEntry('b.csv'), systemClock);
    assert.deepEqual([read().version, names()], [1, ['a.csv', 'b.csv']]);
    assert.deepEqual(readdirSync(folder.path()), [MANIFEST_FILE]);
  });

  it('contains only the latest entry for each file', async () => {
    await addToManifest(folder.path(), anEntry('a.csv'), systemClock);
    await addToManifest(folder.path(), anEntry('b.csv'), systemClock);
    await addToManifest(folder.path(), anEntry('a.csv', { rows: 9 }), systemClock);
    assert.deepEqual(
      read().files.map(({ file, rows }) => [file, rows]),
      [
        ['b.csv', 1],
        ['a.csv', 9],
      ],
    );
  });

  it('lists which exports of a set have no file, until they do', async () => {
    const failure = {
      export: 'Actions',
      set: 'Monday',
      reason: 'It ended as failed.',
      job: '1',
      report: null,
      parameters: null,
      runAt: '',
    };
    const monday = path.join(folder.path(), 'monday');
    const failed = (): unknown =>
      (JSON.parse(readFileSync(path.join(monday, MANIFEST_FILE), 'utf8')) as Manifest).failed;
    await addFailuresToManifest(monday, [failure, { ...failure, export: 'Clicks' }], systemClock);
    await addFailuresToManifest(monday, [{ ...failure, reason: 'Again.' }], systemClock);
    assert.deepEqual(failed(), [
      { ...failure, export: 'Clicks' },
      { ...failure, reason: 'Again.' },
    ]);
    await addToManifest(monday, anEntry('a.csv', { set: 'Monday' }), systemClock);
    await addToManifest(monday, anEntry('b.csv'), systemClock);
    assert.deepEqual(failed(), [{ ...failure, export: 'Clicks' }]);
    await addToManifest(monday, anEntry('c.csv', { export: 'Clicks', set: 'Monday' }), systemClock);
    assert.equal(failed(), undefined);
  });

  it('loses no entry when files finish simultaneously', async () => {
    const files = Array.from({ length: 12 }, (_, index) => `${String(index).padStart(2, '0')}.csv`);
    await Promise.all(files.map((file) => addToManifest(folder.path(), anEntry(file), systemClock)));
    assert.deepEqual(names().sort(), files);
  });

  for (const content of [
    '{ broken',
    '[]',
    '{"version":2,"files":[]}',
    'null',
    '{"version":1,"files":[null]}',
    '{"version":1,"files":[],"failed":[null]}',
  ]) {
    it(`keeps an unreadable manifest under another name: ${content}`, async () => {
      folder.write(MANIFEST_FILE, content);
      const kept = await addToManifest(folder.path(), anEntry('a.csv'), systemClock);
      assert.ok(kept !== undefined && existsSync(kept));
      assert.equal(readFileSync(kept, 'utf8'), content);
      assert.deepEqual(names(), ['a.csv']);
    });
  }

  it("isn't blocked by a lock that a killed window left", async () => {
    const dead = { pid: NO_PID, host: thisHost(), takenAtMs: Date.now(), token: 'x', jobId: '' };
    folder.write(`${MANIFEST_FILE}.lock`, JSON.stringify(dead));
    await addToManifest(folder.path(), anEntry('a.csv'), systemClock);
    assert.deepEqual(readdirSync(folder.path()), [MANIFEST_FILE]);
  });

  it("isn't blocked forever by a lock half written by a killed process", async () => {
    const clock = new FakeClock();
    folder.write(`${MANIFEST_FILE}.lock`, '{"pid":');
    const adding = addToManifest(folder.path(), anEntry('a.csv'), clock);
    await passUntil(clock, adding);
    assert.deepEqual(readdirSync(folder.path()), [MANIFEST_FILE]);
  });

  it("reports the file system's error if the folder is gone", async () => {
    await assert.rejects(addToManifest(path.join(folder.path(), 'gone'), anEntry('a.csv'), systemClock), {
      code: 'ENOENT',
    });
  });

  it("has times in UTC, and none for events that haven't happened", () => {
    assert.deepEqual([manifestTime(Date.UTC(2026, 9, 1)), manifestTime(undefined)], ['2026-10-01T00:00:00.000Z', null]);
  });
});
