import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isRecord } from '../core/isRecord';
import type { Account } from './account';
import type { Route } from './endpoint';
import type { AnswerFormat, Reply } from './reply';
import { resourceReply } from './reply';
import type { World } from './world';

/** An accepted request to the API: its account is known and has the permission. */
export interface Exchange {
  readonly world: World;
  readonly route: Route;
  readonly account: Account;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly format: AnswerFormat;
  /** The storage's URL, without a slash at the end. */
  readonly storageUrl: string;
}

/** JSON if the path's extension or the Accept header requests it, otherwise XML. */
export function formatOf(request: IncomingMessage, pathname: string): AnswerFormat {
  if (/\.json$/i.test(pathname)) {
    return 'json';
  }
  return !/\.xml$/i.test(pathname) && /\bjson\b/i.test(request.headers.accept ?? '') ? 'json' : 'xml';
}

/** A reply in the requested format. The options decide how numbers and booleans are written. */
export function answer({ world, format }: Exchange, value: unknown, element?: string, status = 200): Reply {
  const spelled = world.options.stringNumbers ? withStringNumbers(value) : value;
  return resourceReply(status, format, { value: spelled, ...(element === undefined ? {} : { element }) });
}

function withStringNumbers(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  if (Array.isArray(value)) {
    return value.map(withStringNumbers);
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withStringNumbers(item)]))
    : value;
}
