import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import manifest from '../../../package.json';
import { listingProblems } from '../../../scripts/listing.mjs';

const FILES = ['package.json', 'readme.md', 'changelog.md', 'LICENSE.txt', 'media/icon.png'].map(
  (name) => `extension/${name}`,
);
const without = (name: string): string[] => FILES.filter((file) => !file.includes(name));

describe('The listing on the Marketplace and Open VSX', () => {
  it('is complete', () => {
    assert.deepEqual(listingProblems(manifest, FILES, '# Jobs'), []);
  });

  for (const [title, changes, files, readme, expected] of [
    ['a missing license field', { license: '' }, FILES, '', /license/],
    ['a missing license file', {}, without('LICENSE'), '', /license/],
    ['an icon in SVG', { icon: 'media/icon.svg' }, FILES, '', /SVG/],
    ['an icon that is not packed', {}, without('icon'), '', /icon/],
    ['a missing readme', {}, without('readme'), '', /readme/],
    ['a missing changelog', {}, without('changelog'), '', /changelog/],
    ['a picture that is a file', {}, FILES, '![Jobs](media/readme/dark.png)', /https/],
    ['a picture in SVG', {}, FILES, '![Badge](https://example.com/badge.svg)', /SVG/],
    ['a category of its own', { categories: ['Marketing'] }, FILES, '', /not Marketing/],
    ['too many keywords', { keywords: Array.from({ length: 31 }, String) }, FILES, '', /30 keywords/],
    ['a publisher with a space', { publisher: 'impact jobs' }, FILES, '', /Publisher/],
    ['a version with a suffix', { version: '1.0.0-beta' }, FILES, '', /version/],
    ['a banner without a color', { galleryBanner: { theme: 'dark' } }, FILES, '', /banner/],
  ] as const) {
    it(`names ${title}`, () => {
      const problems = listingProblems({ ...manifest, ...changes }, files, readme);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', expected);
    });
  }
});
