import { opendir } from 'node:fs/promises';
import path from 'node:path';
import { STATE_ENDING } from './partNames';

/** Nobody leaves as many half-way; the rest of what somebody has put into the folder is not looked at. */
const MAX_STATES = 100;

/** The paths of a hundred states in `folder` at most, without their ending; none where there is no such folder. */
export async function listParts(folder: string, most = MAX_STATES): Promise<string[]> {
  const parts: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) {
      if (name.endsWith(STATE_ENDING)) {
        parts.push(path.join(folder, name.slice(0, -STATE_ENDING.length)));
      }
      if (parts.length === most) {
        break;
      }
    }
  } catch {
    // What cannot be read holds nothing to go on with.
  }
  return parts.sort();
}

export async function hasParts(folder: string): Promise<boolean> {
  return (await listParts(folder, 1)).length > 0;
}
