// @ts-check

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT: 4.3.12 (central directory), 4.3.16 (its end).
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const END_COUNT_AT = 10;
const END_OFFSET_AT = 16;
const ENTRY_BYTES = 46;
const ENTRY_SIZE_AT = 24;
const ENTRY_LENGTHS_AT = 28;
const ENTRY_MODE_AT = 40;

/** The mode of a plain file that its owner can write and everyone can read. */
const PLAIN_FILE_MODE = 0o100644;

/**
 * The offset of each entry's record in the archive's directory.
 * @param {Buffer} zip
 * @returns {number[]}
 */
function entryOffsets(zip) {
  let end = zip.length - END_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== END_SIGNATURE) {
    end -= 1;
  }
  if (end < 0) {
    throw new Error('This is not a zip archive.');
  }
  const offsets = [];
  let at = zip.readUInt32LE(end + END_OFFSET_AT);
  for (let left = zip.readUInt16LE(end + END_COUNT_AT); left > 0; left -= 1) {
    offsets.push(at);
    const lengths = [0, 2, 4].map((shift) => zip.readUInt16LE(at + ENTRY_LENGTHS_AT + shift));
    at += lengths.reduce((sum, length) => sum + length, ENTRY_BYTES);
  }
  return offsets;
}

/**
 * The entries of a zip archive (of less than 4 GB).
 * @param {Buffer} zip
 * @returns {{ name: string, sizeBytes: number, mode: number }[]}
 */
export const zipEntries = (zip) =>
  entryOffsets(zip).map((at) => ({
    name: zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + zip.readUInt16LE(at + ENTRY_LENGTHS_AT)),
    sizeBytes: zip.readUInt32LE(at + ENTRY_SIZE_AT),
    mode: zip.readUInt16LE(at + ENTRY_MODE_AT),
  }));

/**
 * Gives each entry the mode of a plain file, whatever mode the files had on the disk.
 * @param {Buffer} zip is changed
 */
export function setPlainModes(zip) {
  for (const at of entryOffsets(zip)) {
    zip.writeUInt16LE(PLAIN_FILE_MODE, at + ENTRY_MODE_AT);
  }
}
