import type { Readable } from 'node:stream';

/** The parts of HTTP headers that the extension uses. `nodeFetch.ts` implements them. */
export interface HeaderSource {
  get(name: string): string | null;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HeaderSource;
  /** The bytes as received. The reader decodes content encodings. */
  readonly body: Readable;
}

export interface HttpRequest {
  readonly method: 'GET' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Whether to decode gzip, br, and deflate while reading. */
  readonly decompress: boolean;
}

/** Sends one request and resolves when the response's headers arrive. Never follows a redirect. */
export type HttpFetch = (url: URL, request: HttpRequest) => Promise<HttpResponse>;
