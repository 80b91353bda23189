import { decodeErrorMessage, errorMessageOf } from '../api/decodeErrorMessage';
import type { Secrets } from '../api/secrets';
import { fieldsOf } from '../isRecord';

/** What a response with status 200 says if it isn't a result. `fromBetween`: it's a page of a portal or a firewall. */
export interface ErrorPage {
  readonly kind: 'notAFile' | 'notReady' | 'fromBetween';
  /** The server's own text. Empty if there is none. */
  readonly message: string;
  /** For `notReady`: the job's status. */
  readonly jobStatus?: string;
}

const BEFORE_ROOT = /^(?:<\?[^>]*>|<!--[\s\S]*?-->|<!doctype[^>]*>)\s*/i;

/** Envelopes and error pages are far smaller. A body that is longer and not recognizable by then is a file. */
export const MAX_ERROR_PAGE_BYTES = 64 * 1024;

/**
 * Whether the whole body is needed to distinguish it from an error. Only JSON objects and markup can be errors, so the
 * first character already shows that a CSV is a file.
 */
export function mayBeErrorPage(beginning: Buffer): boolean {
  const text = leadingText(beginning);
  return text === '' || text.startsWith('{') || text.startsWith('<');
}

/**
 * Detects an error that was sent with a success status, by its shape, because results can be JSON and XML, too.
 * `beginning` is the whole body or its first 64 KiB. `fromApi`: the storage never sends a Job.
 */
export function findErrorPage(
  beginning: Buffer,
  isWhole: boolean,
  fromApi: boolean,
  secrets: Secrets,
): ErrorPage | undefined {
  const text = leadingText(beginning);
  if (text.startsWith('{')) {
    return isWhole ? errorInJson(text, fromApi, secrets) : undefined;
  }
  return text.startsWith('<') ? errorInMarkup(text, secrets) : undefined;
}

/** The message in a body that isn't a result. Undefined if it says nothing, or repeats the credentials. */
export function wordsIn(body: string, secrets: Secrets): string | undefined {
  return secrets.isIn(body) ? undefined : errorMessageOf(body) || undefined;
}

function leadingText(beginning: Buffer): string {
  return beginning.toString('utf8').trimStart(); // also of a byte order mark
}

function errorInJson(text: string, fromApi: boolean, secrets: Secrets): ErrorPage | undefined {
  let value: unknown;
  try {
    value = secrets.maskParsed(JSON.parse(text), text);
  } catch {
    return undefined;
  }
  const message = decodeErrorMessage(value);
  if (message !== undefined) {
    return { kind: 'notAFile', message };
  }
  const { Id, JobId, Type, Status } = value as Readonly<Record<string, unknown>>;
  const isJob =
    fromApi &&
    (typeof Id === 'string' || typeof JobId === 'string') &&
    typeof Type === 'string' &&
    typeof Status === 'string';
  if (isJob) {
    return { kind: 'notReady', message: '', jobStatus: Status };
  }
  return isProxyError(value) ? { kind: 'fromBetween', message: wordsIn(text, secrets) ?? '' } : undefined;
}

/** What the JSON errors of proxies and gateways consist of, such as `{"message":"Forbidden"}`. Results have rows. */
const ERROR_FIELDS =
  /^(?:message|error|errors|error_?description|status|status_?code|code|reason|detail|details|title|type|instance|path|timestamp|request_?id)$/i;

function isProxyError(value: unknown): boolean {
  const fields = Object.entries(fieldsOf(value));
  const isFlat = fields.every(([name, content]) => ERROR_FIELDS.test(name) && typeof content !== 'object');
  return isFlat && fields.some(([name]) => /^(?:message|error)/i.test(name));
}

function errorInMarkup(text: string, secrets: Secrets): ErrorPage | undefined {
  const root = rootElement(text);
  const name = root.slice(root.lastIndexOf(':') + 1).toLowerCase();
  const isHtml = /^<!doctype\s+html/i.test(text) || name === 'html' || name === 'head' || name === 'body';
  const isApiError =
    name === 'impactradiusresponse' &&
    /<Status>\s*ERROR\s*<\/Status>/i.test(text) &&
    !/<(?:Records|Id)[\s/>]/.test(text);
  if (!isHtml && name !== 'error' && !isApiError) {
    return undefined;
  }
  return { kind: isHtml ? 'fromBetween' : 'notAFile', message: wordsIn(text, secrets) ?? '' };
}

/**
 * Parses step by step. One regular expression for everything that can precede the root would try every way to split a
 * row of comments.
 */
function rootElement(text: string): string {
  let rest = text;
  for (let before = BEFORE_ROOT.exec(rest); before !== null; before = BEFORE_ROOT.exec(rest)) {
    rest = rest.slice(before[0].length);
  }
  return /^<([a-z][\w.:-]*)/i.exec(rest)?.[1] ?? '';
}
