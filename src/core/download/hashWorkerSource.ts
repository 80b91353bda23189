/**
 * The code of the hashing thread, as text, because a worker that needs no file of its own works from any bundle. It
 * reads the file as it grows: a resumed download needs only the file for its checksum, and the checksum is that of the
 * bytes on the disk. Incoming messages: `{ toBytes }` the file has grown to this size, `{ restart, md5 }` start again,
 * `{ digest }` return the result for this length. Outgoing message: `{ digest: { bytes, sha256, md5 } }`.
 */
export const HASH_WORKER_SOURCE = `
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');

const block = Buffer.allocUnsafeSlow(256 * 1024);
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = fs.constants;
const fd = fs.openSync(workerData.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
let sha256, md5, offset;

function begin(withMd5) {
  sha256 = createHash('sha256');
  md5 = withMd5 ? createHash('md5') : undefined;
  offset = 0;
}

function advance(toBytes) {
  while (offset < toBytes) {
    const read = fs.readSync(fd, block, 0, Math.min(block.length, toBytes - offset), offset);
    if (read === 0) {
      return;
    }
    const piece = block.subarray(0, read);
    sha256.update(piece);
    md5?.update(piece);
    offset += read;
  }
}

begin(workerData.md5);
parentPort.on('message', (message) => {
  if (message.restart) {
    begin(message.md5);
  } else if (message.digest) {
    advance(message.toBytes);
    parentPort.postMessage({ bytes: offset, sha256: sha256.digest('hex'), md5: md5?.digest('hex') });
    fs.closeSync(fd);
    parentPort.close();
  } else {
    advance(message.toBytes);
  }
});
`;
