import { existsSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../core/files/fileError';
import { readSmallBytes } from '../core/files/readSmallFile';
import { decodeSavedExports } from '../core/savedExports/decodeSavedExports';
import { type SavedExports, SAVED_EXPORTS_FILE } from '../core/savedExports/savedExport';
import { CliError } from './cliError';
import { isOwn, ownerOf } from './requireOwn';

/** A team's file has a few kB. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

export interface SavedExportsFile extends SavedExports {
  readonly path: string;
  readonly text: string;
}

/**
 * Finds the file in the folder or above it. Undefined if there's none. Throws a sentence if somebody else has put it
 * there: in a folder such as /tmp, everybody can.
 */
export function findSavedExportsFile(folder: string): string | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const file = path.join(at, SAVED_EXPORTS_FILE);
    if (existsSync(file)) {
      // In a container, root works in folders that belong to a user outside.
      if (!isOwn(file) && !(process.getuid?.() === 0 && ownerOf(file) === ownerOf(path.resolve(folder)))) {
        throw new CliError('failed', `${file} belongs to another user. To use it, name it with --file.`);
      }
      return file;
    }
    if (path.dirname(at) === at) {
      return undefined;
    }
  }
}

/** Reads a file of saved exports. Throws a sentence if it can't be read at all. */
export async function readSavedExportsFile(file: string): Promise<SavedExportsFile> {
  try {
    const bytes = await readSmallBytes(file, MAX_FILE_BYTES);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { path: file, text, ...decodeSavedExports(text) };
  } catch (error) {
    if (errorCode(error) === 'ENOTPLAIN') {
      return { path: file, text: '', exports: [], sets: [], problems: [{ kind: 'notPlain', path: [] }] };
    }
    throw new CliError('failed', `Can't read ${file}. Check that it's a UTF-8 text file that you may read.`);
  }
}
