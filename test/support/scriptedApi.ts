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
  trouble: (path: string) => ScriptedTrouble | undefined = () => undefined;

  constructor(private readonly clock: FakeClock) {}

  readonly fetch: HttpFetch = (url, { method }) => {
    const { status, body, headers = {} } = this.answer(method, url.pathname);
    this.requests.push({ atMs: this.clock.now(), method, path: url.pathname, status });
    const all = new Map(
      Object.entries({ ...this.headers, ...headers }).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const response: HttpResponse = {
      status,
      headers: { get: (name) => all.get(name.toLowerCase()) ?? null },
      body: Readable.from([Buffer.from(JSON.stringify(body))]),
    };
    return Promise.resolve(response);
  };

  private answer(
    method: string,
    path: string,
  ): { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> } {
    const trouble = this.trouble(path);
    if (trouble !== undefined) {
      return { ...trouble, body: { Status: 'ERROR', Message: 'No.' } };
    }
    const [, , , , id, action] = path.split('/');
    if (id === undefined) {
      return {
        status: 200,
        body: this.jobs.filter(({ createdAtMs }) => createdAtMs <= this.clock.now()).map((job) => this.describe(job)),
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
        createdAtMs: this.clock.now(),
        endsAtMs: this.clock.now() + 10 * 60_000,
      };
      this.jobs.push(replayed);
      return { status: 200, body: this.describe(replayed) };
    }
    return { status: 200, body: this.describe(job) };
  }

  private describe({
    id,
    createdAtMs,
    endsAtMs,
    endsAs = 'COMPLETED',
    message = '',
  }: ScriptedJob): Readonly<Record<string, unknown>> {
    const hasEnded = this.clock.now() >= endsAtMs;
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
