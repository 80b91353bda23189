import { ApiError } from '../apiError';
import { decodeErrorMessage, decodeFieldErrors } from './decodeErrorMessage';

/** The value, unless it is an error's envelope, which the API sends with HTTP 200 too: then it throws `rejected`. */
export function withoutError(value: unknown): unknown {
  const message = decodeErrorMessage(value);
  if (message !== undefined) {
    throw new ApiError('rejected', `The API answered with an error: ${message}`, {
      serverMessage: message,
      fields: decodeFieldErrors(value),
    });
  }
  return value;
}
