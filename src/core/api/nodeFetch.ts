import type { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import fetch, { FetchError, type Response } from 'node-fetch';
import type { HttpFetch, HttpRequest, HttpResponse } from './http';

/**
 * Sends requests through Node's `http` and `https`, which VS Code patches to apply its proxy and certificate settings.
 * The global `fetch` doesn't apply them in every version.
 */
export const nodeFetch: HttpFetch = (url, request) => fetchThrough(undefined, url, request);

/** Sends a request through an agent that makes the connection. */
export async function fetchThrough(
  agent: Agent | undefined,
  url: URL,
  { method, headers, signal, decompress }: HttpRequest,
): Promise<HttpResponse> {
  let response: Response;
  try {
    const options = { method, headers, signal, compress: decompress, redirect: 'manual' } as const;
    response = await fetch(url.href, agent === undefined ? options : { ...options, agent });
  } catch (error) {
    throw error instanceof FetchError ? withoutAddress(error) : error;
  }
  return {
    status: response.status,
    headers: response.headers,
    body: response.body as Readable,
  };
}

/** node-fetch puts the full address into its message. Anyone with the address of a signed link can read the file. */
function withoutAddress({ code, message }: FetchError): Error {
  return Object.assign(new Error(message.split('failed, reason: ').at(-1)), { code });
}
