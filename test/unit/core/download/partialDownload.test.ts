import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPartState } from '../../../../src/core/download/partState';
import { PartialDownload } from '../../../../src/core/download/partialDownload';
import { systemStartMs } from '../../../../src/core/files/systemStart';
import { FakeClock } from '../../../support/fakeClock';

describe('The record of a partial download', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-partial-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps the last of many simultaneous changes', async () => {
    const clock = new FakeClock();
    const state = {
      jobId: 'a',
      accountId: 'b',
      fileName: 'result.csv',
      extension: 'csv',
      validator: undefined,
      totalBytes: 0,
      md5: undefined,
      syncedBytes: 0,
      bootedAtMs: systemStartMs(),
      updatedAtMs: clock.now(),
    };
    const partial = await PartialDownload.create(folder, state, { clock });
    await Promise.all(Array.from({ length: 20 }, (_, index) => partial.update({ totalBytes: index + 1 })));
    assert.equal((await readPartState(path.join(folder, 'result.csv.part.state')))?.totalBytes, 20);
    await partial.remove();
    assert.deepEqual(readdirSync(folder), []);
  });
});
