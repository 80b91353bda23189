import { ApiError } from '../apiError';
import { decodeErrorMessage, decodeFieldErrors } from './decodeErrorMessage';

/** Returns the value, or throws `rejected` for an error envelope, which the API also sends with HTTP 200. */
export function requireSuccess(value: unknown): unknown {
  const message = decodeErrorMessage(value);
  if (message !== undefined) {
    throw new ApiError('rejected', `The API returned an error: ${message}`, {
      serverMessage: message,
      fields: decodeFieldErrors(value),
    });
  }
  return value;
}
