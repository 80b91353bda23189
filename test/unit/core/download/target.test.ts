import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPartState } from '../../../../src/core/download/partState';
import { Target } from '../../../../src/core/download/target';
import { systemStartMs } from '../../../../src/core/files/systemStart';
import { FakeClock } from '../../../support/fakeClock';

describe('The record of a partial download', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-target-'));
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
    const target = await Target.reserve(folder, state, { clock });
    await Promise.all(Array.from({ length: 20 }, (_, index) => target.update({ totalBytes: index + 1 })));
    assert.equal((await readPartState(path.join(folder, 'result.csv.part.state')))?.totalBytes, 20);
    await target.remove();
    assert.deepEqual(readdirSync(folder), []);
  });
});
