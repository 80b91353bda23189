import { ApiError, type ApiErrorKind, isApiError } from '../apiError';

/** Throws an error again. A 404 for an address that isn't a job's says something about what the address names. */
export function notFoundAs(kind: Extract<ApiErrorKind, 'unknownReport' | 'unknownAccount'>): (error: unknown) => never {
  return (error) => {
    if (isApiError(error) && error.kind === 'notFound') {
      const { message, status, serverMessage } = error;
      throw new ApiError(kind, message, { status, serverMessage, cause: error });
    }
    throw error;
  };
}
