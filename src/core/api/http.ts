import type { Readable } from 'node:stream';

/** The parts of HTTP that the product uses; `nodeFetch.ts` fills them. */
export interface HeaderSource {
  get(name: string): string | null;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderSource;
  /** The bytes as they came over the wire: content encodings are left to the reader. */
  readonly body: Readable;
}

export interface HttpRequest {
  readonly method: 'GET' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Decode gzip, br and deflate while reading. */
  readonly decompress: boolean;
}

/** Sends one request and resolves at the answer's headers; never follows a redirect. */
export type HttpFetch = (url: URL, request: HttpRequest) => Promise<HttpResponse>;
