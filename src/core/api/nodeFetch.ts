import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import type { HttpFetch } from './http';

/**
 * node-fetch goes through Node's `http` and `https`, which VS Code patches so that its proxy and certificate settings
 * hold; the global `fetch` does not in every version.
 */
export const nodeFetch: HttpFetch = async (url, { method, headers, signal, decompress }) => {
  const response = await fetch(url.href, { method, headers, signal, compress: decompress, redirect: 'manual' });
  return {
    status: response.status,
    headers: response.headers,
    body: response.body === null ? Readable.from([]) : (response.body as Readable),
  };
};
