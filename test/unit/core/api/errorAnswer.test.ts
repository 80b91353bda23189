import assert from 'node:assert/strict';
import type { ApiErrorKind } from '../../../../src/core/apiError';
import { errorOfAnswer } from '../../../../src/core/api/errorAnswer';

const NOW_MS = Date.UTC(2026, 10, 23, 14, 0, 0);

describe('An error response', () => {
  const kinds: readonly (readonly [status: number, kind: ApiErrorKind])[] = [
    [400, 'rejected'],
    [401, 'unauthorized'],
    [402, 'rejected'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [405, 'rejected'],
    [408, 'timeout'],
    [410, 'notFound'],
    [429, 'rateLimited'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
    [504, 'server'],
    [599, 'server'],
    [999, 'server'],
  ];
  for (const [status, kind] of kinds) {
    it(`is ${kind} with HTTP ${status}`, () => {
      const error = errorOfAnswer(status, new Headers(), '{"Status":"ERROR","Message":"Said so"}', NOW_MS);
      assert.deepEqual([error.kind, error.status, error.serverMessage], [kind, status, 'Said so']);
      assert.equal(error.message, `HTTP ${status}: Said so`);
    });
  }

  it('has the wait after a 429, stated or not', () => {
    assert.equal(errorOfAnswer(429, new Headers({ 'Retry-After': '90' }), '', NOW_MS).retryAtMs, NOW_MS + 90_000);
    assert.equal(errorOfAnswer(429, new Headers(), '', NOW_MS).retryAtMs, NOW_MS + 60_000);
  });

  it('has a wait after a 503 only if the server states one', () => {
    assert.equal(errorOfAnswer(503, new Headers({ 'Retry-After': '90' }), '', NOW_MS).retryAtMs, NOW_MS + 90_000);
    assert.equal(errorOfAnswer(503, new Headers(), '', NOW_MS).retryAtMs, undefined);
  });

  it('has only its status code if the body is empty', () => {
    const error = errorOfAnswer(500, new Headers(), '<html></html>', NOW_MS);
    assert.deepEqual([error.message, error.serverMessage], ['HTTP 500', undefined]);
  });
});
