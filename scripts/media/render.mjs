// @ts-check
// node scripts/media/render.mjs
// Renders media/icon.png, the Marketplace's icon, from icon.svg in this folder: the Marketplace takes no SVG.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dataUri, screenshot } from './screenshot.mjs';

const SIZE = 256;

const source = readFileSync(path.join(import.meta.dirname, 'icon.svg'), 'utf8');
const picture = `<img src="${dataUri(source)}" width="${SIZE}" height="${SIZE}" style="display: block">`;
writeFileSync(
  path.join(import.meta.dirname, '../../media/icon.png'),
  await screenshot(picture, { width: SIZE, height: SIZE }),
);
