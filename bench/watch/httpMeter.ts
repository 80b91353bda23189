import type { HttpFetch } from '../../src/core/api/http';
import { nodeFetch } from '../../src/core/api/nodeFetch';
import { readRetryAt } from '../../src/core/api/rateLimit';
import type { Exchange } from './dayMetrics';

/** After this many turns of the event loop, promises and file change events have arrived. */
const QUIET_TURNS = 3;

/** Sends real requests, and records each of them and whether one is in progress. */
export class HttpMeter {
  readonly exchanges: Exchange[] = [];
  private underWay = 0;

  constructor(private readonly now: () => number) {}

  readonly fetch: HttpFetch = async (url, request) => {
    const [, , accountSid = ''] = url.pathname.split('/');
    const sent = { atMs: this.now(), accountSid };
    this.underWay++;
    try {
      const response = await nodeFetch(url, request);
      const blockedUntilMs = response.status === 429 ? readRetryAt(response.headers, sent.atMs) : undefined;
      this.exchanges.push({
        ...sent,
        status: response.status,
        bytes: Number(response.headers.get('content-length') ?? 0),
        blockedUntilMs,
      });
      response.body.once('close', () => this.underWay--);
      return response;
    } catch (error) {
      this.exchanges.push({ ...sent, status: 0, bytes: 0 });
      this.underWay--;
      throw error;
    }
  };

  /** Resolves when no request is in progress, and nothing more follows from the last one. */
  readonly quiet = async (): Promise<void> => {
    for (let turn = 0; turn < QUIET_TURNS; turn = this.underWay > 0 ? 0 : turn + 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}
