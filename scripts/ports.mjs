// @ts-check
import { createServer } from 'node:net';

/**
 * @param {number} port 0: any
 * @returns {Promise<number | undefined>} undefined when it is taken
 */
function probe(port) {
  return new Promise((resolve) => {
    const server = createServer().on('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: given } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(given));
    });
  });
}

/** @param {number} port on the loopback address */
export const isFree = async (port) => (await probe(port)) !== undefined;

/** A port of the loopback address that nothing listens on. */
export async function freePort() {
  const port = await probe(0);
  if (port === undefined) {
    throw new Error('This machine has no free port.');
  }
  return port;
}
