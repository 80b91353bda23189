import * as http from 'node:http';
import type { Account } from '../../../../src/simulator/account';
import type { Simulator } from '../../../../src/simulator/startSimulator';

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** undefined: the simulator's first account; null: no credentials. */
  readonly account?: Pick<Account, 'sid' | 'token'> | null | undefined;
  /** What to ask for; default JSON. */
  readonly accept?: string;
  /** Ends the request from this side when nothing has come for so long. */
  readonly patienceMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The body arrived as the headers had promised it. */
  readonly isWhole: boolean;
  readonly json: <T = Record<string, unknown>>() => T;
}

/**
 * Sends one request on its own connection. Doesn't follow redirects. A path goes to the API, a URL to where it points.
 */
export function call(simulator: Simulator, address: string, options: CallOptions = {}): Promise<Answer> {
  const {
    method = 'GET',
    headers = {},
    account = simulator.accounts[0],
    accept = 'application/json',
    patienceMs,
  } = options;
  const credentials = account && address.startsWith('/') ? { authorization: basic(account) } : {};
  return new Promise((resolve, reject) => {
    const url = address.startsWith('/') ? simulator.baseUrl + address : address;
    const request = http.request(url, {
      method,
      agent: false,
      headers: {
        accept,
        ...credentials,
        ...headers,
        ...(method === 'PUT' && !headers['transfer-encoding'] ? { 'content-length': '0' } : {}),
      },
    });
    if (patienceMs !== undefined) {
      request.setTimeout(patienceMs, () => request.destroy());
    }
    // Once there is an answer, an interrupted body is an outcome, not an error: "close" reports it.
    request.on('error', reject);
    request.on('response', (response) => {
      request.off('error', reject).on('error', () => undefined);
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () => {
        const body = Buffer.concat(chunks);
        const text = body.toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          text,
          isWhole: response.complete,
          json: () => JSON.parse(text) as never,
        });
      });
    });
    request.end();
  });
}

export function basic({ sid, token }: Pick<Account, 'sid' | 'token'>): string {
  return `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
}

/** The path of something that belongs to the first account. */
export function pathTo(simulator: Simulator, rest: string): string {
  return `${simulator.accounts[0]?.path}/${rest}`;
}

/** A signed link to the job's file, fresh from the API. */
export async function linkTo(simulator: Simulator, jobId: string): Promise<string> {
  const { headers } = await call(simulator, pathTo(simulator, `Jobs/${jobId}/Download`));
  return headers.location ?? '';
}

/** Follows the link as a client should: without credentials. */
export function fetchFile(simulator: Simulator, link: string, headers: Record<string, string> = {}): Promise<Answer> {
  return call(simulator, link, { accept: '*/*', headers });
}
