import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FolderWatch, type FolderWatchOptions } from '../../../../src/core/share/folderWatch';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { waitUntil } from '../../../support/waitUntil';

type WatchFolder = NonNullable<FolderWatchOptions['watchFolder']>;

describe('A watch over the shared folder', () => {
  const files = temporaryFolder();
  let clock: FakeClock;
  let heard: (string | undefined)[];
  let said: Parameters<WatchFolder> | undefined;
  let stops: number;

  function open(watchFolder: WatchFolder): FolderWatch {
    const watch = new FolderWatch({ folder: path.join(files.path(), 'share'), clock, watchFolder });
    watch.on((fileName) => heard.push(fileName));
    return watch;
  }

  beforeEach(() => {
    clock = new FakeClock();
    heard = [];
    said = undefined;
    stops = 0;
  });

  const system: WatchFolder = (...args) => {
    said = args;
    return () => void stops++;
  };

  it('reports what the system does, and now and then that anything might have changed, until it ends', async () => {
    const watch = open(system);
    said?.[1]('a.lock');
    said?.[1](undefined);
    assert.deepEqual(heard, ['a.lock', undefined]);
    const waitMs = clock.nextInMs ?? 0;
    assert.ok(waitMs > 1_000);
    await clock.advance(2 * waitMs);
    assert.deepEqual(heard.length, 4);
    watch.dispose();
    said?.[1]('late.lock');
    await clock.advance(10 * waitMs);
    assert.deepEqual([heard.length, stops, clock.timerCount], [4, 1, 0]);
  });

  it('hears of a file from this system', async () => {
    const folder = path.join(files.path(), 'share');
    const watch = new FolderWatch({ folder, clock });
    const stop = watch.on((fileName) => heard.push(fileName));
    assert.notEqual(clock.nextInMs, 1_000);
    writeFileSync(path.join(folder, 'a.lock'), '');
    await waitUntil(() => heard.includes('a.lock'));
    stop();
    watch.dispose();
    assert.equal(clock.timerCount, 0);
  });

  it('looks every second if the folder cannot be created', () => {
    const folder = path.join(files.write('a-file', ''), 'share');
    const watch = new FolderWatch({ folder, clock, watchFolder: system });
    assert.deepEqual([said, clock.nextInMs], [undefined, 1_000]);
    watch.dispose();
  });

  it('looks every second without the system, from the start or once that fails', async () => {
    const without = open(() => {
      throw new Error('too many watches');
    });
    assert.equal(clock.nextInMs, 1_000);
    without.dispose();
    const watch = open(system);
    const waitMs = clock.nextInMs ?? 0;
    said?.[2]();
    said?.[2]();
    assert.equal(stops, 1);
    await clock.advance(waitMs);
    heard = [];
    await clock.advance(3_000);
    assert.deepEqual(heard, [undefined, undefined, undefined]);
    watch.dispose();
    assert.equal(stops, 1, 'it has ended already');
  });
});
