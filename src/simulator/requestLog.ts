import type { Endpoint } from './endpoint';

/** A request and its response. Logged when the request arrives; the response's fields change while it's sent. */
export interface RequestRecord {
  /** Simulated time. */
  readonly atMs: number;
  readonly origin: 'api' | 'storage';
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** As sent, with lowercase names. Only the scheme of Authorization. */
  readonly headers: Readonly<Record<string, string>>;
  readonly hasAuthorization: boolean;
  /** 0 until the response starts. Stays 0 if the connection is cut before. */
  status: number;
  /** The number of bytes of the body that were passed to the connection. */
  sentBytes: number;
  finished: boolean;
  /** A bug in the simulator, which its client saw as a broken connection. */
  error?: unknown;
}

/** A limit, so that a simulator that runs for days doesn't fill the memory. */
const KEPT_RECORDS = 20_000;

export class RequestLog {
  readonly records: RequestRecord[] = [];

  add(record: RequestRecord): void {
    this.records.push(record);
    if (this.records.length > KEPT_RECORDS) {
      this.records.splice(0, KEPT_RECORDS / 10);
    }
  }
}
