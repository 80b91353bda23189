import type { Account } from '../account';
import type { SeenOffset } from '../accounts/accountZone';
import { ApiError, isApiError } from '../apiError';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import { API_VERSION_HEADER, apiVersionOf } from './apiVersion';
import { errorOfAnswer } from './errorAnswer';
import type { HttpResponse } from './http';
import { parseJson } from './parseJson';
import { countedAs, type RateLimit, readRateLimit } from './rateLimit';
import { type Allowance, openGate, type RequestGate, type RequestPurpose } from './requestGate';
import { Secrets } from './secrets';
import type { OpenOptions, Transport } from './transport';

const MAX_ERROR_BYTES = 64 * 1024;
/** How much of a response that isn't JSON is searched for credentials. */
const MAX_WORDS_BYTES = 256 * 1024;

/** What the log says about a request. Never headers, and never credentials in a query. */
export interface RequestReport {
  readonly method: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly remaining: number | undefined;
}

export interface ConnectionOptions {
  readonly account: Account;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Called for each request; the token isn't kept. Undefined means that the account is signed out. */
  readonly readToken: () => Promise<string | undefined>;
  readonly onRequest?: (report: RequestReport) => void;
  /** Default: a gate that knows only the server's blocks. */
  readonly gate?: RequestGate;
  /** Replaces the version that this code was written for. 0 and undefined don't. */
  readonly apiVersion?: () => number;
}

export interface ReadOptions extends OpenOptions {
  /** The allowance that the request uses. If one is used up, the others can still have requests. */
  readonly allowance?: Allowance;
  /** Default: `user`. */
  readonly purpose?: RequestPurpose | undefined;
  /** An error status that answers the request. */
  readonly expects?: number;
}

/** A response as received, with the secrets that must not appear in logs or messages. */
export interface ApiAnswer {
  readonly response: HttpResponse;
  readonly secrets: Secrets;
}

/** Reads a body. `parse` returns its JSON, with the credentials masked if a server repeats them. */
export type Decode<T> = (body: Buffer, parse: (body: Buffer) => unknown) => T;

/**
 * Sends an account's requests, and remembers what the responses say about rate limits and clocks. Every method throws
 * ApiError.
 */
export class ApiConnection {
  rateLimit: RateLimit | undefined;
  /** The server's latest information about the day's exports, and those of clicks. */
  readonly exportLimits: { exports?: RateLimit; clickExports?: RateLimit } = {};
  /** The UTC offset of this account's newest job. Undefined until a job has been read. */
  seenOffset: SeenOffset | undefined;
  /**
   * How far impact.com's clock is ahead of this machine's, in ms, to the second. Undefined until a response shows it.
   */
  clockAheadMs: number | undefined;
  private readonly succeeded = new Emitter<RequestPurpose>();
  private readonly gate: RequestGate;

  constructor(private readonly options: ConnectionOptions) {
    this.gate = options.gate ?? openGate(options.clock);
  }

  get account(): Account {
    return this.options.account;
  }

  /** The server allows no request before this time, in milliseconds since the epoch. */
  get blockedUntilMs(): number {
    return this.gate.blockedUntilMs('requests');
  }

  /** Adds a listener that is called with the purpose of each successful request. Returns a function that removes it. */
  onDidSucceed(listener: (purpose: RequestPurpose) => void): () => void {
    return this.succeeded.on(listener);
  }

  /** Reports a request to the storage behind a redirect, which isn't sent from here. */
  report(report: RequestReport): void {
    this.options.onRequest?.(report);
  }

  /** Fires the event for a request whose response the caller reads. `read` does it automatically. */
  protected markSuccess(purpose: RequestPurpose = 'user'): void {
    this.succeeded.fire(purpose);
  }

  /** Sends a request and decodes its response. */
  protected async read<T>(
    url: URL,
    options: ReadOptions & { readonly maxBytes: number },
    decode: Decode<T>,
  ): Promise<T> {
    const { response, secrets } = await this.open(url, options);
    if (response.status >= 300) {
      response.body.destroy();
      throw new ApiError('unreadable', `HTTP ${response.status} instead of a response`, { status: response.status });
    }
    const body = await this.options.transport.readBody(response, options.maxBytes);
    this.noteOffset(offsetIn(body));
    let decoded: T;
    try {
      decoded = decode(body, (bytes) => parseJson(bytes, secrets));
    } catch (error) {
      const words = body.toString('utf8', 0, MAX_WORDS_BYTES);
      throw isApiError(error) && secrets.isIn(words) ? withoutWords(error) : error;
    }
    this.markSuccess(options.purpose);
    return decoded;
  }

  /** Sends a request with the account's credentials, only to the account's part of the API. */
  protected async open(
    url: URL,
    { allowance = 'requests', purpose = 'user', expects, ...options }: ReadOptions,
  ): Promise<ApiAnswer> {
    const { clock, transport, readToken } = this.options;
    const token = await readToken();
    if (token === undefined) {
      throw new ApiError('unauthorized', 'This account has no token');
    }
    const startedAt = clock.now();
    const blockedUntilMs = this.gate.blockedUntilMs(allowance);
    if (startedAt < blockedUntilMs) {
      throw new ApiError('rateLimited', `The account has used up its ${allowance}`, { retryAtMs: blockedUntilMs });
    }
    const nextAtMs = this.gate.trySpend(purpose);
    if (nextAtMs !== undefined) {
      throw new ApiError('budget', 'This machine has used up its requests', { retryAtMs: nextAtMs });
    }
    let status: number | undefined;
    try {
      const credentials = Buffer.from(`${this.account.sid}:${token}`).toString('base64');
      const secrets = new Secrets(this.account.sid, token);
      const response = await transport.open(url, {
        ...options,
        headers: {
          Accept: 'application/json',
          [API_VERSION_HEADER]: apiVersionOf(this.account.kind, this.options.apiVersion?.()),
          ...options.headers,
          Authorization: `Basic ${credentials}`,
        },
      });
      status = response.status;
      const limit = readRateLimit(response.headers, clock.now());
      const counted = countedAs(allowance, limit);
      this.noteLimit(limit, counted);
      const serverMs = Date.parse(response.headers.get('date') ?? '');
      this.clockAheadMs = Number.isNaN(serverMs) ? this.clockAheadMs : serverMs - clock.now();
      if (status >= 400 && status !== expects) {
        throw await this.errorOf(response, secrets, counted);
      }
      return { response, secrets };
    } finally {
      this.options.onRequest?.({
        method: options.method ?? 'GET',
        path: url.pathname,
        status,
        durationMs: clock.now() - startedAt,
        remaining: this.rateLimit?.remaining,
      });
    }
  }

  private noteOffset(found: SeenOffset | undefined): void {
    if (found !== undefined && found.atMs >= (this.seenOffset?.atMs ?? 0)) {
      this.seenOffset = found;
    }
  }

  private noteLimit(limit: RateLimit | undefined, allowance: Allowance): void {
    if (limit === undefined) {
      return;
    }
    if (allowance === 'requests') {
      this.rateLimit = limit;
    } else {
      this.exportLimits[allowance] = limit;
    }
  }

  private async errorOf(response: HttpResponse, secrets: Secrets, allowance: Allowance): Promise<ApiError> {
    const body = await this.options.transport.readBody(response, MAX_ERROR_BYTES).catch(() => Buffer.alloc(0));
    const error = errorOfAnswer(response.status, response.headers, String(body), this.options.clock.now(), allowance);
    if (error.kind === 'rateLimited' && error.retryAtMs !== undefined) {
      this.gate.blockUntil(allowance, error.retryAtMs);
    }
    return secrets.isIn(String(body)) ? withoutWords(error) : error;
  }
}

/**
 * The error without the server's message, which repeats the credentials. Some gateways show the request that they
 * reject.
 */
function withoutWords({ kind, status, retryAtMs }: ApiError): ApiError {
  return new ApiError(
    kind,
    `${status === undefined ? 'The response' : `HTTP ${status}`} contains the credentials, so its message is left out`,
    { status, retryAtMs },
  );
}

/** The UTC offset of the first creation date in a response, which is the newest job of a list. */
function offsetIn(body: Buffer): SeenOffset | undefined {
  const [, date = '', offset = ''] =
    /"CreatedDate"\s*:\s*"([\d:.T-]{19,29}?([+-]\d{2}:\d{2}))"/.exec(body.toString('latin1', 0, 4096)) ?? [];
  const atMs = Date.parse(date);
  return Number.isNaN(atMs) ? undefined : { offset, atMs };
}
