// @ts-check
import { closeSync, openSync, readSync } from 'node:fs';

const READ_EVERY_MS = 50;
const CHUNK_BYTES = 64 * 1024;

/**
 * Copies what another process writes to a file to standard output, as it's written.
 * @param {string} file
 * @returns {() => void} copies the rest and ends
 */
export function tailToStdout(file) {
  const descriptor = openSync(file, 'a+');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let position = 0;
  const drain = () => {
    for (let read = 1; read > 0; position += read) {
      read = readSync(descriptor, chunk, 0, CHUNK_BYTES, position);
      process.stdout.write(Buffer.from(chunk.subarray(0, read)));
    }
  };
  const timer = setInterval(drain, READ_EVERY_MS);
  return () => {
    clearInterval(timer);
    drain();
    closeSync(descriptor);
  };
}
