import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import manifest from '../../package.json';
import type * as rings from '../../scripts/media/rings.mjs';
import { STATUSES } from '../../src/core/jobs/statuses';
import { ringCharacter } from '../../src/webviews/kit/ringCharacter';

// Loaded at run time, not bundled: it finds the project by where it lies.
const { CHARACTERS, ringFont, statePictures, ringPaths } = (await import(
  pathToFileURL(path.resolve('scripts/media/rings.mjs')).href
)) as typeof rings;

const STEPS = Array.from({ length: 21 }, (_, index) => String(index * 5).padStart(2, '0'));
const KINDS = ['dark', 'light'] as const;

describe('The icons of jobs', () => {
  it('exist for every step and every status', () => {
    const names = [...CHARACTERS.keys()];
    assert.deepEqual(names.slice(0, STEPS.length), STEPS);
    const states = [...Object.values(STATUSES).map(({ ring }) => ring), 'stalled', 'retrying', 'downloaded'];
    assert.deepEqual(new Set(names.slice(STEPS.length)), new Set(states));
  });

  it('are in the font that VS Code and the pages load as they are drawn', () => {
    assert.ok(ringFont().equals(readFileSync('media/rings/rings.ttf')), 'run node scripts/media/rings.mjs');
    const contributed = Object.entries(manifest.contributes.icons).map(([id, icon]) => [id, icon.default]);
    assert.deepEqual(
      contributed,
      [...CHARACTERS].map(([name, fontCharacter]) => [
        `impact-jobs-${name}`,
        { fontPath: 'media/rings/rings.ttf', fontCharacter },
      ]),
    );
    for (const [name, character] of CHARACTERS) {
      assert.equal(`\\${ringCharacter(name).codePointAt(0)?.toString(16).toUpperCase()}`, character, name);
    }
  });

  it('are pictures for the tabs of panels, in both kinds of themes', () => {
    for (const kind of KINDS) {
      const pictures = statePictures(kind);
      assert.deepEqual(readdirSync(`media/rings/${kind}`), [...pictures.keys()].map((name) => `${name}.svg`).sort());
      for (const [name, svg] of pictures) {
        assert.equal(readFileSync(`media/rings/${kind}/${name}.svg`, 'utf8'), svg, `${kind} ${name}`);
      }
    }
  });

  it('differ in shape, so that no state depends only on color', () => {
    const names = new Map<string, string>();
    for (const [name, shape] of ringPaths()) {
      assert.equal(names.get(shape), undefined, `${name} is drawn as ${names.get(shape)} is`);
      names.set(shape, name);
    }
    assert.equal(names.size, CHARACTERS.size);
  });

  it('have a color for every tone, in all kinds of themes', () => {
    const tones = new Set(Object.values(STATUSES).map(({ tone }) => `impactJobsIcon.${tone}`));
    assert.deepEqual(new Set(manifest.contributes.colors.map(({ id }) => id)), tones);
    for (const { id, defaults } of manifest.contributes.colors) {
      assert.deepEqual(Object.keys(defaults), ['dark', 'light', 'highContrast', 'highContrastLight'], id);
    }
  });
});
