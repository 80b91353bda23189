import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { systemStartMs } from '../../../src/core/files/systemStart';
import { findUnfinished } from '../../../src/core/download/findUnfinished';
import { previewFile } from '../../../src/core/preview/previewFile';
import { noteInManifest } from '../../../src/core/savedExports/writeManifest';
import { errorOf } from '../../support/outcome';
import { waitUntil } from '../../support/waitUntil';
import { JOB_ID, type Trial } from './support/trial';
import { trialsForTest } from './support/trialsForTest';

const FILE = 'a,b\n1,2\n3,4\n';
/** What no holder of a lock leaves there. */
const LOCKS: Readonly<Record<string, (at: string) => void>> = {
  'a link that leads nowhere': (at) => symlinkSync('nowhere', at),
  'a link to what has no end': (at) => symlinkSync('/dev/zero', at),
  'a folder': (at) => void mkdirSync(at),
  'a pipe': (at) => void execFileSync('mkfifo', [at]),
};

describe("Security: a result for a workspace that isn't on a disk", () => {
  const begin = trialsForTest();

  it('is readable only by the user, with its state and lock', async () => {
    const trial = await begin(
      (_, response) =>
        void response.writeHead(200, { ETag: '"1"', 'Content-Length': 1_000_000 }).write('a,b\n'.repeat(100_000)),
    );
    const modeOf = (at: string): string => (statSync(at).mode & 0o777).toString(8);
    mkdirSync(trial.folder, { recursive: true });
    const abort = new AbortController();
    const downloading = errorOf(trial.download({ isPrivate: true, signal: abort.signal }));
    await waitUntil(() => trial.names().includes('result.csv.part.state'));
    assert.deepEqual(
      trial.names().map((name) => [name, modeOf(path.join(trial.folder, name))]),
      ['result.csv.part', 'result.csv.part.lock', 'result.csv.part.state'].map((name) => [name, '600']),
    );
    assert.equal(modeOf(trial.folder), '700');
    abort.abort();
    await downloading;
  });

  it("is readable only by the user when it's complete", async () => {
    const trial = await begin((_, response) => void response.end('a,b\n'));
    const { path: whole } = await trial.download({ isPrivate: true });
    assert.equal(statSync(whole).mode & 0o777, 0o600);
  });
});

describe('Security: a workspace with prepared files', () => {
  const begin = trialsForTest();
  let trial: Trial;

  beforeEach(async () => {
    trial = await begin(
      (_, response) => void response.writeHead(200, { ETag: '"1"', 'Content-Length': FILE.length }).end(FILE),
    );
    mkdirSync(trial.folder, { recursive: true });
  });

  const at = (name: string): string => path.join(trial.folder, name);
  /** A file beside the workspace. Every trial checks that it is unchanged. */
  const sentinel = (): string => path.resolve(trial.folder, '../../sentinel.csv');

  /** An unfinished download of the very job, as an earlier attempt of ours could have left it. */
  function plantState(change: object = {}, name = 'result.csv'): void {
    const state = {
      version: 1,
      jobId: JOB_ID,
      accountId: 'an-account',
      fileName: 'result.csv',
      extension: 'csv',
      validator: { etag: '"1"' },
      totalBytes: 5,
      syncedBytes: 5,
      bootedAtMs: systemStartMs(),
      updatedAtMs: 0,
    };
    writeFileSync(at(`${name}.part.state`), JSON.stringify({ ...state, ...change }));
  }

  it("can't have a result written through a link in place of the partial file", async () => {
    symlinkSync(sentinel(), at('result.csv.part'));
    plantState();
    await trial.download().catch(() => undefined);
  });

  it("can't have a result written into a file with a second name", async () => {
    linkSync(sentinel(), at('result.csv.part'));
    plantState();
    await trial.download().catch(() => undefined);
  });

  for (const change of [{ validator: undefined }, { bootedAtMs: 0, syncedBytes: 0 }, { md5: '0'.repeat(32) }]) {
    it(`can't empty a file that has a second name: ${JSON.stringify(change)}`, async () => {
      linkSync(sentinel(), at('result.csv.part'));
      plantState({ totalBytes: readFileSync(sentinel()).length, ...change });
      const { path: written } = await trial.download();
      assert.equal(readFileSync(written, 'utf8'), FILE);
    });
  }

  it("can't redirect the state through a link in place of its temporary file", async () => {
    symlinkSync(sentinel(), at('result.csv.part.state.new'));
    symlinkSync(path.resolve(trial.folder, '../../made'), at('other.csv.part.state.new'));
    await trial.download();
  });

  it("can't redirect the state through a link in its place", async () => {
    symlinkSync(sentinel(), at('result.csv.part.state'));
    await trial.download();
  });

  for (const [what, plant] of Object.entries(LOCKS)) {
    it(`can't block a download with ${what} in place of the lock`, async () => {
      plant(at('result.csv.part.lock'));
      const { path: written } = await trial.download();
      assert.equal(readFileSync(written, 'utf8'), FILE);
      plant(at('impact-manifest.json.lock'));
      await assert.rejects(noteInManifest(trial.folder, { members: [] }, trial.clock), { code: 'ELOCKED' });
    });
  }

  it("can't block a canceled download with a lock", async () => {
    writeFileSync(at('result.csv.part.lock'), 'nobody');
    utimesSync(at('result.csv.part.lock'), 0, 0);
    const abort = new AbortController();
    const downloading = trial.download({ signal: abort.signal });
    await waitUntil(() => trial.clock.timerCount > 0 && trial.internet.requests.length > 0);
    abort.abort();
    await assert.rejects(downloading, { kind: 'aborted' });
  });

  it("can't block a manifest for over a minute with a lock from the future", async () => {
    const lock = at('impact-manifest.json.lock');
    writeFileSync(lock, 'nobody');
    utimesSync(lock, 0, 4_000_000_000);
    const startedAtMs = trial.clock.now();
    let failure: unknown;
    void errorOf(noteInManifest(trial.folder, { members: [] }, trial.clock)).then((error) => (failure = error));
    for (let beat = 1; failure === undefined && trial.clock.now() < startedAtMs + 60_000; beat++) {
      await waitUntil(() => failure !== undefined || trial.clock.timerCount > 0);
      utimesSync(lock, 0, 4_000_000_000 + beat);
      await trial.clock.advance(trial.clock.nextInMs ?? 0);
    }
    await waitUntil(() => failure !== undefined);
    assert.equal((failure as { code?: unknown }).code, 'ELOCKED');
  });

  it("can't redirect the manifest through a link", async () => {
    symlinkSync(sentinel(), at('impact-manifest.json'));
    const kept = await noteInManifest(trial.folder, { members: [] }, trial.clock);
    assert.equal(lstatSync(kept ?? '').isSymbolicLink(), true);
    assert.equal(lstatSync(at('impact-manifest.json')).isFile(), true);
  });

  it("can't make the extension read an endless file as a state, lock, manifest, or result", async () => {
    for (const name of ['x1.csv.part.state', 'result.csv.part.state', 'result.csv.part.lock', 'zero.csv']) {
      symlinkSync('/dev/zero', at(name));
    }
    plantState({}, 'good.csv');
    assert.deepEqual(
      (await findUnfinished(trial.folder, trial.clock)).map(({ fileName }) => fileName),
      ['result.csv'],
    );
    await trial.download();
    await assert.rejects(previewFile(at('zero.csv')), { code: 'ENOTPLAIN' });
  });

  it("can't make the extension read more than a hundred states", async () => {
    for (let index = 0; index < 150; index++) {
      plantState({}, `${index}.csv`);
    }
    assert.equal((await findUnfinished(trial.folder, trial.clock)).length, 100);
  });

  it("can't have a result written through a link in place of the result", async () => {
    symlinkSync(sentinel(), at('result.csv'));
    const { path: written } = await trial.download();
    assert.deepEqual([written, readFileSync(written, 'utf8')], [at('result (2).csv'), FILE]);
  });

  it("can't have a result written through a dangling link", async () => {
    symlinkSync(path.resolve(trial.folder, '../../made.csv'), at('result.csv'));
    assert.equal((await trial.download()).path, at('result (2).csv'));
  });

  it("can't name a path outside the folder", async () => {
    writeFileSync(at('result.csv.part'), 'a,b\n1');
    plantState({ fileName: '../../sentinel.csv' });
    const { path: written } = await trial.download();
    assert.equal(path.dirname(written), trial.folder);
  });

  it("can't add headers to requests, or make all requests fail", async () => {
    writeFileSync(at('result.csv.part'), 'a,b\n1');
    plantState({ validator: { etag: '"1"\r\nX-Injected: 1' } });
    const { path: written } = await trial.download();
    assert.equal(readFileSync(written, 'utf8'), FILE);
    assert.ok(
      trial.internet.requests.every(
        ({ headers }) => headers['x-injected'] === undefined && headers['if-range'] === undefined,
      ),
    );
  });

  it("can't break the downloader with leftover files", async () => {
    for (const garbage of [
      '',
      'null',
      '[]',
      '{',
      '{"version":1}',
      '['.repeat(100_000),
      `{"version":1,"__proto__":{"jobId":"${JOB_ID}"}}`,
    ]) {
      writeFileSync(at('result.csv.part.state'), garbage);
      await trial.download();
    }
  });
});
