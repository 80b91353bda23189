// @ts-check
import { readFileSync } from 'node:fs';

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT: 4.3.12 (central directory), 4.3.16 (its end).
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const END_COUNT_AT = 10;
const END_OFFSET_AT = 16;
const ENTRY_BYTES = 46;
const ENTRY_SIZE_AT = 24;
const ENTRY_LENGTHS_AT = 28;

/**
 * What lies in a zip archive (of less than 4 GB).
 * @param {string} file
 * @returns {{ name: string, sizeBytes: number }[]}
 */
export function zipEntries(file) {
  const zip = readFileSync(file);
  let end = zip.length - END_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== END_SIGNATURE) {
    end -= 1;
  }
  if (end < 0) {
    throw new Error(`${file} is not a zip archive.`);
  }
  const entries = [];
  let at = zip.readUInt32LE(end + END_OFFSET_AT);
  for (let left = zip.readUInt16LE(end + END_COUNT_AT); left > 0; left -= 1) {
    const [nameBytes = 0, extraBytes = 0, commentBytes = 0] = [0, 2, 4].map((shift) =>
      zip.readUInt16LE(at + ENTRY_LENGTHS_AT + shift),
    );
    const name = zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    entries.push({ name, sizeBytes: zip.readUInt32LE(at + ENTRY_SIZE_AT) });
    at += ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}
