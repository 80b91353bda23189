// @ts-check
// node scripts/media/readme.mjs
// Copies the README's pictures from the last run of their end-to-end test:
// npm test -- e2e --grep "pictures of the README"
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../root.mjs';

const from = path.join(root, 'artifacts/screenshots');
const to = path.join(root, 'media/readme');

mkdirSync(to, { recursive: true });
for (const name of ['dark', 'light', 'first-day', 'details', 'table', 'export']) {
  copyFileSync(path.join(from, `readme-${name}.png`), path.join(to, `${name}.png`));
}
