import { unlink } from 'node:fs/promises';
import path from 'node:path';
import { fieldsOf, isRecord } from '../isRecord';
import { parsed } from '../parsed';
import { readSmallFile } from '../files/readSmallFile';
import { replaceFile, type ReplaceOptions } from '../files/replaceFile';
import { systemStartMs } from '../files/systemStart';
import { onDisk } from './diskError';
import type { Validator } from './validator';

const VERSION = 1;
/** Two computations of the system's start time can differ if the clock was set in between. */
const BOOT_TOLERANCE_MS = 10_000;

/** What is needed to resume a `.part` file. Contains no address and no credentials. */
export interface PartState {
  readonly jobId: string;
  readonly accountId: string;
  /** The planned name of the file, if it's still free at the end. */
  readonly fileName: string;
  readonly extension: string;
  /** Undefined if the download can't be resumed. */
  readonly validator: Validator | undefined;
  readonly totalBytes: number | undefined;
  /** The MD5 that the server stated, in lowercase hex. */
  readonly md5: string | undefined;
  /** This many bytes are on the disk even after a power failure. */
  readonly syncedBytes: number;
  /** When the system started. After another start, only `syncedBytes` are certain. */
  readonly bootedAtMs: number;
  readonly updatedAtMs: number;
}

function isSameSystemStart(bootedAtMs: number): boolean {
  return Math.abs(bootedAtMs - systemStartMs()) < BOOT_TOLERANCE_MS;
}

/**
 * How many of the file's `partBytes` can be kept. After a restart of the system, only those that were flushed to the
 * disk.
 */
export function usableBytes(
  { validator, totalBytes = Infinity, syncedBytes, bootedAtMs }: PartState,
  partBytes: number,
): number {
  const certainBytes = isSameSystemStart(bootedAtMs) ? partBytes : Math.min(syncedBytes, partBytes);
  return validator === undefined || certainBytes > totalBytes ? 0 : certainBytes;
}

/** Replaces the state in one step, so that a killed process leaves either the old or the new one. */
export async function writePartState(statePath: string, state: PartState, options: ReplaceOptions = {}): Promise<void> {
  const text = JSON.stringify({ version: VERSION, ...state }, undefined, 1);
  await onDisk(statePath, () => replaceFile(statePath, text, options));
}

/**
 * Whether the state is damaged, so that nobody can read it anymore. A state that is temporarily unreadable, or from a
 * later version of the extension, isn't damaged.
 */
export async function isPartStateDamaged(statePath: string): Promise<boolean> {
  try {
    const text = await readSmallFile(statePath);
    return !isOfLaterVersion(text) && decodePartState(parsed(text)) === undefined;
  } catch {
    return false;
  }
}

function isOfLaterVersion(text: string): boolean {
  const { version } = fieldsOf(parsed(text));
  return typeof version === 'number' && version > VERSION;
}

/** Undefined if there is no state, or none that this version can read. */
export async function readPartState(statePath: string): Promise<PartState | undefined> {
  try {
    return decodePartState(JSON.parse(await readSmallFile(statePath)));
  } catch {
    return undefined;
  }
}

export async function removePartState(statePath: string): Promise<void> {
  await unlink(statePath).catch(() => undefined);
}

function decodePartState(value: unknown): PartState | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const {
    version,
    jobId,
    accountId,
    fileName,
    extension,
    validator,
    totalBytes,
    md5,
    syncedBytes,
    bootedAtMs,
    updatedAtMs,
  } = value;
  const isWhole =
    version === VERSION &&
    [jobId, accountId, fileName, extension].every((text) => typeof text === 'string') &&
    isPlainName(fileName as string) &&
    [bootedAtMs, updatedAtMs].every(Number.isFinite) &&
    isByteCount(syncedBytes);
  if (!isWhole) {
    return undefined;
  }
  return {
    jobId: jobId as string,
    accountId: accountId as string,
    fileName: fileName as string,
    extension: extension as string,
    validator: decodeValidator(validator),
    totalBytes: isByteCount(totalBytes) ? totalBytes : undefined,
    md5: typeof md5 === 'string' ? md5 : undefined,
    syncedBytes,
    bootedAtMs: bootedAtMs as number,
    updatedAtMs: updatedAtMs as number,
  };
}

/** The validator is sent again in a header. A value that no server could have sent would make every attempt fail. */
function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\x20-\x7e\x80-\xff]+$/.test(value);
}

/** Anybody could have written the state, so the name must not lead out of the folder, nor be unusable in the end. */
function isPlainName(name: string): boolean {
  return path.basename(name) === name && path.dirname(path.join('folder', name)) === 'folder';
}

function isByteCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function decodeValidator(value: unknown): PartState['validator'] {
  const { etag, lastModified } = fieldsOf(value);
  if (isHeaderValue(etag)) {
    return { etag };
  }
  return isHeaderValue(lastModified) ? { lastModified } : undefined;
}
