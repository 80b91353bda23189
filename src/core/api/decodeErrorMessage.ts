import { fieldsOf, isRecord } from '../isRecord';
import type { FieldError } from '../apiError';
import { plainText } from './plainText';

const MAX_MESSAGE_CHARS = 500;
/** The most fields that a message names. */
const MAX_FIELDS = 20;
/** A message is near the top if there is one. */
const MAX_BODY_CHARS = 64 * 1024;

const MAX_FIELD_CHARS = 100;
/** `SID:TOKEN@` in an address, such as that of a brand in a list. The account's own credentials are masked anyway. */
const CREDENTIALS = /[\w.~%+-]{2,300}:[\w.~%+-]{2,300}@(?=[\w[])/g;

/**
 * The message of an error envelope, `{"Status":"ERROR","Message":"…","Errors":[{"Field":"…","Message":"…"}]}`, with the
 * fields that it blames. Undefined for anything else, including a job in status ERROR, which has an ID.
 */
export function decodeErrorMessage(value: unknown): string | undefined {
  const { Status, Message, Errors, Id, JobId } = fieldsOf(value);
  if (typeof Status !== 'string' || Status.toUpperCase() !== 'ERROR' || Id !== undefined || JobId !== undefined) {
    return undefined;
  }
  const fields = decodeFields(Errors).map(({ field, message }) =>
    [field, message].filter((part) => part !== '').join(': '),
  );
  const message = typeof Message === 'string' ? Message : '';
  const parts = [message, ...fields].map((text) => messageText(text)).filter((text) => text !== '');
  return messageText(parts.join('; ')) || 'ERROR';
}

/** The parameters that an error envelope blames. Empty if there are none or the value isn't an error envelope. */
export function decodeFieldErrors(value: unknown): readonly FieldError[] {
  return decodeFields(fieldsOf(value)['Errors']).filter(({ field }) => field !== '');
}

/** The parameters that an error body blames. Reads only JSON, not the XML form. */
export function fieldErrorsOf(body: string): readonly FieldError[] {
  try {
    return decodeFieldErrors(JSON.parse(body));
  } catch {
    return [];
  }
}

function decodeFields(errors: unknown): readonly FieldError[] {
  return (Array.isArray(errors) ? (errors as unknown[]) : [])
    .slice(0, MAX_FIELDS)
    .filter(isRecord)
    .map(({ Field, Message }) => ({
      field: typeof Field === 'string' ? plainText(Field, MAX_FIELD_CHARS) : '',
      message: typeof Message === 'string' ? messageText(Message) : '',
    }));
}

/** The message of an error body in any form: JSON, XML, HTML (its title), or plain text. Empty if there is none. */
export function errorMessageOf(body: string): string {
  const text = body.slice(0, MAX_BODY_CHARS).trim();
  if (text.startsWith('{') || text.startsWith('[')) {
    return decodeJsonMessage(text);
  }
  // The limit keeps thousands of unclosed tags from each being read to the end of the text.
  const tag = /<(?:Message|title)(?:\s[^>]{0,200})?>([^<]{1,500})/i.exec(text)?.[1];
  if (tag !== undefined) {
    return messageText(decodeEntities(tag));
  }
  return text.startsWith('<') ? '' : messageText(text);
}

/**
 * Whether a body is the XML form of the error envelope. Some errors arrive in XML although the request asks for JSON.
 */
export function isXmlError(body: string): boolean {
  const text = body.slice(0, MAX_BODY_CHARS);
  return /<ImpactRadiusResponse[\s>]/.test(text) && /<Status>\s*ERROR\s*<\/Status>/i.test(text);
}

/**
 * Whether an error body has the API's own form: the error envelope with what went wrong, as JSON or XML. Proxies and
 * portals in between answer with pages, with nothing, or with JSON of their own, such as `{"message":"Forbidden"}`.
 */
export function isApiForm(body: string): boolean {
  const text = body.slice(0, MAX_BODY_CHARS).trim(); // also without a byte order mark
  if (!text.startsWith('{')) {
    return /^(?:<\?xml[^>]{0,200}\?>\s*)?<ImpactRadiusResponse[\s>]/.test(text) && isXmlError(text);
  }
  try {
    const value: unknown = JSON.parse(text);
    const { Message, Errors } = fieldsOf(value);
    return decodeErrorMessage(value) !== undefined && (typeof Message === 'string' || Array.isArray(Errors));
  } catch {
    return false;
  }
}

/** Whether a body is an HTML page. A byte order mark counts as white space. */
export function isPage(body: string): boolean {
  return /^\s*(?:<!--[^]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(body);
}

function decodeJsonMessage(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const { Message } = value as { Message?: unknown };
    return decodeErrorMessage(value) ?? (typeof Message === 'string' ? messageText(Message) : '');
  } catch {
    return '';
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:lt|gt|quot|apos|amp|#\d{1,6}|#x[\da-f]{1,5});/gi,
    (entity) => ENTITIES[entity.toLowerCase()] ?? decodeNumber(entity.slice(2, -1)),
  );
}

/** `39` or `x27`. So few digits are always a character, although perhaps not one to show. */
function decodeNumber(digits: string): string {
  return String.fromCodePoint(/^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits));
}

/** A server's text in one line, without credentials of anybody. */
function messageText(text: string): string {
  return plainText(text.slice(0, 2 * MAX_MESSAGE_CHARS).replace(CREDENTIALS, '***@'), MAX_MESSAGE_CHARS);
}
