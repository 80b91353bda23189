import { ApiError } from './apiError';
import { errorMessageOf, isXmlError } from './decodeErrorMessage';

/**
 * The body of an answer that should be JSON. Throws `rejected` for the XML envelope of an error and `unreadable` for
 * anything else (a gateway's page, half a list), with what can be told of its message.
 */
export function parseJson(body: Buffer): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const serverMessage = errorMessageOf(text) || undefined;
    throw isXmlError(text)
      ? new ApiError('rejected', `The API answered with an error: ${serverMessage ?? ''}`, { serverMessage, cause: error })
      : new ApiError('unreadable', 'The answer is not JSON', { serverMessage, cause: error });
  }
}
