import { ApiError } from '../apiError';
import { errorMessageOf, isXmlError } from './decodeErrorMessage';
import type { Secrets } from './secrets';

/** Below this no body is so dense that its values do not fit into memory. */
const MAX_DENSE_BYTES = 16 * 1024 * 1024;
/** A job's values have some 40 bytes each; `{},` over and over would take twenty times its size in memory. */
const MIN_BYTES_PER_VALUE = 16;
const BLOCK_BYTES = 64 * 1024;
const SAMPLE_BYTES = 4 * 1024;
const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];

/**
 * The body of an answer that should be JSON. Throws `rejected` for the XML envelope of an error and `unreadable` for
 * anything else (a gateway's page, half a list), with what can be told of its message; `tooLarge` for what would not fit
 * into memory. The parser's own error is no `cause`: it quotes the body. `secrets` are masked in the value, not in an error.
 */
export function parseJson(body: Buffer, secrets?: Secrets): unknown {
  if (body.length > MAX_DENSE_BYTES && estimateValues(body) > body.length / MIN_BYTES_PER_VALUE) {
    throw new ApiError('tooLarge', 'The answer holds far more values than a list of jobs');
  }
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    const serverMessage = errorMessageOf(text) || undefined;
    throw isXmlError(text)
      ? new ApiError('rejected', `The API answered with an error: ${serverMessage ?? ''}`, { serverMessage })
      : new ApiError('unreadable', 'The answer is not JSON', { serverMessage });
  }
  return secrets === undefined ? value : secrets.maskParsed(value, text);
}

/** About how many values the body holds: objects, arrays and commas, counted in a sixteenth of it that nobody can foresee. */
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
