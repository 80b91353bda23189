import { readdirSync } from 'node:fs';

export const RUN_ENDING = '.run.json';
const RUN_FILE = /^[\w-]{1,100}\.run\.json$/;

/** The IDs of the runs that are stored in a folder, whoever drives them. Quick, because every start asks. */
export function storedRunIds(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => RUN_FILE.test(name))
      .map((name) => name.slice(0, -RUN_ENDING.length));
  } catch {
    return [];
  }
}
