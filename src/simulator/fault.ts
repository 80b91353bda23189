import type { Endpoint } from './endpoint';

/** Which requests a fault affects: those that match all of these fields. */
export interface FaultScope {
  readonly endpoint?: Endpoint | readonly Endpoint[];
  readonly jobId?: string;
  readonly accountSid?: string;
  /** The ID of a brand that is reached through its agency. */
  readonly brandId?: string;
  /** Which of the matching requests, counted from 1 when the fault is set. Default: all. */
  readonly nth?: number | readonly number[];
  /** The first of the matching requests that is affected. */
  readonly from?: number;
  /** Only requests with a range, or only those without. */
  readonly ranged?: boolean;
}

/** The body of a reply that replaces the real one. */
export type FaultBody =
  | 'envelope'
  | 'empty'
  | 'html'
  /** The page of a web filter or a hotel's portal, which responds instead of impact.com. */
  | 'firewall'
  | 'xml'
  | 'invalidJson'
  | { readonly hugeJsonBytes: number }
  | { readonly text: string; readonly contentType?: string };

/**
 * A position in the body, as a number of sent bytes. Negative numbers count from the end; `headers` is before the
 * response starts.
 */
export type FaultPlace = number | 'headers';

/** The bytes of a file that a response contains, both ends included, and the file's size. */
export interface SentPart {
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

/** What goes wrong. All faults that affect a request apply together. Times are real, not simulated. */
export type FaultEffect =
  /** The response is delayed. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** A different reply. An envelope with status 200 is an error that looks like a success. */
  | {
      readonly kind: 'answer';
      readonly status?: number;
      readonly body?: FaultBody;
      readonly headers?: Readonly<Record<string, string>>;
      readonly retryAfter?: number | string;
    }
  /** `hops` redirects to the same place (Infinity for a loop), or one to another. */
  | {
      readonly kind: 'redirect';
      readonly hops?: number;
      readonly to?: string;
      readonly status?: 301 | 302 | 303 | 307 | 308;
      readonly relative?: boolean;
    }
  /** On Download, the link has already expired. On the storage, the link expires after this many bytes. */
  | { readonly kind: 'expireLink'; readonly afterBytes?: number }
  /** On Download, impact.com sends the file itself, whole or in part, instead of a link. */
  | { readonly kind: 'direct' }
  /**
   * On the storage, stores the file as gzip and decompresses it for each response, as Google does. The checksum is that
   * of the gzip.
   */
  | { readonly kind: 'storedGzip' }
  /**
   * How the server misreads a Range: it sends the whole (200), rejects it (416), ignores If-Range and sends no
   * validator (`blind`), or sends a part other than the requested one.
   */
  | {
      readonly kind: 'range';
      readonly answer:
        | 'whole'
        | 'refused'
        | 'blind'
        | { readonly contentRange: (part: SentPart) => string }
        | { readonly shiftedByBytes: number };
    }
  /**
   * The file has a different ETag, with the same or different content, or it has neither an ETag nor a Last-Modified.
   */
  | { readonly kind: 'validator'; readonly change: 'etag' | 'content' | 'missing' }
  | { readonly kind: 'encoding'; readonly encoding: 'gzip' | 'br' | 'deflate' }
  /** Adds a Content-MD5, correct or not. `sent` is for the bytes after an `encoding`. */
  | { readonly kind: 'digest'; readonly correct: boolean; readonly of?: 'file' | 'sent' }
  /** Changes one byte of the body. With `encoded`, one byte after an `encoding`, counted from the start. */
  | { readonly kind: 'corrupt'; readonly atByte: number; readonly encoded?: boolean }
  /** The body ends early, and its Content-Length agrees. For an encoded body, counts the encoded bytes. */
  | { readonly kind: 'truncate'; readonly atByte: number }
  /**
   * `missing`: the end of the connection is the end of the body. `differsByBytes`: Content-Length is wrong by this
   * much.
   */
  | { readonly kind: 'length'; readonly length: 'missing' | 'chunked' | { readonly differsByBytes: number } }
  | { readonly kind: 'endless' }
  /** The connection is reset (RST, below TLS if there is TLS), or closed (FIN) as if the response was complete. */
  | { readonly kind: 'cut'; readonly at: FaultPlace; readonly how?: 'reset' | 'close' }
  /** Nothing is sent for a while, or forever. */
  | { readonly kind: 'stall'; readonly at: FaultPlace; readonly forMs?: number }
  | { readonly kind: 'drip'; readonly bytesPerSecond: number };

export type Fault = FaultScope & FaultEffect;

export type FaultKind = FaultEffect['kind'];
export type EffectOf<K extends FaultKind> = Extract<FaultEffect, { kind: K }>;
