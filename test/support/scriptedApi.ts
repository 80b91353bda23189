import { Readable } from 'node:stream';
import type { HttpFetch, HttpResponse } from '../../src/core/api/http';
import type { FakeClock } from './fakeClock';

/** A job with its whole life. Times are milliseconds since the epoch. */
export interface ScriptedJob {
  readonly id: string;
  readonly createdAtMs: number;
  readonly endsAtMs: number;
  readonly endsAs?: 'COMPLETED' | 'FAILED' | 'ERROR';
  /** Text that makes the list larger. */
  readonly message?: string;
}

export interface ScriptedRequest {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A response that replaces the jobs. */
export interface ScriptedTrouble {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * impact.com without a network, so that a day of a fake clock takes no time. Its jobs run on their own, and it records
 * every request.
 */
export class ScriptedApi {
  readonly jobs: ScriptedJob[] = [];
  readonly requests: ScriptedRequest[] = [];
  /** Headers of each response. */
  headers: Readonly<Record<string, string>> = {};
  /** How far impact.com's clock is ahead, in ms. The jobs' times are by that clock. */
  aheadMs = 0;
  /** How many jobs a page of the list has. Default: the list has no pages. */
  pageSize: number | undefined;
  /** Whether pages say how many jobs all of them have, or only link to the next one. */
  isCounted = true;
  trouble: (path: string) => ScriptedTrouble | undefined = () => undefined;

  constructor(private readonly clock: FakeClock) {}

  readonly fetch: HttpFetch = (url, { method }) => {
    const { status, body, headers = {} } = this.answer(method, url);
    this.requests.push({ atMs: this.clock.now(), method, path: url.pathname, status });
    const all = new Map(
      Object.entries({ ...this.date, ...this.headers, ...headers }).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const response: HttpResponse = {
      status,
      headers: { get: (name) => all.get(name.toLowerCase()) ?? null },
      body: Readable.from([Buffer.from(JSON.stringify(body))]),
    };
    return Promise.resolve(response);
  };

  private get date(): Readonly<Record<string, string>> {
    return this.aheadMs === 0 ? {} : { Date: new Date(this.nowMs).toUTCString() };
  }

  private get nowMs(): number {
    return this.clock.now() + this.aheadMs;
  }

  private answer(
    method: string,
    { pathname: path, searchParams }: URL,
  ): { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> } {
    const trouble = this.trouble(path);
    if (trouble !== undefined) {
      return { ...trouble, body: { Status: 'ERROR', Message: 'No.' } };
    }
    const [, , , , id, action] = path.split('/');
    if (id === undefined) {
      const jobs = this.jobs.filter(({ createdAtMs }) => createdAtMs <= this.nowMs);
      return {
        status: 200,
        body: this.page(
          jobs.map((job) => this.describe(job)),
          path,
          searchParams,
        ),
      };
    }
    const job = this.jobs.find((known) => known.id === id);
    if (job === undefined) {
      return { status: 404, body: { Status: 'ERROR', Message: 'Unknown.' } };
    }
    if (method === 'PUT' && action === 'Replay') {
      const replayed = {
        ...job,
        id: `${id}-again`,
        createdAtMs: this.nowMs,
        endsAtMs: this.nowMs + 10 * 60_000,
      };
      this.jobs.push(replayed);
      return { status: 200, body: this.describe(replayed) };
    }
    return { status: 200, body: this.describe(job) };
  }

  private page(rows: readonly unknown[], path: string, asked: URLSearchParams): unknown {
    if (this.pageSize === undefined) {
      return rows;
    }
    const number = Number(asked.get('Page') ?? 1);
    const pages = Math.ceil(rows.length / this.pageSize);
    const next = new URLSearchParams(asked);
    next.set('Page', String(number + 1));
    return {
      ...(this.isCounted
        ? { '@page': String(number), '@numpages': String(pages), '@total': String(rows.length) }
        : { '@nextpageuri': number < pages ? `${path}?${next.toString()}` : '' }),
      Jobs: rows.slice((number - 1) * this.pageSize, number * this.pageSize),
    };
  }

  private describe({
    id,
    createdAtMs,
    endsAtMs,
    endsAs = 'COMPLETED',
    message = '',
  }: ScriptedJob): Readonly<Record<string, unknown>> {
    const hasEnded = this.nowMs >= endsAtMs;
    const iso = (timeMs: number): string => new Date(timeMs).toISOString();
    const ended = endsAs === 'COMPLETED' ? { CompletedDate: iso(endsAtMs) } : { FailedDate: iso(endsAtMs) };
    return {
      Id: id,
      Type: 'ApiReport',
      Status: hasEnded ? endsAs : 'RUNNING',
      StatusMessage: message,
      CreatedDate: iso(createdAtMs),
      StartedDate: iso(createdAtMs),
      ...(hasEnded && ended),
    };
  }
}
