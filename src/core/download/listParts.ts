import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { STATE_ENDING } from './partNames';

/** Nobody leaves as many half-way; the rest of what somebody has put into the folder is not looked at. */
const MAX_STATES = 100;

/** The paths of a hundred states in `folder` at most, without their ending; none where there is no such folder. */
export async function listParts(folder: string, most = MAX_STATES): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(STATE_ENDING))
    .sort()
    .slice(0, most)
    .map((name) => path.join(folder, name.slice(0, -STATE_ENDING.length)));
}

export async function hasParts(folder: string): Promise<boolean> {
  return (await listParts(folder, 1)).length > 0;
}
