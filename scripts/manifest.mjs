// @ts-check
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

/** @returns {{ name: string, version: string, publisher: string }} */
export const readManifest = () => JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** The path of the file that `npm run package` creates. */
export function vsixPath() {
  const { name, version } = readManifest();
  return path.join(root, `${name}-${version}.vsix`);
}
