import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

/** The icons of a job's states. The other rings show percentages. */
const STATES = [
  'cancelled',
  'completed',
  'downloaded',
  'error',
  'failed',
  'indeterminate',
  'queued',
  'retrying',
  'stalled',
  'unknown',
];

/** The drawing for somebody who sees no colors. */
function shapeOf(theme: string, name: string): string {
  return readFileSync(`media/rings/${theme}/${name}`, 'utf8').replaceAll(/ (?:fill|stroke)="#[\da-f]+"/gi, ' ink');
}

describe('The icons of jobs', () => {
  const files = readdirSync('media/rings/dark');

  it('exist for every state and step, the same in both themes', () => {
    const steps = Array.from({ length: 21 }, (_, index) => String(index * 5).padStart(2, '0'));
    assert.deepEqual(files, [...STATES, ...steps].map((name) => `${name}.svg`).sort());
    assert.deepEqual(readdirSync('media/rings/light'), files);
    for (const name of files) {
      assert.equal(shapeOf('light', name), shapeOf('dark', name), name);
    }
  });

  it('differ in shape, so that no state depends only on color', () => {
    const names = new Map<string, string>();
    for (const name of files) {
      const shape = shapeOf('dark', name);
      assert.match(shape, / ink/, name);
      assert.equal(names.get(shape), undefined, `${name} is drawn as ${names.get(shape)} is`);
      names.set(shape, name);
    }
  });
});
