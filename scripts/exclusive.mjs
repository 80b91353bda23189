// @ts-check
import { createHash } from 'node:crypto';
import { connect, createServer } from 'node:net';

/**
 * The address of a name that the system gives to one process at a time and takes back however that process ends, so
 * that nothing stale remains. macOS has no such names, so nothing is locked there.
 * @param {string} name
 */
function address(name) {
  const id = createHash('sha256').update(name).digest('hex').slice(0, 32);
  switch (process.platform) {
    case 'linux':
      return `\0impact-jobs-${id}`;
    case 'win32':
      return `\\\\.\\pipe\\impact-jobs-${id}`;
    default:
      return undefined;
  }
}

/**
 * @param {string} where
 * @returns {Promise<(() => void) | undefined>} releases it; undefined if another process has it
 */
function take(where) {
  return new Promise((resolve, reject) => {
    /** @type {Set<import('node:net').Socket>} */
    const waiting = new Set();
    const server = createServer((socket) => {
      waiting.add(socket.unref().on('error', () => {}));
      socket.on('close', () => waiting.delete(socket));
    });
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(where, () =>
      resolve(() => {
        server.close();
        waiting.forEach((socket) => socket.destroy());
      }),
    );
    server.unref();
  });
}

/**
 * Resolves when the process that has the name releases it, or dies.
 * @param {string} where
 */
function letGo(where) {
  return new Promise((resolve) =>
    connect(where)
      .on('error', () => {})
      .on('close', resolve),
  );
}

/**
 * Takes a name for the lifetime of this process.
 * @param {string} name
 * @returns {Promise<boolean>} false if another process has it
 */
export async function claim(name) {
  const where = address(name);
  return where === undefined || (await take(where)) !== undefined;
}

/**
 * Does the work while no other process does work of the same name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once if another process is working
 * @returns {Promise<T>}
 */
export async function exclusively(name, work, onWait) {
  const where = address(name);
  if (!where) {
    return work();
  }
  let release = await take(where);
  if (!release) {
    onWait?.();
  }
  while (!release) {
    await letGo(where);
    release = await take(where);
  }
  try {
    return await work();
  } finally {
    release();
  }
}
