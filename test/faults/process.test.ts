import assert from 'node:assert/strict';
import { linkSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { OVERLAP_BYTES } from '../../src/core/download/overlap';
import { HEART_STOPPED_MS, thisHost } from '../../src/core/files/lockOwner';
import { randomFrom } from '../../src/simulator/random';
import { waitUntil } from '../support/waitUntil';
import { withChild } from './support/childProcess';
import type { ChildReport, ChildTask } from './support/downloadChild';
import { MAX_LOST_BYTES, matrix } from './support/matrix';
import { FILE_NAME, JOB_ID, MB, type Outcome, type Scene } from './support/scene';

const SEED = Number(process.env['FAULT_SEED'] ?? 20_261_124);
const KILLS = 6;
const LARGE = { bytes: 12 * MB };
/** By then there is a file, and each further piece is reported. */
const FIRST_KILL_BYTES = 300_000;
/** No system gives out this number. */
const NO_PID = 2 ** 30;

function taskFor({ simulator: { baseUrl, accounts }, folder }: Scene, dieAt?: number | 'verifying'): ChildTask {
  return {
    kind: 'download',
    simulator: { baseUrl, accounts },
    jobId: JOB_ID,
    folder,
    ...(dieAt === undefined ? {} : { dieAt }),
  };
}

async function runProcess(scene: Scene, dieAt?: number | 'verifying'): Promise<ChildReport | undefined> {
  return withChild([], (child) => child.perform(taskFor(scene, dieAt)));
}

function partBytes({ folder }: Scene): number {
  return statSync(path.join(folder, `${FILE_NAME}.part`), { throwIfNoEntry: false })?.size ?? 0;
}

/** Kills processes one after another, each as soon as it has been sent a random number of bytes and not one more. */
async function killAtRandom(scene: Scene): Promise<Outcome> {
  const random = randomFrom(SEED);
  const total = LARGE.bytes;
  for (let kill = 1; kill <= KILLS; kill++) {
    const offset = partBytes(scene);
    const start = Math.max(0, offset - OVERLAP_BYTES);
    const room = (total - offset) / (KILLS - kill + 2) - FIRST_KILL_BYTES;
    const dieAt = offset + FIRST_KILL_BYTES + Math.floor(random() * room);
    const clear = scene.simulator.setFault({ endpoint: 'storage', kind: 'stall', at: dieAt - start });
    assert.equal(await runProcess(scene, dieAt), undefined, 'the process was killed');
    clear();
    const lost = dieAt - partBytes(scene);
    assert.ok(lost >= 0 && lost <= MAX_LOST_BYTES, `kill ${kill} at byte ${dieAt} of seed ${SEED} lost ${lost} bytes`);
  }
  const before = scene.requests('storage').length;
  const outcome = await scene.download();
  assert.match(scene.requests('storage')[before]?.headers['range'] ?? '', /^bytes=[1-9]/);
  return outcome;
}

matrix('Processes', (cell) => {
  cell(`kill -9 at ${KILLS} random bytes (seed ${SEED})`, {
    result: LARGE,
    run: killAtRandom,
    interruptions: KILLS,
    expect: `identical bytes, resumed ${KILLS}x`,
  });
  cell('kill -9 during checksum calculation', {
    result: LARGE,
    run: async (scene) => {
      assert.equal(await runProcess(scene, 'verifying'), undefined);
      return scene.download();
    },
    expect: 'identical bytes',
  });
  cell('kill -9 between the two names of the finished file', {
    run: async (scene) => {
      assert.equal(await runProcess(scene, 'verifying'), undefined);
      linkSync(path.join(scene.folder, `${FILE_NAME}.part`), path.join(scene.folder, FILE_NAME));
      return scene.download();
    },
    expect: 'identical bytes, were there already',
  });
  cell('kill -9 before anything is known about the file', {
    run: (scene) => {
      mkdirSync(scene.folder);
      const part = path.join(scene.folder, `${FILE_NAME}.part`);
      writeFileSync(part, '');
      writeFileSync(
        `${part}.lock`,
        JSON.stringify({ pid: NO_PID, host: thisHost(), takenAtMs: Date.now(), token: 'x', jobId: JOB_ID }),
      );
      return scene.download();
    },
    expect: 'identical bytes',
  });
  cell('a lock half written by a killed process', {
    run: async (scene) => {
      mkdirSync(scene.folder);
      const lock = path.join(scene.folder, `${FILE_NAME}.part.lock`);
      writeFileSync(lock, '{"pid":');
      const minuteAgoSeconds = Date.now() / 1000 - 60;
      utimesSync(lock, minuteAgoSeconds, minuteAgoSeconds);
      const downloading = scene.download();
      // Not before the lock is watched: time that passes while the disk is read would use up the patience for it.
      await waitUntil(() => scene.clock.hasTimerIn(HEART_STOPPED_MS));
      await scene.pass(HEART_STOPPED_MS);
      return downloading;
    },
    expect: 'identical bytes',
  });
  cell('a second process while the first one downloads', {
    faults: [{ nth: 1, kind: 'stall', at: MB }],
    run: async (scene) => {
      const first = scene.download();
      let isOver = false;
      void first.finally(() => (isOver = true));
      await waitUntil(() => partBytes(scene) > 0 || scene.names().includes(`${FILE_NAME}.part.state`));
      const second = await runProcess(scene);
      assert.equal(second?.error?.kind, 'busy');
      await scene.passSilence(MB, () => isOver);
      return first;
    },
    expect: 'identical bytes, resumed 1x',
  });
  cell('two processes at the same moment, and the winner is killed', {
    interruptions: 2,
    run: (scene) =>
      withChild([], (one) =>
        withChild([], async (other) => {
          // Whether the one that comes too late asks the storage first is a matter of luck.
          const heal = scene.simulator.setFault({ endpoint: 'storage', kind: 'stall', at: MB });
          const racing = [one, other].map(async (child) => ({ child, report: await child.perform(taskFor(scene)) }));
          const { child: loser, report } = await Promise.race(racing);
          assert.equal(report?.error?.kind, 'busy');
          await waitUntil(() => partBytes(scene) > 0);
          await (loser === one ? other : one).kill();
          await Promise.all(racing);
          heal();
          return scene.download();
        }),
      ),
    expect: 'identical bytes, resumed 1x',
  });
  cell('two processes at the same moment', {
    run: async (scene) => {
      const reports = await Promise.all([runProcess(scene), runProcess(scene)]);
      const files = reports.filter((report) => report?.file);
      const errors = reports.flatMap((report) => report?.error?.kind ?? []);
      assert.ok(files.length >= 1 && errors.every((kind) => kind === 'busy'), errors.join());
      return scene.download();
    },
    expect: 'identical bytes, were there already',
  });
});
