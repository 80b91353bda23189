// @ts-check
// node scripts/media/rings.mjs
// Draws the icons of jobs into media/rings: a ring that fills up while a job runs, and its relatives for every other
// state. rings.ttf is the font of the tree and of the pages. dark/ and light/ hold the states for the tabs of panels,
// which take only pictures. The same drawing each time; the result is committed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import svg2ttf from 'svg2ttf';
import { box, disc, hole, line, onCircle, pathOf, ring, SIZE, solid } from './outlines.mjs';

// The drawing follows four rules:
// - States differ in shape. Color only repeats the difference.
// - Every ring ends on the pixel line 1 px inside the 16 px square. Vertical and horizontal marks are on the grid if
//   possible.
// - Thin is what is still to be done, thick what is done, solid what is over and in hand, or over and wrong.
// - An icon has one color, the theme's. As a picture, it has 3:1 against the default and high-contrast themes.

/** @typedef {import('./outlines.mjs').Outline} Outline */
/** @typedef {import('./outlines.mjs').Point} Point */
/** @typedef {'blue' | 'green' | 'yellow' | 'red' | 'gray'} Hue */

const PROGRESS_STEP = 5;
/** Thicknesses in px. A track of 1 px almost disappears where it crosses pixels diagonally. */
const TRACK = 1.25;
const ARC = 3;
const OUTLINE = 1.5;

/** The colors of the pictures, by the theme's kind. A high contrast theme uses the palette of its kind. */
const PALETTES = {
  dark: { blue: '#4daafc', green: '#73c991', yellow: '#d7ac1a', red: '#f55c5c', gray: '#9aa2ac' },
  light: { blue: '#005fb8', green: '#2f7d32', yellow: '#8a5f00', red: '#d11a0f', gray: '#555555' },
};

/** The exclamation mark of an error. */
const MARK = [box(7, 5, 2, 4), box(7, 10, 2, 2)];

/** A triangle with round corners. */
const TRIANGLE = /** @type {Outline} */ ([
  { to: [9.1, 1.7] },
  { to: [14.8, 12.2] },
  { to: [13.7, 14], radius: 1.25, isLarge: false, isClockwise: true },
  { to: [2.3, 14] },
  { to: [1.2, 12.2], radius: 1.25, isLarge: false, isClockwise: true },
  { to: [6.9, 1.7] },
  { to: [9.1, 1.7], radius: 1.25, isLarge: false, isClockwise: true },
]);

/** The bow of a question mark, from 9 o'clock to its foot. */
const BOW = [
  ...Array.from({ length: 25 }, (_, index) => onCircle(2, 0.75 + (index / 24) * 0.67, [8, 6.25])),
  /** @type {Point} */ ([8, 8.7]),
  /** @type {Point} */ ([8, 9.6]),
];

/**
 * The ring of a running job: a thin track, and a thick arc from 12 o'clock.
 * @param {number} share from 0 to 1
 */
function progress(share) {
  const track = share < 1 ? ring(TRACK, share) : [];
  return [...track, ...(share > 0 ? ring(ARC, 0, share) : [])];
}

/** @type {Readonly<Record<string, readonly [Hue, ...Outline[]]>>} */
const STATES = {
  // A check in a closed ring.
  completed: [
    'green',
    ...ring(OUTLINE),
    line(
      [
        [4.9, 8.1],
        [7.1, 10.3],
        [11.2, 5.8],
      ],
      1.75,
    ),
  ],
  // An arrow down: the file is here.
  downloaded: [
    'green',
    disc(),
    hole([
      [7, 3.5],
      [9, 3.5],
      [9, 8],
      [12, 8],
      [8, 12.2],
      [4, 8],
      [7, 8],
    ]),
  ],
  // A clock: the job waits.
  queued: [
    'gray',
    ...ring(OUTLINE),
    line(
      [
        [8, 4],
        [8, 8.25],
        [11.5, 8.25],
      ],
      OUTLINE,
    ),
  ],
  // Three dots: the job runs, but its progress is unknown.
  indeterminate: ['blue', ...ring(OUTLINE), ...[4, 7, 10].map((x) => solid(box(x, 7, 2, 2)))],
  // An hourglass: the job doesn't progress. A pause sign would say that somebody has stopped it.
  stalled: [
    'yellow',
    ...ring(OUTLINE),
    solid([
      [5, 4],
      [11, 4],
      [9, 8],
      [11, 12],
      [5, 12],
      [7, 8],
    ]),
  ],
  failed: [
    'red',
    disc(),
    hole([
      [8, 6.8],
      [10.4, 4.4],
      [11.6, 5.6],
      [9.2, 8],
      [11.6, 10.4],
      [10.4, 11.6],
      [8, 9.2],
      [5.6, 11.6],
      [4.4, 10.4],
      [6.8, 8],
      [4.4, 5.6],
      [5.6, 4.4],
    ]),
  ],
  error: ['yellow', TRIANGLE, ...MARK.map(hole)],
  // An error that impact.com retries: the mark inside a circular arrow.
  retrying: [
    'yellow',
    ...ring(OUTLINE, 0.25, 1.13),
    solid([
      [15, 1],
      [15, 6],
      [10, 6],
    ]),
    ...MARK.map(solid),
  ],
  cancelled: [
    'gray',
    ...ring(OUTLINE),
    line(
      [
        [3.6, 12.4],
        [12.4, 3.6],
      ],
      OUTLINE,
    ),
  ],
  unknown: ['gray', ...ring(OUTLINE), line(BOW, OUTLINE), solid(box(7.25, 10.5, 1.5, 1.5))],
};

/** The first character of the font: one of those that mean nothing by themselves. */
const FIRST_CHARACTER = 0xe001;
const UNITS_PER_PX = 64;

/**
 * The drawings by name, in the order of the font's characters: `00` to `100` in steps of five, then the states.
 * @returns {Map<string, readonly Outline[]>}
 */
function drawings() {
  /** @type {Map<string, readonly Outline[]>} */
  const drawn = new Map();
  for (let percent = 0; percent <= 100; percent += PROGRESS_STEP) {
    drawn.set(String(percent).padStart(2, '0'), progress(percent / 100));
  }
  for (const [name, [, ...outlines]] of Object.entries(STATES)) {
    drawn.set(name, outlines);
  }
  return drawn;
}

/** The character of every drawing as `contributes.icons` in package.json writes it: `\E001`. */
export const CHARACTERS = new Map(
  [...drawings().keys()].map((name, index) => [name, `\\${(FIRST_CHARACTER + index).toString(16).toUpperCase()}`]),
);

/**
 * Every drawing as the path of an SVG.
 * @returns {Map<string, string>} by name
 */
export const ringPaths = () => new Map([...drawings()].map(([name, outlines]) => [name, pathOf(outlines)]));

/** The drawings as a TrueType font. Every character fills its line from top to bottom, as those of VS Code's icons. */
export function ringFont() {
  const em = SIZE * UNITS_PER_PX;
  const glyphs = [...drawings()].map(
    ([name, outlines], index) =>
      `<glyph glyph-name="${name}" unicode="&#${FIRST_CHARACTER + index};"><path d="${pathOf(outlines, UNITS_PER_PX)}"/></glyph>`,
  );
  const font = `<svg xmlns="http://www.w3.org/2000/svg"><defs><font id="impact-jobs" horiz-adv-x="${em}">
<font-face font-family="impact-jobs" units-per-em="${em}" ascent="${em}" descent="0"/>${glyphs.join('\n')}</font></defs></svg>`;
  // Without a fixed date, every build would be another file.
  return Buffer.from(svg2ttf(font, { ts: 0, description: 'Jobs for impact.com', url: '' }).buffer);
}

/**
 * The states as pictures for one kind of theme.
 * @param {keyof typeof PALETTES} kind
 * @returns {Map<string, string>} name to SVG
 */
export function statePictures(kind) {
  return new Map(
    Object.entries(STATES).map(([name, [hue, ...outlines]]) => [
      name,
      `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}"><path d="${pathOf(outlines)}" fill="${PALETTES[kind][hue]}"/></svg>\n`,
    ]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.join(import.meta.dirname, '../../media/rings');
  rmSync(root, { recursive: true, force: true });
  for (const kind of /** @type {const} */ (['dark', 'light'])) {
    mkdirSync(path.join(root, kind), { recursive: true });
    for (const [name, svg] of statePictures(kind)) {
      writeFileSync(path.join(root, kind, `${name}.svg`), svg);
    }
  }
  writeFileSync(path.join(root, 'rings.ttf'), ringFont());
}
