import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type CompareProgress } from '../../../../src/core/compare/compareProgress';
import { compareInThread } from '../../../../src/core/compare/compareInThread';
import { compareRowsOf } from '../../../support/compareTexts';
import { temporaryFolder } from '../../../support/temporaryFolder';

const TEXT = 'x'.repeat(400);
const THREAD = new URL('./compareThread.child.mjs', import.meta.url);

describe('A comparison in a thread of its own', () => {
  const folder = temporaryFolder();
  const request = (before: string, after: string) => ({
    before: { path: folder.write('before.csv', before) },
    after: { path: folder.write('after.csv', after) },
    untitled: 'Column {0}',
  });
  const scratchFolders = (): readonly string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith('impact-jobs-comparison-'));
  const rows = (count: number, state: string): string =>
    `Id,State,Text\n${Array.from({ length: count }, (_, id) => `row ${id},${state},${TEXT}\n`).join('')}`;

  it('finds what the comparison finds, and reports the bytes that it reads', async () => {
    const [before, after] = [rows(30_000, 'a'), rows(30_000, 'b')];
    const steps: CompareProgress[] = [];
    const { signal } = new AbortController();
    const files = request(before, after);
    const result = await compareInThread(files, { thread: THREAD, signal, onProgress: (step) => steps.push(step) });
    assert.deepEqual(result, await compareRowsOf(folder, { before, after }));
    assert.ok(steps.length > 1);
    assert.ok(
      steps.every(
        ({ readBytes, totalBytes }, index) => readBytes <= totalBytes && readBytes > (steps[index - 1]?.readBytes ?? 0),
      ),
    );
  });

  it('reports the bytes of files that are the same, too', async () => {
    const text = rows(30_000, 'a');
    const steps: CompareProgress[] = [];
    const { signal } = new AbortController();
    const options = { thread: THREAD, signal, onProgress: (step: CompareProgress) => void steps.push(step) };
    assert.equal(await compareInThread(request(text, text), options), 'same');
    assert.ok(steps.length > 1);
    assert.deepEqual([...new Set(steps.map(({ totalBytes }) => totalBytes))], [2 * text.length]);
  });

  it('counts the bytes up to the first difference of files of the same size', async () => {
    const text = rows(30_000, 'a');
    const steps: CompareProgress[] = [];
    const { signal } = new AbortController();
    const options = { thread: THREAD, signal, onProgress: (step: CompareProgress) => void steps.push(step) };
    await compareInThread(request(text, `${text.slice(0, -2)}y\n`), options);
    const last = steps.at(-1);
    assert.ok(last !== undefined && last.readBytes >= 5 * text.length && last.readBytes <= last.totalBytes);
    assert.equal(last.totalBytes, 6 * text.length);
  });

  it('rejects with errors that keep their fields', async () => {
    const { signal } = new AbortController();
    await assert.rejects(compareInThread(request('A,B\n1,2\n', 'C,D\n1,2\n'), { thread: THREAD, signal }), {
      name: 'CompareError',
      kind: 'noCommonColumns',
      names: { before: ['A', 'B'], after: ['C', 'D'] },
    });
  });

  it('ends at once when it is canceled, and leaves nothing behind', async () => {
    const known = scratchFolders();
    const abort = new AbortController();
    let stepsAfter = 0;
    const comparison = compareInThread(request(rows(60_000, 'a'), rows(60_000, 'b')), {
      thread: THREAD,
      signal: abort.signal,
      onProgress: () => {
        stepsAfter += abort.signal.aborted ? 1 : 0;
        abort.abort(new Error('enough'));
      },
    });
    await assert.rejects(comparison, /enough/);
    assert.ok(stepsAfter <= 1, `${stepsAfter} steps`);
    assert.deepEqual(scratchFolders(), known);
  });

  it('says so if the thread needs more memory than it may take', async () => {
    const cells = 'x,'.repeat(160_000);
    const { signal } = new AbortController();
    const files = request(`Id,A\n1,2\n${cells}`, `Id,A\n1,3\n${cells}`);
    await assert.rejects(compareInThread(files, { thread: THREAD, signal, heapMib: 24 }), {
      name: 'CompareError',
      kind: 'outOfMemory',
    });
  });
});
