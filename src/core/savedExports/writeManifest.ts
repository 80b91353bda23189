import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fieldsOf, isRecord } from '../isRecord';
import type { Clock } from '../clock';
import { errorCode } from '../files/fileError';
import { FileLock } from '../files/fileLock';
import { readSmallFile } from '../files/readSmallFile';
import { replaceFile } from '../files/replaceFile';
import { filledFilters } from '../reports/exportRequest';
import {
  type Manifest,
  MANIFEST_FILE,
  MANIFEST_VERSION,
  type ManifestFailure,
  type ManifestFile,
  type ManifestMember,
  type ManifestTable,
} from './manifest';

const LOCK_ENDING = '.lock';
/** Enough for about ten thousand files. What a larger manifest says of earlier ones moves to a file of its own. */
const FULL_BYTES = 16 * 1024 * 1024;
/** A larger manifest is renamed, like one that can't be read. */
const MAX_MANIFEST_BYTES = 4 * FULL_BYTES;

/** What a run has to say in the manifest of its folder. */
export interface ManifestNotes {
  /** Replace what's known of these exports in these sets. */
  readonly members: readonly ManifestMember[];
  /** Replace the entries for the same files. The most recent one is last. */
  readonly files?: readonly ManifestFile[];
  /** Replace the entries for the same files. */
  readonly tables?: readonly ManifestTable[];
}

/**
 * Writes to the manifest in `folder` in one step: readers find the old or the new manifest, never a part. Creates the
 * folder if it's missing. Renames a manifest that can't be read, and returns its new path. Throws LockError, or the
 * file system's error.
 */
export async function noteInManifest(
  folder: string,
  { members, files = [], tables = [] }: ManifestNotes,
  clock: Clock,
): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const noted = new NotedMembers(members);
  return changeManifest(folder, clock, (manifest) => ({
    files: superseded(withEntries(manifest.files, files), files),
    combined: withEntries(manifest.combined ?? [], tables),
    members: [...membersOf(manifest).filter((known) => !noted.has(known)), ...members],
  }));
}

/**
 * The files that the manifest in `folder` names. None if it can't be read. People can edit it, so an entry that lacks
 * what tells its source is left out.
 */
export async function filesInManifest(folder: string): Promise<readonly ManifestFile[]> {
  return ((await manifestIn(folder))?.files ?? []).filter(
    ({ file, account, report, job, parameters }: Partial<ManifestFile>) =>
      typeof file === 'string' && [account, report, job, parameters].every(isRecord),
  );
}

/** The tables that the manifest in `folder` names. None if it can't be read. */
export async function tablesInManifest(folder: string): Promise<readonly ManifestTable[]> {
  return (await manifestIn(folder))?.combined ?? [];
}

async function manifestIn(folder: string): Promise<Manifest | undefined> {
  const manifest = await readManifest(path.join(folder, MANIFEST_FILE)).catch(() => 'unreadable' as const);
  return manifest === 'unreadable' ? undefined : manifest;
}

function withEntries<T extends { readonly file: string }>(entries: readonly T[], added: readonly T[]): readonly T[] {
  const replaced = new Set(added.map(({ file }) => file));
  const latest = new Map<string, T>();
  for (const entry of added) {
    latest.delete(entry.file);
    latest.set(entry.file, entry);
  }
  return [...entries.filter(({ file }) => !replaced.has(file)), ...latest.values()];
}

/** Marks the earlier results of the same export for the same account and days. */
function superseded(files: readonly ManifestFile[], added: readonly ManifestFile[]): readonly ManifestFile[] {
  const newest = new Map(added.map((file) => [resultKey(file), file]));
  return added.length === 0
    ? files
    : files.map((known) => {
        const newer = newest.get(resultKey(known));
        return newer === undefined || newer.file === known.file ? known : { ...known, supersededBy: newer.file };
      });
}

/** What was exported, for which account and days. People can edit the manifest, so an entry can be anything. */
function resultKey({ export: name, set, account, report, format, parameters }: ManifestFile): string {
  const filters = filledFilters({ filters: isRecord(parameters) ? parameters : {} });
  return JSON.stringify([name, set, fieldsOf(account)['sid'], fieldsOf(report)['id'], format, filters]);
}

/** Version 1.0 wrote only the failures. */
function membersOf({ members, failed = [] }: Manifest): readonly ManifestMember[] {
  return members ?? failed.map((failure) => ({ ...failure, state: 'failed', file: null }));
}

function failuresIn(members: readonly ManifestMember[]): readonly ManifestFailure[] {
  return members
    .filter(({ state }) => state !== 'waiting' && state !== 'downloaded')
    .map(({ state: _state, file: _file, ...failure }) => failure);
}

type MemberIdentity = Pick<ManifestMember, 'export' | 'set' | 'account' | 'piece'>;

const ANY = '*';
const NONE = '';

/**
 * Finds the members that a run replaces: the same export, for the same account and days. One without them is of all
 * accounts and days. By keys, because a run can have thousands.
 */
class NotedMembers {
  private readonly keys = new Set<string>();

  constructor(members: readonly MemberIdentity[]) {
    for (const { export: name, set, account = NONE, piece } of members) {
      for (const accountKey of [account, ANY]) {
        for (const daysKey of [daysOf(piece), ANY]) {
          this.keys.add(JSON.stringify([name, set, accountKey, daysKey]));
        }
      }
    }
  }

  has({ export: name, set, account, piece }: MemberIdentity): boolean {
    const accountKeys = account === undefined ? [ANY] : [account, NONE];
    const daysKeys = piece === undefined ? [ANY] : [daysOf(piece), NONE];
    return accountKeys.some((accountKey) =>
      daysKeys.some((daysKey) => this.keys.has(JSON.stringify([name, set, accountKey, daysKey]))),
    );
  }
}

function daysOf(piece: MemberIdentity['piece']): string {
  return piece === undefined ? NONE : `${piece.start}/${piece.end}`;
}

async function changeManifest(
  folder: string,
  clock: Clock,
  change: (manifest: Manifest) => Required<Pick<Manifest, 'files' | 'members' | 'combined'>>,
): Promise<string | undefined> {
  const manifestPath = path.join(folder, MANIFEST_FILE);
  // If two downloads end at the same time, even in two windows, they add their entries one after the other.
  const lock = await FileLock.wait(manifestPath + LOCK_ENDING, { clock });
  try {
    const read = await readManifest(manifestPath);
    const asidePath = `${manifestPath.slice(0, -'.json'.length)}.${clock.now()}.json`;
    const kept = read === 'unreadable' ? asidePath : undefined;
    if (kept !== undefined) {
      await rename(manifestPath, kept);
    }
    const { files, members, combined } = change(
      read === 'unreadable' ? { version: MANIFEST_VERSION, files: [] } : read,
    );
    const failed = failuresIn(members);
    const manifest: Manifest = {
      version: MANIFEST_VERSION,
      files,
      ...(combined.length === 0 ? {} : { combined }),
      members,
      ...(failed.length === 0 ? {} : { failed }),
    };
    const write = (filePath: string, text: string): Promise<void> =>
      replaceFile(filePath, text, { isFlushed: true, token: lock.token });
    const text = textOf(manifest);
    if (Buffer.byteLength(text) <= FULL_BYTES || kept !== undefined) {
      await write(manifestPath, text);
      return kept;
    }
    const { current, earlier } = withoutEarlier(manifest);
    if (earlier.length > 0) {
      await write(asidePath, textOf({ version: MANIFEST_VERSION, files: earlier }));
    }
    await write(manifestPath, textOf({ ...manifest, files: current }));
    return undefined;
  } finally {
    await lock.release();
  }
}

function textOf(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** The files that the last run of each export has, and those of earlier runs. */
function withoutEarlier({ files, members = [] }: Manifest): Record<'current' | 'earlier', readonly ManifestFile[]> {
  const named = new Set(members.map(({ file }) => file));
  const isCurrent = ({ file, supersededBy }: ManifestFile): boolean => supersededBy === undefined && named.has(file);
  return { current: files.filter(isCurrent), earlier: files.filter((file) => !isCurrent(file)) };
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
      [manifest.members, manifest.failed, manifest.combined].every(
        (list: unknown) => list === undefined || (Array.isArray(list) && list.every(isRecord)),
      );
    return isOurs ? (manifest as Manifest) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
