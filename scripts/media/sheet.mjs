// @ts-check
// node scripts/media/sheet.mjs
// Shows every drawing in media/ on the backgrounds it has to do on, to be looked at after a change:
//   artifacts/media/sheet-1x.png    as on screen
//   artifacts/media/sheet-4x.png    as on a screen with four times the density
//   artifacts/media/pixels-4x.png   the first, its pixels enlarged
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ringPaths } from './rings.mjs';
import { dataUri, screenshot } from './screenshot.mjs';

const WIDTH = 736;
const HEIGHT = 480;
const ENLARGED = 4;

const media = path.join(import.meta.dirname, '../../media');
const artifacts = path.join(import.meta.dirname, '../../artifacts/media');

/** Side bars, and their selected rows. */
const BACKGROUNDS = [
  {
    name: 'Dark Modern',
    background: '#181818',
    selected: '#04395e',
    text: '#cccccc',
    inactive: '#868686',
  },
  {
    name: 'Dark High Contrast',
    background: '#000000',
    selected: '#000000',
    text: '#ffffff',
    inactive: '#ffffff',
  },
  {
    name: 'Light Modern',
    background: '#f8f8f8',
    selected: '#e8e8e8',
    text: '#3b3b3b',
    inactive: '#616161',
  },
  {
    name: 'Light High Contrast',
    background: '#ffffff',
    selected: '#ffffff',
    text: '#292929',
    inactive: '#292929',
  },
];

/** @type {[icon: string, label: string][]} */
const ROWS = [
  ['40', 'Action Listing 42%'],
  ['95', 'Performance by Partner 97%'],
  ['indeterminate', 'Ad upload'],
  ['stalled', 'Click export 61%'],
  ['queued', 'Contract change'],
  ['retrying', 'Report export'],
  ['error', 'Report export'],
  ['failed', 'Ad upload'],
  ['cancelled', 'Report export'],
  ['completed', 'Action Listing'],
  ['downloaded', 'Performance by Partner'],
  ['unknown', 'Report export'],
];

/** @param {string} file */
const uri = (file) => dataUri(readFileSync(path.join(media, file), 'utf8'));

const paths = ringPaths();

/** @param {string} name */
const ring = (name) => `<svg width="16" height="16"><path d="${paths.get(name)}" fill="currentColor"/></svg>`;

/** @param {typeof BACKGROUNDS[number]} theme */
function panel({ name, background, selected, text, inactive }) {
  const names = [...paths.keys()];
  const steps = names.filter((step) => /^\d+$/.test(step));
  const states = names.filter((state) => !steps.includes(state));
  const cells = (/** @type {string[]} */ of) => of.map(ring).join('');
  const rows = ROWS.map(([icon, label]) => `<div class="row">${ring(icon)}${label}</div>`);
  const half = Math.ceil(rows.length / 2);
  const activity = [inactive, text].flatMap((color) =>
    [24, 16].map(
      (size) =>
        `<i style="width: ${size}px; height: ${size}px; background: ${color}; mask: url(${uri('icon.svg')}) center / contain no-repeat"></i>`,
    ),
  );
  return `<section style="background: ${background}; color: ${text}">
    <div class="bar">${activity.join('')}</div>
    <div>
      <div class="cells">${cells(steps.slice(0, 11))}</div>
      <div class="cells">${cells(steps.slice(11))}</div>
      <div class="cells">${cells(states)}</div>
      <div class="cells" style="background: ${selected}">${cells(states)}</div>
      <div class="cells" style="background: ${selected}">${cells(['00', '05', '20', '35', '50', '65', '80', '90', '95', '100'])}</div>
    </div>
    <div>${rows.slice(0, half).join('')}</div>
    <div>${rows.slice(half).join('')}<small>${name}</small></div>
  </section>`;
}

const html = `<style>
  body { font: 13px/22px sans-serif; background: #808080 }
  section { display: flex; gap: 8px; padding: 4px 8px }
  .bar { display: grid; grid-template-columns: 32px 32px; align-content: start; place-items: center; gap: 12px 0; padding-top: 8px }
  i { display: block }
  img, svg { display: block }
  .cells { display: flex; gap: 5px; padding: 4px; height: 16px }
  .row { display: flex; gap: 6px; align-items: center; width: 192px; height: 22px; white-space: nowrap }
  small { opacity: .7 }
</style>${BACKGROUNDS.map(panel).join('')}`;

mkdirSync(artifacts, { recursive: true });
const SIZE = { width: WIDTH, height: HEIGHT };
const plain = await screenshot(html, SIZE);
const enlarged = `<img src="data:image/png;base64,${plain.toString('base64')}" style="width: ${WIDTH * ENLARGED}px; image-rendering: pixelated; display: block">`;
writeFileSync(path.join(artifacts, 'sheet-1x.png'), plain);
writeFileSync(path.join(artifacts, 'sheet-4x.png'), await screenshot(html, { ...SIZE, scale: ENLARGED }));
writeFileSync(
  path.join(artifacts, 'pixels-4x.png'),
  await screenshot(enlarged, { width: WIDTH * ENLARGED, height: HEIGHT * ENLARGED }),
);
