import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Clock, systemClock } from '../../../../src/core/clock';
import { thisHost } from '../../../../src/core/files/lockOwner';
import {
  type Manifest,
  MANIFEST_FILE,
  type ManifestFile,
  type ManifestMember,
  manifestTime,
} from '../../../../src/core/savedExports/manifest';
import { noteInManifest } from '../../../../src/core/savedExports/writeManifest';
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

/** Notes a file and its member, as a run does. */
function note(folder: string, file: ManifestFile, clock: Clock = systemClock): Promise<string | undefined> {
  return noteInManifest(folder, { files: [file], members: [aMember(file)] }, clock);
}

function aMember({
  export: name,
  set,
  file,
}: Pick<ManifestFile, 'export' | 'set'> & { file?: string }): ManifestMember {
  const state = file === undefined ? 'failed' : 'downloaded';
  return {
    export: name,
    set,
    state,
    file: file ?? null,
    reason: null,
    job: '1',
    report: null,
    parameters: null,
    runAt: '',
  };
}

describe('The manifest beside downloaded files', () => {
  const folder = temporaryFolder();
  const read = (): Manifest => JSON.parse(readFileSync(path.join(folder.path(), MANIFEST_FILE), 'utf8')) as Manifest;
  const names = (): string[] => read().files.map(({ file }) => file);

  it('is created with the first file and grows with each one', async () => {
    await note(folder.path(), anEntry('a.csv'));
    await note(folder.path(), anEntry('b.csv'));
    assert.deepEqual([read().version, names()], [1, ['a.csv', 'b.csv']]);
    assert.deepEqual(readdirSync(folder.path()), [MANIFEST_FILE]);
  });

  it('contains only the latest entry for each file', async () => {
    await note(folder.path(), anEntry('a.csv'));
    await note(folder.path(), anEntry('b.csv'));
    await note(folder.path(), anEntry('a.csv', { rows: 9 }));
    assert.deepEqual(
      read().files.map(({ file, rows }) => [file, rows]),
      [
        ['b.csv', 1],
        ['a.csv', 9],
      ],
    );
  });

  it('says which earlier result a new one supersedes: of the same export, account, and days', async () => {
    const october = { parameters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31' } };
    await note(folder.path(), anEntry('october.csv', october));
    await note(folder.path(), anEntry('september.csv', { parameters: { START_DATE: '2026-09-01' } }));
    await note(folder.path(), anEntry('other.csv', { ...october, account: { sid: 'IR2', kind: 'brand' } }));
    await note(folder.path(), anEntry('set.csv', { ...october, set: 'Monday' }));
    await note(folder.path(), anEntry('october (2).csv', october));
    await note(folder.path(), anEntry('october (3).csv', october));
    assert.deepEqual(
      read().files.map(({ file, supersededBy }) => [file, supersededBy]),
      [
        ['october.csv', 'october (3).csv'],
        ['september.csv', undefined],
        ['other.csv', undefined],
        ['set.csv', undefined],
        ['october (2).csv', 'october (3).csv'],
        ['october (3).csv', undefined],
      ],
    );
    await note(folder.path(), anEntry('october.csv', october));
    assert.deepEqual(
      read()
        .files.filter(({ supersededBy }) => supersededBy === undefined)
        .map(({ file }) => file),
      ['september.csv', 'other.csv', 'set.csv', 'october.csv'],
    );
  });

  it('moves what it says of earlier runs to a file of its own before it gets too large to read', async () => {
    const padding = 'x'.repeat(4096);
    const earlier = Array.from({ length: 4200 }, (_, index) => anEntry(`old ${index}.csv`, { sha256: padding }));
    const last = anEntry('last.csv', { export: 'Partners' });
    const full: Manifest = { version: 1, files: [...earlier, last], members: [aMember(last)] };
    writeFileSync(path.join(folder.path(), MANIFEST_FILE), JSON.stringify(full));
    await note(folder.path(), anEntry('new.csv'));
    await note(folder.path(), anEntry('newer.csv', { set: 'Monday' }));
    assert.deepEqual(
      read().files.map(({ file }) => file),
      ['last.csv', 'new.csv', 'newer.csv'],
    );
    const [aside, ...others] = readdirSync(folder.path()).filter((name) => /^impact-manifest\.\d+\.json$/.test(name));
    assert.equal(others.length, 0);
    const kept = JSON.parse(readFileSync(path.join(folder.path(), aside ?? ''), 'utf8')) as Manifest;
    assert.deepEqual(
      kept.files.map(({ file }) => file),
      earlier.map(({ file }) => file),
    );
  });

  it('names the outcome of each export in each set, and lists those without a file', async () => {
    const monday = path.join(folder.path(), 'monday');
    const [actions, clicks] = ['Actions', 'Clicks'].map((name) => aMember({ export: name, set: 'Monday' }));
    assert.ok(actions && clicks);
    const write = (...members: readonly ManifestMember[]): unknown => noteInManifest(monday, { members }, systemClock);
    const states = (): unknown => {
      const { members, failed } = JSON.parse(readFileSync(path.join(monday, MANIFEST_FILE), 'utf8')) as Manifest;
      return [
        members?.map(({ export: name, set, state }) => [name, set, state]),
        failed?.map((failure) => failure.export),
      ];
    };
    await write(
      { ...actions, state: 'waiting' },
      { ...clicks, state: 'skipped' },
      { ...actions, set: 'Tuesday', state: 'cancelled' },
    );
    assert.deepEqual(states(), [
      [
        ['Actions', 'Monday', 'waiting'],
        ['Clicks', 'Monday', 'skipped'],
        ['Actions', 'Tuesday', 'cancelled'],
      ],
      ['Clicks', 'Actions'],
    ]);
    await write({ ...actions, state: 'downloaded' }, { ...clicks, state: 'downloaded' });
    assert.deepEqual(states(), [
      [
        ['Actions', 'Tuesday', 'cancelled'],
        ['Actions', 'Monday', 'downloaded'],
        ['Clicks', 'Monday', 'downloaded'],
      ],
      ['Actions'],
    ]);
  });

  it('replaces the member of the same account and days, or of all of them', async () => {
    const [first, second] = ['2026-10-01', '2026-10-02'].map((day) => ({ start: day, end: day }));
    assert.ok(first && second);
    const actions = aMember({ export: 'Actions', set: null });
    const write = (...members: readonly ManifestMember[]): unknown =>
      noteInManifest(folder.path(), { members }, systemClock);
    const written = (): unknown => read().members?.map(({ account, piece, job }) => [account, piece?.end, job]);
    await write(
      { ...actions, account: '1', piece: first },
      { ...actions, account: '1', piece: second },
      { ...actions, account: '2', piece: first },
      { ...actions, account: '3' },
    );
    await write({ ...actions, account: '1', piece: second, job: '2' });
    await write({ ...actions, account: '3', piece: second, job: '2' });
    assert.deepEqual(written(), [
      ['1', first.end, '1'],
      ['2', first.end, '1'],
      ['1', second.end, '2'],
      ['3', second.end, '2'],
    ]);
    await write({ ...actions, piece: second, job: '3' });
    assert.deepEqual(written(), [
      ['1', first.end, '1'],
      ['2', first.end, '1'],
      [undefined, second.end, '3'],
    ]);
    await write({ ...actions, job: '4' });
    assert.deepEqual(written(), [[undefined, undefined, '4']]);
    await write({ ...actions, account: '1', piece: first, job: '5' });
    assert.deepEqual(written(), [['1', first.end, '5']]);
  });

  it('keeps the failures that version 1.0 listed until the exports have a file', async () => {
    const { state: _state, file: _file, ...failure } = aMember({ export: 'Actions', set: 'Monday' });
    folder.write(MANIFEST_FILE, JSON.stringify({ version: 1, files: [], failed: [failure] }));
    await note(folder.path(), anEntry('b.csv'));
    assert.deepEqual(read().failed, [failure]);
    await note(folder.path(), anEntry('a.csv', { set: 'Monday' }));
    assert.equal(read().failed, undefined);
  });

  it('loses no entry when files finish simultaneously', async () => {
    const files = Array.from({ length: 12 }, (_, index) => `${String(index).padStart(2, '0')}.csv`);
    await Promise.all(files.map((file) => note(folder.path(), anEntry(file))));
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
      const kept = await note(folder.path(), anEntry('a.csv'));
      assert.ok(kept !== undefined && existsSync(kept));
      assert.equal(readFileSync(kept, 'utf8'), content);
      assert.deepEqual(names(), ['a.csv']);
    });
  }

  it("isn't blocked by a lock that a killed window left", async () => {
    const dead = { pid: NO_PID, host: thisHost(), takenAtMs: Date.now(), token: 'x', jobId: '' };
    folder.write(`${MANIFEST_FILE}.lock`, JSON.stringify(dead));
    await note(folder.path(), anEntry('a.csv'));
    assert.deepEqual(readdirSync(folder.path()), [MANIFEST_FILE]);
  });

  it("isn't blocked forever by a lock half written by a killed process", async () => {
    const clock = new FakeClock();
    folder.write(`${MANIFEST_FILE}.lock`, '{"pid":');
    const adding = note(folder.path(), anEntry('a.csv'), clock);
    await passUntil(clock, adding);
    assert.deepEqual(readdirSync(folder.path()), [MANIFEST_FILE]);
  });

  it("reports the file system's error if the folder can't be created", async () => {
    const file = folder.write('file', '');
    await assert.rejects(note(path.join(file, 'below'), anEntry('a.csv')), { code: 'ENOTDIR' });
  });

  it("has times in UTC, and none for events that haven't happened", () => {
    assert.deepEqual([manifestTime(Date.UTC(2026, 9, 1)), manifestTime(undefined)], ['2026-10-01T00:00:00.000Z', null]);
  });
});
