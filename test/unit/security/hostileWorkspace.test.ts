import assert from 'node:assert/strict';
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemStartMs } from '../../../src/core/files/systemStart';
import { JOB_ID, type Trial } from './support/trial';
import { trialsForTest } from './support/trialsForTest';

const FILE = 'a,b\n1,2\n3,4\n';

describe('Security: a workspace that came with files of its own', () => {
  const begin = trialsForTest();
  let trial: Trial;

  beforeEach(async () => {
    trial = await begin(
      (_, response) => void response.writeHead(200, { ETag: '"1"', 'Content-Length': FILE.length }).end(FILE),
    );
    mkdirSync(trial.folder, { recursive: true });
  });

  const at = (name: string): string => path.join(trial.folder, name);
  /** Beside the workspace; every trial sees to it that it stays as it is. */
  const sentinel = (): string => path.resolve(trial.folder, '../../sentinel.csv');

  /** An unfinished download of the very job, as an earlier attempt of ours could have left it. */
  function plantState(change: object = {}): void {
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
    writeFileSync(at('result.csv.part.state'), JSON.stringify({ ...state, ...change }));
  }

  it('cannot have a result written through a link in the place of the partial file', async () => {
    symlinkSync(sentinel(), at('result.csv.part'));
    plantState();
    await trial.download().catch(() => undefined);
  });

  it('cannot have a result written into a file with a second name', async () => {
    linkSync(sentinel(), at('result.csv.part'));
    plantState();
    await trial.download().catch(() => undefined);
  });

  it('cannot have a result written through a link in the place of the result', async () => {
    symlinkSync(sentinel(), at('result.csv'));
    const { path: written } = await trial.download();
    assert.deepEqual([written, readFileSync(written, 'utf8')], [at('result (2).csv'), FILE]);
  });

  it('cannot have a result written through a dangling link', async () => {
    symlinkSync(path.resolve(trial.folder, '../../made.csv'), at('result.csv'));
    assert.equal((await trial.download()).path, at('result (2).csv'));
  });

  it('cannot name a way out of the folder', async () => {
    writeFileSync(at('result.csv.part'), 'a,b\n1');
    plantState({ fileName: '../../sentinel.csv' });
    const { path: written } = await trial.download();
    assert.equal(path.dirname(written), trial.folder);
  });

  it('cannot put headers into requests, nor make each of them fail', async () => {
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

  it('cannot have the downloader choke on what it left', async () => {
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
