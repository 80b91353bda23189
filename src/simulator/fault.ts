import type { Endpoint } from './endpoint';

/** Which requests a fault meets: those that match everything given here. */
export interface FaultScope {
  readonly endpoint?: Endpoint | readonly Endpoint[];
  readonly jobId?: string;
  readonly accountSid?: string;
  /** Which of the requests that match the rest, counted from 1 when the fault is set. Absent: all of them. */
  readonly nth?: number | readonly number[];
  /** From which of them on. */
  readonly from?: number;
  /** Only requests that ask for a range, or only those that do not. */
  readonly ranged?: boolean;
}

/** The body of an answer that should have been another. */
export type FaultBody =
  | 'envelope'
  | 'empty'
  | 'html'
  /** The page of a web filter or of a hotel's portal, which answers in impact.com's place. */
  | 'firewall'
  | 'xml'
  | 'invalidJson'
  | { readonly hugeJsonBytes: number }
  | { readonly text: string; readonly contentType?: string };

/**
 * A place in the body: so many bytes have gone out. Negative counts from the end; `headers`: before anything is
 * answered.
 */
export type FaultPlace = number | 'headers';

/** The bytes of a file that an answer holds, both ends included, and how many the file has. */
export interface SentPart {
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

/** What goes wrong. All faults that meet a request go wrong together. Times are real, not simulated. */
export type FaultEffect =
  /** The server thinks it over first. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Another answer than the request deserves; 200 with an envelope is the error that travels as a success. */
  | {
      readonly kind: 'answer';
      readonly status?: number;
      readonly body?: FaultBody;
      readonly headers?: Readonly<Record<string, string>>;
      readonly retryAfter?: number | string;
    }
  /** `hops` redirects to the same place (Infinity: a loop), or one to another. */
  | {
      readonly kind: 'redirect';
      readonly hops?: number;
      readonly to?: string;
      readonly status?: 301 | 302 | 303 | 307 | 308;
      readonly relative?: boolean;
    }
  /** Download: the link it hands out has expired already. Storage: the link expires when this much has gone out. */
  | { readonly kind: 'expireLink'; readonly afterBytes?: number }
  /** Download: impact.com sends the file itself, in whole or in part, instead of a link. */
  | { readonly kind: 'direct' }
  /**
   * Storage: keeps the file as gzip and unpacks it for each response, as Google does. The checksum is that of the gzip.
   */
  | { readonly kind: 'storedGzip' }
  /**
   * How the server misreads a Range: it sends the whole (200), rejects it (416), ignores If-Range and sends no validator
   * (`blind`), or sends a part other than the requested one.
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
  /** The file has another ETag than before, with the same or with other bytes; or none, nor a Last-Modified. */
  | { readonly kind: 'validator'; readonly change: 'etag' | 'content' | 'missing' }
  | { readonly kind: 'encoding'; readonly encoding: 'gzip' | 'br' | 'deflate' }
  /** A Content-MD5, of these bytes or of others; `sent`: of what an `encoding` has made of them. */
  | { readonly kind: 'digest'; readonly correct: boolean; readonly of?: 'file' | 'sent' }
  /**
   * Turns one byte of the body into another; `encoded`: one of those that an `encoding` has made of it, counted from
   * the start.
   */
  | { readonly kind: 'corrupt'; readonly atByte: number; readonly encoded?: boolean }
  /**
   * The body ends there as if that had been all: its Content-Length says so too. Of an encoded body, the encoded bytes
   * count.
   */
  | { readonly kind: 'truncate'; readonly atByte: number }
  /**
   * `missing`: the end of the connection is the end of the body. `differsByBytes`: Content-Length is off by so many.
   */
  | { readonly kind: 'length'; readonly length: 'missing' | 'chunked' | { readonly differsByBytes: number } }
  | { readonly kind: 'endless' }
  /** The connection is reset (RST, below TLS where there is TLS), or closed (FIN) as if all was said. */
  | { readonly kind: 'cut'; readonly at: FaultPlace; readonly how?: 'reset' | 'close' }
  /** Silence, for a while or for ever. */
  | { readonly kind: 'stall'; readonly at: FaultPlace; readonly forMs?: number }
  | { readonly kind: 'drip'; readonly bytesPerSecond: number };

export type Fault = FaultScope & FaultEffect;

export type FaultKind = FaultEffect['kind'];
export type EffectOf<K extends FaultKind> = Extract<FaultEffect, { kind: K }>;
