import { Readable } from 'node:stream';
import fetch, { FetchError, type Response } from 'node-fetch';
import type { HttpFetch } from './http';

/**
 * Sends requests through Node's `http` and `https`, which VS Code patches to apply its proxy and certificate settings.
 * The global `fetch` doesn't apply them in every version.
 */
export const nodeFetch: HttpFetch = async (url, { method, headers, signal, decompress }) => {
  let response: Response;
  try {
    response = await fetch(url.href, { method, headers, signal, compress: decompress, redirect: 'manual' });
  } catch (error) {
    throw error instanceof FetchError ? withoutAddress(error) : error;
  }
  return {
    status: response.status,
    headers: response.headers,
    body: response.body === null ? Readable.from([]) : (response.body as Readable),
  };
};

/** node-fetch puts the full address into its message. Anyone with the address of a signed link can read the file. */
function withoutAddress({ code, message }: FetchError): Error {
  return Object.assign(new Error(message.split('failed, reason: ').at(-1)), { code });
}
