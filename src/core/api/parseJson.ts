import { ApiError } from '../apiError';
import { errorMessageOf, isXmlError } from './decodeErrorMessage';
import type { Secrets } from './secrets';

/** A smaller body always fits into memory, however dense it is. */
const MAX_DENSE_BYTES = 16 * 1024 * 1024;
/** A job's values have about 40 bytes each. `{},` over and over would need twenty times its size in memory. */
const MIN_BYTES_PER_VALUE = 16;
const BLOCK_BYTES = 64 * 1024;
const SAMPLE_BYTES = 4 * 1024;
const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];

/**
 * Parses a body that should be JSON. Throws `rejected` for an error envelope in XML, `unreadable` for anything else (a
 * gateway's page, half a list) with its message if there is one, and `tooLarge` if it wouldn't fit into memory. The
 * parser's own error isn't the `cause`, because it quotes the body.
 */
export function parseJson(body: Buffer, secrets?: Secrets): unknown {
  if (body.length > MAX_DENSE_BYTES && estimateValues(body) > body.length / MIN_BYTES_PER_VALUE) {
    throw new ApiError('tooLarge', 'The response contains far more values than a list of jobs');
  }
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    const serverMessage = errorMessageOf(text) || undefined;
    throw isXmlError(text)
      ? new ApiError('rejected', `The API returned an error: ${serverMessage ?? ''}`, { serverMessage })
      : new ApiError('unreadable', "The response isn't JSON", { serverMessage });
  }
  return secrets === undefined ? value : secrets.maskParsed(value, text);
}

/**
 * Estimates the number of values in the body: objects, arrays, and commas, counted in a random sixteenth of it, so that
 * nobody can prepare for it.
 */
function estimateValues(body: Buffer): number {
  let count = 0;
  for (let block = 0; block < body.length; block += BLOCK_BYTES) {
    const start = block + Math.floor(Math.random() * (BLOCK_BYTES - SAMPLE_BYTES));
    const end = Math.min(start + SAMPLE_BYTES, body.length);
    for (let at = start; at < end; at++) {
      const byte = body[at];
      if (byte === COMMA || byte === BRACKET || byte === BRACE) {
        count++;
      }
    }
  }
  return count * (BLOCK_BYTES / SAMPLE_BYTES);
}
