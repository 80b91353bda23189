import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as parts from '../../../bench/startup/parts.mjs';

// Loaded at run time, not bundled: it finds packages by where it lies.
const { activationsOf, loadTime, printedNumber } = (await import(
  pathToFileURL(path.resolve('bench/startup/parts.mjs')).href
)) as typeof parts;

describe('A part of the startup benchmark', () => {
  it('is the number that its program prints', () => {
    assert.equal(printedNumber('It', ['-e', 'console.log(1.5)']), 1.5);
  });

  for (const [title, script, expected] of [
    ['fails', 'console.log(1.5); process.exitCode = 3', /It did not run \(exit code 3\)/],
    ['crashes', 'throw new Error("no vscode here")', /It did not run[\s\S]*no vscode here/],
    ['ends by a signal', 'process.kill(process.pid, "SIGKILL")', /It did not run/],
    ['prints nothing', '', /It printed no number, but ""/],
    ['prints what is no number', 'console.log("fast")', /It printed no number, but "fast\\n"/],
    ['prints no finite number', 'console.log(NaN)', /It printed no number/],
  ] as const) {
    it(`is an error when its program ${title}`, () => {
      assert.throws(() => printedNumber('It', ['-e', script]), expected);
    });
  }

  it('loads a file that extends, calls, and re-exports parts of the editor', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-startup-'));
    try {
      const file = path.join(folder, 'extension.js');
      writeFileSync(
        file,
        `const vscode = require('vscode');
        class Item extends vscode.TreeItem {}
        if (!Object.keys(vscode).includes('window') || new Item() === undefined) throw new Error('no editor');
        exports.text = \`\${vscode.l10n.t('a')} \${vscode.StatusBarAlignment.Left}\`;`,
      );
      assert.ok(loadTime(file) > 0);
      writeFileSync(file, 'undefined.x');
      assert.throws(() => loadTime(file), /did not run/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is an error if a window recorded nothing, or no number', () => {
    const row = { id: 'a', load: 1, call: 2, finish: 3 };
    const line = (values: object): string => `${JSON.stringify({ ...row, ...values })}\n`;
    assert.deepEqual(activationsOf(line({}) + line({}), ['a'], 2).get('a'), [row, row]);
    assert.throws(() => activationsOf(line({}), ['a'], 2), /a should activate 2 times/);
    assert.throws(() => activationsOf('', ['a'], 1), /activate 1 times, but these activations were recorded: \[\]/);
    assert.throws(() => activationsOf(line({ call: null }), ['a'], 1), /activate 1 times/);
  });
});
