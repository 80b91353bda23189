import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '../support/waitUntil';
import { matrix } from './support/matrix';
import { FILE_NAME, JOB_ID, MB, type Outcome, type Scene } from './support/scene';

function folderOf(scene: Scene): string {
  mkdirSync(scene.folder);
  return scene.folder;
}

matrix('The folder', (cell) => {
  cell('a real disk instead of one in memory', { scratch: tmpdir(), expect: 'identical bytes' });
  cell('a file in place of the folder', {
    run: (scene) => {
      writeFileSync(scene.folder, 'mine');
      return scene.download();
    },
    expect: 'error notAFolder; nothing left',
  });
  cell('a file in place of a parent folder', {
    run: (scene) => {
      writeFileSync(scene.folder, 'mine');
      return scene.download({ folder: path.join(scene.folder, 'deeper') });
    },
    expect: 'error notAFolder; nothing left',
  });
  cell('the folder is deleted during the download', {
    faults: [{ nth: 1, kind: 'stall', at: MB }],
    run: async (scene) => {
      const downloading = scene.download();
      let isOver = false;
      void downloading.finally(() => (isOver = true));
      await waitUntil(() => scene.names().includes(`${FILE_NAME}.part.state`));
      rmSync(scene.folder, { recursive: true });
      await scene.passSilence(MB, () => isOver);
      return downloading;
    },
    expect: 'error folderGone; nothing left',
  });
  cell('the folder is deleted before the file gets its name', {
    run: (scene) =>
      scene.download({
        onProgress: ({ phase }) => {
          if (phase === 'verifying') {
            rmSync(scene.folder, { recursive: true });
          }
        },
      }),
    expect: 'error folderGone; nothing left',
  });
  cell('a path that is too long', {
    run: (scene) =>
      scene.download({ folder: path.join(scene.folder, ...Array.from({ length: 30 }, () => 'x'.repeat(200))) }),
    expect: 'error nameTooLong; nothing left',
  });
  cell('a folder name that is too long', {
    run: (scene) => scene.download({ folder: path.join(scene.folder, 'x'.repeat(300)) }),
    expect: 'error nameTooLong; nothing left',
  });
  cell('a file name that is too long', {
    run: (scene) => scene.download({ nameFile: () => 'x'.repeat(400) }),
    expect: `identical bytes, as "${'x'.repeat(20)}... (230)"`,
  });
  cell('a file name that points outside the folder', {
    run: (scene) => scene.download({ nameFile: () => '../../etc/passwd' }),
    expect: 'identical bytes, as "_.._etc_passwd.csv"',
  });
});

matrix('The place', (cell) => {
  const withFile =
    (name: string, content: (scene: Scene) => string | Uint8Array) =>
    async (scene: Scene): Promise<Outcome> => {
      const before = content(scene);
      writeFileSync(path.join(folderOf(scene), name), before);
      const outcome = await scene.download();
      assert.deepEqual(
        readFileSync(path.join(scene.folder, name)),
        Buffer.from(before),
        'the file that was there is as it was',
      );
      return outcome;
    };
  const result = (scene: Scene): Buffer => {
    const expected = scene.simulator.resultOf(JOB_ID);
    return expected?.read(0, expected.lengthBytes) ?? Buffer.alloc(0);
  };
  cell('an existing file with the same name and bytes', {
    run: withFile(FILE_NAME, result),
    expect: 'identical bytes, were there already',
  });
  cell('an existing file with the same name and different bytes', {
    run: withFile(FILE_NAME, () => 'mine'),
    others: [FILE_NAME],
    expect: 'identical bytes, as "result (2).csv"',
  });
  cell('an existing file with the same name and size but different bytes', {
    run: withFile(FILE_NAME, (scene) => Buffer.from(result(scene)).fill('x', 0, 1)),
    others: [FILE_NAME],
    expect: 'identical bytes, as "result (2).csv"',
  });
  cell('a file with the same name that appears during the download', {
    run: (scene) =>
      scene.download({
        onProgress: ({ phase }) => {
          if (phase === 'verifying') {
            writeFileSync(path.join(scene.folder, FILE_NAME), 'mine');
          }
        },
      }),
    others: [FILE_NAME],
    expect: 'identical bytes, as "result (2).csv"',
  });
  cell('a folder with the same name', {
    run: (scene) => {
      mkdirSync(path.join(folderOf(scene), FILE_NAME));
      return scene.download();
    },
    others: [FILE_NAME],
    expect: 'identical bytes, as "result (2).csv"',
  });
  cell('a dangling link with the same name', {
    run: (scene) => {
      symlinkSync('/nowhere', path.join(folderOf(scene), FILE_NAME));
      return scene.download();
    },
    others: [FILE_NAME],
    expect: 'identical bytes, as "result (2).csv"',
  });
  cell("another process's .part file", {
    run: withFile(`${FILE_NAME}.part`, () => 'mine'),
    others: [`${FILE_NAME}.part`],
    expect: 'identical bytes',
  });
  cell('a link in place of the .part file', {
    run: (scene) => {
      writeFileSync(path.join(scene.home, 'secret'), 'mine');
      symlinkSync(path.join(scene.home, 'secret'), path.join(folderOf(scene), `${FILE_NAME}.part`));
      return scene.download();
    },
    others: [`${FILE_NAME}.part`],
    expect: 'identical bytes',
  });
});
