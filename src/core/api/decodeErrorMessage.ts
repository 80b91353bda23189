import type { FieldError } from '../apiError';
import { plainText } from './plainText';

const MAX_MESSAGE_CHARS = 500;
/** Those that a message names. */
const MAX_FIELDS = 20;
/** A message stands near the top, where there is one. */
const MAX_BODY_CHARS = 64 * 1024;

const MAX_FIELD_CHARS = 100;

/**
 * The message of an error envelope, `{"Status":"ERROR","Message":"…","Errors":[{"Field":"…","Message":"…"}]}`, with the
 * fields that it blames; undefined where the value is no such envelope. A Job in status ERROR is none: it has an id.
 */
export function decodeErrorMessage(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const { Status, Message, Errors, Id, JobId } = value as Readonly<Record<string, unknown>>;
  if (typeof Status !== 'string' || Status.toUpperCase() !== 'ERROR' || Id !== undefined || JobId !== undefined) {
    return undefined;
  }
  const fields = decodeFields(Errors).map(({ field, message }) =>
    [field, message].filter((part) => part !== '').join(': '),
  );
  const message = typeof Message === 'string' ? Message : '';
  const parts = [message, ...fields].map((text) => plainText(text, MAX_MESSAGE_CHARS)).filter((text) => text !== '');
  return plainText(parts.join('; '), MAX_MESSAGE_CHARS) || 'ERROR';
}

/** The parameters that an error envelope blames; empty where the value is none, or blames none. */
export function decodeFieldErrors(value: unknown): readonly FieldError[] {
  return typeof value === 'object' && value !== null && 'Errors' in value
    ? decodeFields(value.Errors).filter(({ field }) => field !== '')
    : [];
}

/** The same from a body; of its XML form nothing is read. */
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
    .filter((error): error is { Field?: unknown; Message?: unknown } => typeof error === 'object' && error !== null)
    .map(({ Field, Message }) => ({
      field: typeof Field === 'string' ? plainText(Field, MAX_FIELD_CHARS) : '',
      message: typeof Message === 'string' ? plainText(Message, MAX_MESSAGE_CHARS) : '',
    }))
    .filter(({ field, message }) => field !== '' || message !== '');
}

/** The same from a body of any form: JSON, XML, HTML (its title) or plain text. Empty where nothing can be told. */
export function errorMessageOf(body: string): string {
  const text = body.slice(0, MAX_BODY_CHARS).trim();
  if (text.startsWith('{') || text.startsWith('[')) {
    return decodeJsonMessage(text);
  }
  // Attributes are short: without the bound, thousands of tags that never end would each be read to the end of the text.
  const tag = /<(?:Message|title)(?:\s[^>]{0,200})?>([^<]{1,500})/i.exec(text)?.[1];
  if (tag !== undefined) {
    return plainText(decodeEntities(tag), MAX_MESSAGE_CHARS);
  }
  return text.startsWith('<') ? '' : plainText(text, MAX_MESSAGE_CHARS);
}

/** Whether a body is the XML form of the envelope: some errors come so, though JSON was asked for. */
export function isXmlError(body: string): boolean {
  const text = body.slice(0, MAX_BODY_CHARS);
  return /<ImpactRadiusResponse[\s>]/.test(text) && /<Status>\s*ERROR\s*<\/Status>/i.test(text);
}

function decodeJsonMessage(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    const { Message } = value as { Message?: unknown };
    return decodeErrorMessage(value) ?? (typeof Message === 'string' ? plainText(Message, MAX_MESSAGE_CHARS) : '');
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

/** `39` or `x27`. */
function decodeNumber(digits: string): string {
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
