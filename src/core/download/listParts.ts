import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { STATE_ENDING } from './partNames';

/** Nobody leaves this many unfinished downloads. Whatever else somebody has put into the folder isn't read. */
const MAX_STATES = 100;

/** The paths of at most `most` states in `folder`, without their ending. Empty if the folder doesn't exist. */
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
