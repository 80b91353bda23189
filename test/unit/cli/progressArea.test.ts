import assert from 'node:assert/strict';
import { ProgressArea } from '../../../src/cli/progressArea';

const ESCAPES = /\u001b\[[\d;?]*[A-Za-z]/g;
const NAMES = ['Actions of last month 576ad4bf', 'Spend', 'x'.repeat(80)];

describe('The progress on a terminal', () => {
  /** What is on the screen after these pieces of work have begun. */
  function screen(columns: number, rows: number, names: readonly string[]): readonly string[] {
    let last = '';
    const write = (text: string): void => void (last = text);
    const style = (text: string): string => text;
    const area = new ProgressArea({ mode: 'bars', columns: () => columns, rows: () => rows, write, style });
    names.forEach((label, index) =>
      area.set(String(index), {
        label,
        share: 0.5,
        text: '12.5 MB of 25.0 MB · 3.1 MB per second',
        step: 'downloading',
      }),
    );
    return last.replace(ESCAPES, '').trimEnd().split('\n');
  }

  for (const columns of [10, 20, 40, 80, 200]) {
    it(`takes one line for each piece of work in ${columns} columns`, () => {
      const lines = screen(columns, 24, NAMES);
      assert.equal(lines.length, NAMES.length);
      assert.ok(
        lines.every((line) => line.length < columns),
        lines.join('\n'),
      );
    });
  }

  it('has a bar where there is room, and figures in any case', () => {
    assert.match(
      screen(80, 24, ['Spend'])[0] ?? '',
      /^Spend {2}█{10}░{10} {2}12\.5 MB of 25\.0 MB · 3\.1 MB per second$/,
    );
    assert.match(screen(40, 24, NAMES)[0] ?? '', /^Actions of last mo… {2}12\.5 MB of 25\.0 M/);
  });

  it('takes no more lines than the screen has, and says how many are missing', () => {
    const lines = screen(
      80,
      10,
      Array.from({ length: 30 }, (_, index) => `Export ${index}`),
    );
    assert.equal(lines.length, 8);
    assert.equal(lines.at(-1), 'and 23 more');
  });
});
