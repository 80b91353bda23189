// @ts-check
// node scripts/media/rings.mjs
// Draws the icons of the tree's rows into media/rings/dark and media/rings/light: a ring that fills up while a job
// runs, and its relatives for every other state. The same drawing each time; the result is committed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// The drawing follows four rules:
// - States differ in shape. Color only repeats the difference.
// - Every ring ends on the pixel line 1 px inside the 16 px square. Vertical and horizontal marks are on the grid if
//   possible.
// - Thin is what is still to be done, thick what is done, solid what is over and in hand, or over and wrong.
// - Any color has 3:1 against the side bars of the default and high-contrast themes, and against a selected row.

const CENTER = 8;
const RADIUS = 7;
const PROGRESS_STEP = 5;
/** Thicknesses in px. A track of 1 px almost disappears where it crosses pixels diagonally. */
const TRACK = 1.25;
const ARC = 2.5;
const OUTLINE = 1.5;

/** @typedef {{ blue: string, green: string, yellow: string, red: string, gray: string }} Palette */

/** By the theme's kind. A high contrast theme uses the palette of its kind. */
export const PALETTES = {
  dark: { blue: '#4daafc', green: '#73c991', yellow: '#d7ac1a', red: '#f55c5c', gray: '#9aa2ac' },
  light: { blue: '#005fb8', green: '#2f7d32', yellow: '#8a5f00', red: '#d11a0f', gray: '#555555' },
};

/** @param {number} value */
const rounded = (value) => String(Math.round(value * 100) / 100);

/**
 * A point on a circle. Turns are counted clockwise from 12 o'clock.
 * @param {number} radius
 * @param {number} turns
 */
function point(radius, turns) {
  const angle = 2 * Math.PI * turns;
  return `${rounded(CENTER + radius * Math.sin(angle))} ${rounded(CENTER - radius * Math.cos(angle))}`;
}

/**
 * A part of the ring from one turn to another. Its outer edge is on the common circle.
 * @param {string} color
 * @param {number} thickness
 * @param {number} [from]
 * @param {number} [to]
 */
function ring(color, thickness, from = 0, to = 1) {
  const radius = RADIUS - thickness / 2;
  const stroke = `stroke="${color}" stroke-width="${thickness}"`;
  if (to - from >= 1) {
    return `<circle cx="8" cy="8" r="${radius}" ${stroke}/>`;
  }
  const large = to - from > 0.5 ? 1 : 0;
  return `<path d="M${point(radius, from)}A${radius} ${radius} 0 ${large} 1 ${point(radius, to)}" ${stroke}/>`;
}

/**
 * @param {string} color
 * @param {string} d
 * @param {number} [thickness]
 */
const line = (color, d, thickness = OUTLINE) => `<path d="${d}" stroke="${color}" stroke-width="${thickness}"/>`;

/**
 * A solid shape. Inner shapes are cut out, so that the row's background is visible.
 * @param {string} color
 * @param {string} d
 */
const solid = (color, d) => `<path d="${d}" fill="${color}" fill-rule="evenodd"/>`;

const DISC = 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z';
const TRIANGLE = 'M9.1 1.7l5.7 10.5a1.25 1.25 0 0 1-1.1 1.8H2.3a1.25 1.25 0 0 1-1.1-1.8L6.9 1.7a1.25 1.25 0 0 1 2.2 0z';

/**
 * The ring of a running job: a thin track, and a thick arc over it from 12 o'clock.
 * @param {Palette} palette
 * @param {number} share from 0 to 1
 */
function progress({ blue, gray }, share) {
  const track = share < 1 ? ring(gray, TRACK, share) : '';
  return track + (share > 0 ? ring(blue, ARC, 0, share) : '');
}

/** @type {Record<string, (palette: Palette) => string>} */
const STATES = {
  // A clock: the job waits.
  queued: ({ gray }) => ring(gray, OUTLINE) + line(gray, 'M8 4v4.25h3.5'),
  // Three dots: the job runs, but its progress is unknown.
  indeterminate: ({ blue }) => ring(blue, OUTLINE) + solid(blue, 'M4 7h2v2H4zM7 7h2v2H7zM10 7h2v2h-2z'),
  // An hourglass: the job doesn't progress. A pause sign would say that somebody has stopped it.
  stalled: ({ yellow }) => ring(yellow, OUTLINE) + solid(yellow, 'M5 4h6L9 8l2 4H5l2-4z'),
  // The ring is closed.
  completed: ({ green }) => ring(green, OUTLINE) + line(green, 'M4.9 8.1l2.2 2.2 4.1-4.5', 1.75),
  // The file is here.
  downloaded: ({ green }) => solid(green, `${DISC}M7 3.5h2V8h3l-4 4.2L4 8h3z`),
  failed: ({ red }) =>
    solid(red, `${DISC}M8 6.8l2.4-2.4 1.2 1.2L9.2 8l2.4 2.4-1.2 1.2L8 9.2l-2.4 2.4-1.2-1.2L6.8 8 4.4 5.6l1.2-1.2z`),
  error: ({ yellow }) => solid(yellow, `${TRIANGLE}M7 5v4h2V5zM7 10v2h2v-2z`),
  // An error that impact.com retries: the mark inside a circular arrow.
  retrying: ({ yellow }) => ring(yellow, OUTLINE, 0.25, 1.13) + solid(yellow, 'M15 1v5h-5zM7 5v4h2V5zM7 10v2h2v-2z'),
  cancelled: ({ gray }) => ring(gray, OUTLINE) + line(gray, 'M3.6 12.4l8.8-8.8'),
  unknown: ({ gray }) => ring(gray, OUTLINE) + line(gray, 'M6 6.5a2 2 0 1 1 2.9 1.8Q8 8.7 8 9.5M8 10.5V12'),
};

/** @param {string} shapes */
const document = (shapes) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16" fill="none">${shapes}</svg>\n`;

/**
 * All icons of a kind of theme: `00` to `100` in steps of five, then the states by name.
 * @param {Palette} palette
 * @returns {Map<string, string>} name to SVG
 */
export function rings(palette) {
  /** @type {Map<string, string>} */
  const drawn = new Map();
  for (let percent = 0; percent <= 100; percent += PROGRESS_STEP) {
    drawn.set(String(percent).padStart(2, '0'), document(progress(palette, percent / 100)));
  }
  for (const [name, draw] of Object.entries(STATES)) {
    drawn.set(name, document(draw(palette)));
  }
  return drawn;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.join(import.meta.dirname, '../../media/rings');
  for (const [kind, palette] of Object.entries(PALETTES)) {
    const folder = path.join(root, kind);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, svg] of rings(palette)) {
      writeFileSync(path.join(folder, `${name}.svg`), svg);
    }
  }
}
