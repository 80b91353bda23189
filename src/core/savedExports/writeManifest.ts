import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../clock';
import { type Manifest, MANIFEST_FILE, MANIFEST_VERSION, type ManifestFailure, type ManifestFile } from './manifest';

const LOCK_ENDING = '.lock';
/** Reading and writing takes milliseconds: who has held the lock for longer is dead. */
const LOCK_IS_DEAD_AFTER_MS = 10_000;
const LOCK_RETRY_MS = 50;

/**
 * Adds a file to the manifest in `folder`, in one step: whoever reads it finds the old one or the new one whole. An entry
 * of the same file is replaced. A manifest that cannot be read is kept under another name, and its path returned. Throws
 * the file system's error.
 */
export async function addToManifest(folder: string, entry: ManifestFile, clock: Clock): Promise<string | undefined> {
  return changeManifest(folder, clock, ({ files, failed = [] }) => ({
    files: [...files.filter(({ file }) => file !== entry.file), entry],
    failed: failed.filter((failure) => !isSameMember(failure, entry)),
  }));
}

/** Notes which exports of a set have no file of this run. The folder is made where there is none; otherwise as `addToManifest`. */
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
  return withLock(manifestPath, clock, async () => {
    const read = await readManifest(manifestPath);
    const kept = read === 'unreadable' ? `${manifestPath.slice(0, -'.json'.length)}.${clock.now()}.json` : undefined;
    if (kept !== undefined) {
      await rename(manifestPath, kept);
    }
    const { files, failed } = change(read === 'unreadable' ? { version: MANIFEST_VERSION, files: [] } : read);
    const manifest: Manifest = { version: MANIFEST_VERSION, files, ...(failed.length === 0 ? {} : { failed }) };
    await replaceFile(manifestPath, `${JSON.stringify(manifest, undefined, 2)}\n`);
    return kept;
  });
}

/** A manifest that is not there is empty. */
export async function readManifest(manifestPath: string): Promise<Manifest | 'unreadable'> {
  let text: string;
  try {
    text = await readFile(manifestPath, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return { version: MANIFEST_VERSION, files: [] };
    }
    throw error;
  }
  try {
    const manifest = JSON.parse(text) as Partial<Manifest> | null;
    const isOurs =
      manifest?.version === MANIFEST_VERSION &&
      Array.isArray(manifest.files) &&
      manifest.files.every((entry: unknown) => typeof entry === 'object' && entry !== null && 'file' in entry) &&
      (manifest.failed === undefined ||
        (Array.isArray(manifest.failed) &&
          manifest.failed.every((entry: unknown) => typeof entry === 'object' && entry !== null)));
    return isOurs ? (manifest as Manifest) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

async function replaceFile(filePath: string, text: string): Promise<void> {
  const beside = `${filePath}.${randomUUID()}.tmp`;
  try {
    await writeFile(beside, text, { flush: true });
    await rename(beside, filePath);
  } catch (error) {
    await unlink(beside).catch(() => undefined);
    throw error;
  }
}

/** Two downloads that end at once, of two windows too, add their entries one after the other. */
async function withLock<T>(filePath: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const lockPath = filePath + LOCK_ENDING;
  for (;;) {
    try {
      await (await open(lockPath, 'wx')).close();
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        throw error;
      }
    }
    if (await isDead(lockPath)) {
      await unlink(lockPath).catch(() => undefined);
    } else {
      await new Promise<void>((resolve) => clock.setTimer(resolve, LOCK_RETRY_MS));
    }
  }
  try {
    return await work();
  } finally {
    await unlink(lockPath).catch(() => undefined);
  }
}

/** By the file system's time on both sides: the injected clock says nothing of files. */
async function isDead(lockPath: string): Promise<boolean> {
  const { mtimeMs } = await stat(lockPath).catch(() => ({ mtimeMs: Infinity }));
  return Date.now() - mtimeMs > LOCK_IS_DEAD_AFTER_MS;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
