import assert from 'node:assert/strict';
import { ApiError, type ApiErrorKind } from '../../../../src/core/apiError';
import { classifyNetworkError } from '../../../../src/core/api/networkError';

const withCode = (code: string): Error => Object.assign(new Error('as the system says it'), { code });

describe('A failure below HTTP', () => {
  const kinds: Readonly<Record<string, ApiErrorKind>> = {
    ENOTFOUND: 'offline',
    EAI_AGAIN: 'offline',
    ENETUNREACH: 'offline',
    EHOSTUNREACH: 'offline',
    ECONNREFUSED: 'refused',
    ECONNRESET: 'cut',
    EPIPE: 'cut',
    ERR_STREAM_PREMATURE_CLOSE: 'cut',
    ETIMEDOUT: 'timeout',
    EPROTO: 'tls',
    CERT_HAS_EXPIRED: 'tls',
    CERT_NOT_YET_VALID: 'tls',
    CERT_REVOKED: 'tls',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
    SELF_SIGNED_CERT_IN_CHAIN: 'tls',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
    ERR_SSL_WRONG_VERSION_NUMBER: 'tls',
    HPE_INVALID_CONSTANT: 'unreadable',
    HPE_HEADER_OVERFLOW: 'unreadable',
    Z_DATA_ERROR: 'unreadable',
    Z_NEED_DICT: 'unreadable',
    ERR__ERROR_FORMAT_PADDING_1: 'unreadable',
    Z_BUF_ERROR: 'cut',
    ESOMETHING_NEW: 'cut',
  };
  for (const [code, kind] of Object.entries(kinds)) {
    it(`is ${kind} for ${code}`, () => assert.equal(classifyNetworkError(withCode(code)).kind, kind));
  }

  it('is classified by its cause', () => {
    assert.equal(classifyNetworkError(new Error('outer', { cause: withCode('ENOTFOUND') })).kind, 'offline');
    assert.equal(
      classifyNetworkError(new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')])).kind,
      'refused',
    );
  });

  it('is classified without a loop if an error is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    assert.equal(classifyNetworkError(error).kind, 'cut');
  });

  it('counts as the user’s if the request was aborted', () => {
    assert.equal(classifyNetworkError(Object.assign(new Error('x'), { name: 'AbortError' })).kind, 'aborted');
  });

  it('keeps a kind that it already has', () => {
    const error = new ApiError('timeout', 'x');
    assert.equal(classifyNetworkError(error), error);
  });

  it('is one line, whatever a certificate contains', () => {
    const error = Object.assign(new Error(`DNS:a\r\n2026 [info] all well\u202e${'x'.repeat(100_000)}`), {
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const { message } = classifyNetworkError(error);
    assert.ok(message.length < 400);
    assert.doesNotMatch(message, /[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('can be something other than an error', () => assert.equal(classifyNetworkError('gone').kind, 'cut'));
});
