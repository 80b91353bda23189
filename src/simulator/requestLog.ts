import type { Endpoint } from './endpoint';

/** A request as it was seen and answered. It is logged when it arrives; the answer's part fills in while it is sent. */
export interface RequestRecord {
  /** Simulated time. */
  readonly atMs: number;
  readonly origin: 'api' | 'storage';
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** As they came, names in lower case; of Authorization only the scheme. */
  readonly headers: Readonly<Record<string, string>>;
  readonly hasAuthorization: boolean;
  /** 0 until an answer begins; it stays 0 when the connection is cut before. */
  status: number;
  /** Bytes of the body that were handed to the connection. */
  sentBytes: number;
  finished: boolean;
  /** A mistake of the simulator's own, which its client saw as a broken connection. */
  error?: unknown;
}

/** So that a simulator that runs for days does not fill the memory. */
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
