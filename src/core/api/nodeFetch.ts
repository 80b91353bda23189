import { Readable } from 'node:stream';
import fetch, { FetchError, type Response } from 'node-fetch';
import type { HttpFetch } from './http';

/**
 * node-fetch goes through Node's `http` and `https`, which VS Code patches so that its proxy and certificate settings
 * hold; the global `fetch` does not in every version.
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

/** node-fetch puts the whole address into its message; that of a signed link lets everybody read the file. */
function withoutAddress({ code, message }: FetchError): Error {
  return Object.assign(new Error(message.split('failed, reason: ').at(-1)), { code });
}
