// @ts-check
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const REPORT_EVERY_MS = 5_000;
const BYTES_PER_MB = 1_000_000;

/**
 * @param {string} folder
 * @returns {number} bytes; what vanishes meanwhile counts as nothing
 */
function sizeOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    try {
      bytes += entry.isDirectory() ? sizeOf(file) : statSync(file).size;
    } catch {
      // npm has moved it.
    }
  }
  return bytes;
}

/**
 * Prints every few seconds how much has arrived in `folder`, until the work is done.
 * @template T
 * @param {string} folder
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function reportingSize(folder, work) {
  const timer = setInterval(() => {
    console.log(`  ${Math.round(sizeOf(folder) / BYTES_PER_MB)} MB so far`);
  }, REPORT_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
