import { statSync } from 'node:fs';
import { CliError } from './cliError';

const ROOT = 0;

/** The user ID of a file's or folder's owner. Undefined if it doesn't exist. */
export function ownerOf(place: string): number | undefined {
  return statSync(place, { throwIfNoEntry: false })?.uid;
}

/** Whether a file or folder belongs to this user or to the system, or doesn't exist. Always true on Windows. */
export function isOwn(place: string): boolean {
  const user = process.getuid?.();
  return user === undefined || [user, ROOT, undefined].includes(ownerOf(place));
}

/** Throws a sentence if the program would keep its files in a folder of another user, who could change them. */
export function requireOwn(folder: string): void {
  if (!isOwn(folder)) {
    throw new CliError('failed', `${folder} belongs to another user. Set IMPACT_JOBS_STATE to a folder of yours.`);
  }
}
