import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Fault } from '../../src/simulator/fault';
import { type Child, withChild } from './support/childProcess';
import type { ChildReport } from './support/downloadChild';
import { matrix } from './support/matrix';
import { FILE_NAME, JOB_ID, MB, type Outcome, type Scene } from './support/scene';
import { type Found, noLinks, privateDisk, smallFiles } from './support/surroundings';

const CHUNKED: Fault = { kind: 'length', length: 'chunked' };

/** Downloads in a process of its own in such surroundings; `download` may do more there than that. */
async function downloadIn(scene: Scene, found: Found, download = downloadBy): Promise<Outcome | string> {
  if ('missing' in found) {
    return found.missing;
  }
  return withChild(found.surroundings, async (child) => {
    const { file, error, names, onDisk } = await download(child, scene);
    if (!file) {
      return { error: Object.assign(new Error(error?.message), error) };
    }
    // Only the child process sees that disk, so it reports what is on it.
    assert.deepEqual([names, onDisk], [[FILE_NAME], await scene.simulator.resultOf(JOB_ID)?.hash('sha256')]);
    return { file, isChecked: true };
  });
}

async function downloadBy(child: Child, { simulator: { baseUrl, accounts }, folder }: Scene): Promise<ChildReport> {
  const report = await child.perform({ kind: 'download', simulator: { baseUrl, accounts }, jobId: JOB_ID, folder });
  assert.ok(report, 'the process died');
  return report;
}

function folderOf(scene: Scene): string {
  mkdirSync(scene.folder);
  return scene.folder;
}

matrix('The disk', (cell) => {
  cell('less space than the file needs', {
    run: (scene) =>
      downloadIn(scene, privateDisk(folderOf(scene), 'size=1m'), async (child) => {
        const report = await downloadBy(child, scene);
        assert.deepEqual(report.names, []);
        return report;
      }),
    expect: 'error noSpace; nothing left',
  });
  cell('the disk fills up during the download (ENOSPC)', {
    faults: [CHUNKED],
    run: (scene) =>
      downloadIn(scene, privateDisk(folderOf(scene), 'size=4m'), async (child) => {
        const filler = path.join(scene.folder, 'filler');
        await child.perform({ kind: 'fill', path: filler, bytes: 3 * MB });
        const full = await downloadBy(child, scene);
        assert.deepEqual(
          [full.error?.kind, full.names],
          ['diskFull', ['filler', `${FILE_NAME}.part`, `${FILE_NAME}.part.state`]],
        );
        await child.perform({ kind: 'remove', path: filler });
        return downloadBy(child, scene);
      }),
    expect: 'identical bytes, resumed 1x',
  });
  cell('a file that expands to more than the disk holds', {
    faults: [{ kind: 'encoding', encoding: 'gzip' }],
    result: { content: Buffer.alloc(200 * MB) },
    run: (scene) =>
      downloadIn(scene, privateDisk(folderOf(scene), 'size=128m'), async (child) => {
        const report = await downloadBy(child, scene);
        assert.deepEqual(report.names, []);
        return report;
      }),
    expect: 'error noSpace; nothing left',
  });
  cell('the file system rejects large files (EFBIG)', {
    run: (scene) => downloadIn(scene, smallFiles(MB)),
    expect: 'error fileTooLarge; nothing left',
  });
  cell('a read-only disk (EROFS)', {
    run: (scene) => downloadIn(scene, privateDisk(folderOf(scene), 'ro')),
    expect: 'error readOnly; nothing left',
  });
  cell('a disk without hard links', {
    run: (scene) => downloadIn(scene, noLinks()),
    expect: 'identical bytes',
  });
});
