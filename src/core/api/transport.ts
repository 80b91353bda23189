import type { Clock } from '../clock';
import { ApiError } from '../apiError';
import type { HttpFetch, HttpRequest, HttpResponse } from './http';
import { classifyNetworkError } from './networkError';

/** From the call to the response's headers. Covers name resolution, connecting, TLS, and a slow server. */
const ANSWER_TIMEOUT_MS = 30_000;
/** The longest pause between two chunks of a body. */
const IDLE_TIMEOUT_MS = 30_000;
/** The longest time for a whole body: a minute, plus its length at the slowest acceptable rate. */
const MIN_READ_MS = 60_000;
const MIN_BYTES_PER_MS = 256;

export interface OpenOptions {
  readonly method?: HttpRequest['method'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly decompress?: boolean;
}

/** The only way to send requests, with time-outs and cancellation. All failures are ApiErrors. Knows no credentials. */
export class Transport {
  constructor(
    private readonly clock: Clock,
    private readonly loadFetch: () => Promise<HttpFetch> = async () => (await import('./nodeFetch')).nodeFetch,
  ) {}

  /** Sends a request and resolves when the response's headers arrive, with any status. Doesn't follow redirects. */
  async open(
    url: URL,
    { method = 'GET', headers = {}, signal, decompress = true }: OpenOptions = {},
  ): Promise<HttpResponse> {
    const fetch = await this.loadFetch();
    const timeout = new AbortController();
    const cancelTimer = this.clock.setTimer(() => timeout.abort(), ANSWER_TIMEOUT_MS);
    const signals = signal ? [signal, timeout.signal] : [timeout.signal];
    try {
      return await fetch(url, { method, headers, signal: AbortSignal.any(signals), decompress });
    } catch (error) {
      throw timeout.signal.aborted && signal?.aborted !== true
        ? new ApiError('timeout', `No response from ${url.host} within ${ANSWER_TIMEOUT_MS / 1000} s`, { cause: error })
        : classifyNetworkError(error);
    } finally {
      cancelTimer();
    }
  }

  /**
   * Reads a body to its end. Throws `tooLarge` above `maxBytes`, and `timeout` after an idle time or if the body
   * trickles without end.
   */
  async readBody({ body }: HttpResponse, maxBytes: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    const limitMs = MIN_READ_MS + Math.ceil(maxBytes / MIN_BYTES_PER_MS);
    const stop = (reason: string) => (): void => void body.destroy(new ApiError('timeout', reason));
    const cancelLimit = this.clock.setTimer(
      stop(`The response hadn't ended after ${Math.round(limitMs / 1000)} s`),
      limitMs,
    );
    let cancelTimer = (): void => undefined;
    const restartTimer = (): void => {
      cancelTimer();
      cancelTimer = this.clock.setTimer(
        stop(`The answer stood still for ${IDLE_TIMEOUT_MS / 1000} s`),
        IDLE_TIMEOUT_MS,
      );
    };
    try {
      restartTimer();
      for await (const chunk of body as AsyncIterable<Buffer>) {
        restartTimer();
        size += chunk.length;
        if (size > maxBytes) {
          throw new ApiError('tooLarge', `The response is larger than ${maxBytes} bytes`);
        }
        chunks.push(chunk);
      }
      return Buffer.concat(chunks, size);
    } catch (error) {
      throw classifyNetworkError(error);
    } finally {
      cancelTimer();
      cancelLimit();
      body.destroy();
    }
  }
}
