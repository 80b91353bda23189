import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { CombineSource } from '../../../../src/core/combine/combinedTable';
import { type CombineOptions, combineResults } from '../../../../src/core/combine/combineResults';
import { combineErrorInWords } from '../../../../src/core/words/combineWords';
import { ENGLISH } from '../../../../src/core/words/language';
import { temporaryFolder } from '../../../support/temporaryFolder';

const THREAD = path.resolve('out/unit/core/runs/support/combineThread.child.mjs');
const TEXT = 'x'.repeat(400);

describe('Results combined in a thread of its own', () => {
  const folder = temporaryFolder();
  let threads: { hasEnded: boolean }[] = [];
  const onThread = (worker: Worker): void => {
    const thread = { hasEnded: false };
    worker.once('exit', () => (thread.hasEnded = true));
    threads.push(thread);
  };

  beforeEach(() => {
    threads = [];
    process.on('worker', onThread);
  });

  afterEach(() => {
    process.off('worker', onThread);
  });

  function aSource(name: string, text: string, change: Partial<CombineSource> = {}): CombineSource {
    const file = path.join(folder.path(), name);
    writeFileSync(file, text);
    return { path: file, client: 'Acme', period: '2026-10', lastDay: '', currency: '', madeAtMs: 1, ...change };
  }

  const combine = (sources: readonly CombineSource[], change: Partial<CombineOptions> = {}) =>
    combineResults({
      sources,
      folder: folder.path(),
      name: 'Actions combined',
      format: 'CSV',
      key: [],
      thread: THREAD,
      signal: new AbortController().signal,
      ...change,
    });
  const rows = (count: number): string =>
    `Id,Text\n${Array.from({ length: count }, (_, id) => `${id},${TEXT}\n`).join('')}`;
  const scratchFolders = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('impact-jobs-combining-'));
  const names = (): readonly string[] => readdirSync(folder.path()).sort();
  const whyNot = (combining: Promise<unknown>): Promise<Error> =>
    combining.then(
      () => assert.fail('A table was written'),
      (error: unknown) => error as Error,
    );

  /** Calls `act` as soon as a part of the table is in the folder. */
  async function onceWriting<T>(act: () => void, combining: () => Promise<T>): Promise<T> {
    const watcher = watch(folder.path(), (_, name) => {
      if (name?.endsWith('.tmp') === true) {
        watcher.close();
        act();
      }
    });
    try {
      return await combining();
    } finally {
      watcher.close();
    }
  }

  for (const format of ['CSV', 'NDJSON', 'Parquet'] as const) {
    it(`become the same ${format} table as without threads`, async () => {
      const sources = [
        aSource('new.csv', 'Id,Amount\n1,10\n2,20\n', { madeAtMs: 9, currency: 'USD' }),
        aSource('old.csv', 'Id,Amount,Note\n1,11,soon\n3,30,\n', { madeAtMs: 5, currency: 'USD' }),
        aSource('other.csv', 'Id,Amount\n1,many\n', { client: 'Bolt', currency: 'EUR' }),
        aSource('bad.zip', 'PK\u0003\u0004'),
      ];
      const known = scratchFolders();
      const table = await combine(sources, { format, key: ['Id'] });
      assert.deepEqual([threads.length, threads[0]?.hasEnded], [1, true]);
      const here = await combine(sources, { format, key: ['Id'], name: 'here', thread: 'none' });
      assert.equal(threads.length, 1);
      assert.deepEqual({ ...table, path: here.path }, here);
      assert.deepEqual(readFileSync(table.path), readFileSync(here.path));
      assert.deepEqual([table.replacedRows, table.unreadable.length, table.mixed.length], [1, 1, 1]);
      assert.deepEqual(scratchFolders(), known);
    });
  }

  it('say in the same words why there is no table, and leave nothing behind', async () => {
    const sources = [aSource('a.csv', 'Action_Id\n1\n')];
    const [inThread, here] = [
      await whyNot(combine(sources, { key: ['ActionId'] })),
      await whyNot(combine(sources, { key: ['ActionId'], thread: 'none' })),
    ];
    assert.equal(
      combineErrorInWords(inThread, ENGLISH),
      'The results aren\'t combined, because none of them has the column "ActionId" of the key. ' +
        'Did you mean "Action_Id"?',
    );
    assert.equal(combineErrorInWords(here, ENGLISH), combineErrorInWords(inThread, ENGLISH));
    assert.deepEqual([names(), threads.length, threads[0]?.hasEnded], [['a.csv'], 1, true]);
  });

  it('leave no part of a table if a result goes away while it is written', async () => {
    const known = scratchFolders();
    const failures: Error[] = [];
    for (const thread of [THREAD, 'none']) {
      const sources = [aSource('a.csv', rows(60_000)), aSource('b.csv', 'Id\n1\n')];
      const remove = (): void => rmSync(sources[1]?.path ?? '');
      failures.push(await onceWriting(remove, () => whyNot(combine(sources, { thread }))));
      assert.deepEqual(names(), ['a.csv']);
    }
    const [inThread, here] = failures;
    assert.deepEqual(
      { ...inThread, message: inThread?.message },
      { ...here, message: here?.message, name: here?.name },
    );
    assert.deepEqual(scratchFolders(), known);
  });

  it('end the thread when they are canceled, and leave nothing behind', async () => {
    const known = scratchFolders();
    const source = aSource('a.csv', rows(60_000));
    const abort = new AbortController();
    const cancel = (): void => abort.abort(new Error('enough'));
    const error = await onceWriting(cancel, () => whyNot(combine([source], { key: ['Id'], signal: abort.signal })));
    assert.equal(error, abort.signal.reason);
    assert.deepEqual([threads.length, threads[0]?.hasEnded], [1, true]);
    assert.deepEqual(names(), ['a.csv']);
    assert.deepEqual(scratchFolders(), known);
  });
});
