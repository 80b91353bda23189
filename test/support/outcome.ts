import assert from 'node:assert/strict';
import { type ApiError, isApiError } from '../../src/core/apiError';

/** The error that `work` rejects with. Fails if it resolves. */
export async function errorOf(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  assert.ok('error' in outcome, 'nothing went wrong');
  assert.ok(outcome.error instanceof Error);
  return outcome.error;
}

export async function apiErrorOf(work: Promise<unknown>): Promise<ApiError> {
  const error = await errorOf(work);
  assert.ok(isApiError(error), error.stack);
  return error;
}
