import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { isRecord } from '../isRecord';
import type { Clock } from '../clock';
import { errorCode } from '../files/fileError';
import { FileLock } from '../files/fileLock';
import { readSmallFile } from '../files/readSmallFile';
import { replaceFile } from '../files/replaceFile';
import { type Manifest, MANIFEST_FILE, MANIFEST_VERSION, type ManifestFailure, type ManifestFile } from './manifest';

const LOCK_ENDING = '.lock';
/** Enough for about ten thousand files. A larger manifest is renamed, like one that can't be read. */
const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/**
 * Adds a file to the manifest in `folder` in one step: readers find the old or the new manifest, never a part. Replaces
 * an entry for the same file. Renames a manifest that can't be read, and returns its new path. Throws LockError, or the
 * file system's error.
 */
export async function addToManifest(folder: string, entry: ManifestFile, clock: Clock): Promise<string | undefined> {
  return changeManifest(folder, clock, ({ files, failed = [] }) => ({
    files: [...files.filter(({ file }) => file !== entry.file), entry],
    failed: failed.filter((failure) => !isSameMember(failure, entry)),
  }));
}

/**
 * Adds the exports of a set that have no file from this run. Creates the folder if it's missing. Apart from that, works
 * like `addToManifest`.
 */
export async function addFailuresToManifest(
  folder: string,
  failures: readonly ManifestFailure[],
  clock: Clock,
): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  return changeManifest(folder, clock, ({ files, failed = [] }) => ({
    files,
    failed: [...failed.filter((known) => !failures.some((failure) => isSameMember(failure, known))), ...failures],
  }));
}

function isSameMember(a: Pick<ManifestFile, 'export' | 'set'>, b: Pick<ManifestFile, 'export' | 'set'>): boolean {
  return a.export === b.export && a.set === b.set;
}

async function changeManifest(
  folder: string,
  clock: Clock,
  change: (manifest: Manifest) => Required<Pick<Manifest, 'files' | 'failed'>>,
): Promise<string | undefined> {
  const manifestPath = path.join(folder, MANIFEST_FILE);
  // If two downloads end at the same time, even in two windows, they add their entries one after the other.
  const lock = await FileLock.wait(manifestPath + LOCK_ENDING, { clock });
  try {
    const read = await readManifest(manifestPath);
    const kept = read === 'unreadable' ? `${manifestPath.slice(0, -'.json'.length)}.${clock.now()}.json` : undefined;
    if (kept !== undefined) {
      await rename(manifestPath, kept);
    }
    const { files, failed } = change(read === 'unreadable' ? { version: MANIFEST_VERSION, files: [] } : read);
    const manifest: Manifest = { version: MANIFEST_VERSION, files, ...(failed.length === 0 ? {} : { failed }) };
    const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
    await replaceFile(manifestPath, text, { isFlushed: true, token: lock.token });
    return kept;
  } finally {
    await lock.release();
  }
}

/** Reads the manifest. A missing one is empty. */
async function readManifest(manifestPath: string): Promise<Manifest | 'unreadable'> {
  let text: string;
  try {
    text = await readSmallFile(manifestPath, MAX_MANIFEST_BYTES);
  } catch (error) {
    switch (errorCode(error)) {
      case 'ENOENT':
        return { version: MANIFEST_VERSION, files: [] };
      case 'ENOTPLAIN':
        return 'unreadable';
      default:
        throw error;
    }
  }
  try {
    const manifest = JSON.parse(text) as Partial<Manifest> | null;
    const isOurs =
      manifest?.version === MANIFEST_VERSION &&
      Array.isArray(manifest.files) &&
      manifest.files.every((entry: unknown) => isRecord(entry) && 'file' in entry) &&
      (manifest.failed === undefined || (Array.isArray(manifest.failed) && manifest.failed.every(isRecord)));
    return isOurs ? (manifest as Manifest) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
