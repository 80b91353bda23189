import assert from 'node:assert/strict';
import { ACCOUNT_KINDS, type AccountKind } from '../../../../src/core/account';
import { EXAMPLE_SID } from '../../../../src/core/accounts/accountSid';
import {
  canSaveAnyway,
  checkAccount,
  type CheckProblem,
  type CheckQuestion,
} from '../../../../src/core/accounts/checkAccount';
import { ApiError, type ApiErrorKind } from '../../../../src/core/apiError';
import { classifyNetworkError } from '../../../../src/core/api/networkError';

const refused = new ApiError('unauthorized', 'x', { status: 401 });
const noScope = new ApiError('forbidden', 'x', { status: 403 });

describe('Checking an account', () => {
  let asked: AccountKind[];

  beforeEach(() => {
    asked = [];
  });

  /** `answers` by kind; a kind that is not named refuses. */
  function check(answers: Partial<Record<AccountKind, ApiError | 'jobs'>>, change: Partial<CheckQuestion> = {}) {
    const ask = (kind: AccountKind): Promise<unknown> => {
      asked.push(kind);
      const answer = answers[kind] ?? refused;
      return answer === 'jobs' ? Promise.resolve([]) : Promise.reject(answer);
    };
    return checkAccount({
      kind: 'agency',
      sid: EXAMPLE_SID,
      token: 'token',
      others: ACCOUNT_KINDS,
      isKnownSid: false,
      hasProxy: false,
      ask,
      ...change,
    });
  }

  it('sends one request if the account answers', async () => {
    assert.deepEqual(await check({ agency: 'jobs' }), { kind: 'accepted' });
    assert.deepEqual(asked, ['agency']);
  });

  it('detects an account of another kind', async () => {
    assert.deepEqual(await check({ partner: 'jobs' }), { kind: 'otherKind', accountKind: 'partner' });
    assert.deepEqual(asked, ['agency', 'brand', 'partner']);
    assert.deepEqual(await check({ agency: 'jobs' }, { kind: 'brand' }), { kind: 'otherKind', accountKind: 'agency' });
  });

  it('tries another kind after "not found" and "forbidden" too', async () => {
    assert.deepEqual(await check({ agency: new ApiError('unknownAccount', 'x', { status: 404 }), brand: 'jobs' }), {
      kind: 'otherKind',
      accountKind: 'brand',
    });
    assert.deepEqual(await check({ agency: noScope, brand: 'jobs' }), { kind: 'otherKind', accountKind: 'brand' });
  });

  it('accepts credentials without the scope for another kind if this kind rejects them', async () => {
    assert.deepEqual(await check({ brand: noScope }), { kind: 'otherKind', accountKind: 'brand' });
  });

  it('tries no other kind for an existing account, or after a response that says nothing about the account', async () => {
    assert.equal((await check({ partner: 'jobs' }, { others: [] })).kind, 'wrongSidOrToken');
    assert.deepEqual(asked, ['agency']);
    asked = [];
    assert.equal((await check({ agency: new ApiError('offline', 'x') })).kind, 'offline');
    assert.deepEqual(asked, ['agency']);
    asked = [];
    assert.equal((await check({ brand: new ApiError('rateLimited', 'x') })).kind, 'wrongSidOrToken');
    assert.deepEqual(asked, ['agency', 'brand']);
  });

  it('distinguishes a wrong SID from a wrong token as far as possible', async () => {
    assert.equal((await check({})).kind, 'wrongSidOrToken');
    assert.equal((await check({}, { isKnownSid: true })).kind, 'wrongToken');
    assert.equal((await check({}, { sid: 'someone12345' })).kind, 'wrongSid');
    assert.equal((await check({}, { sid: 'token123456', token: EXAMPLE_SID })).kind, 'swapped');
    assert.equal(
      (
        await check({
          agency: new ApiError('unknownAccount', 'x', { status: 404 }),
          brand: new ApiError('unknownAccount', 'x'),
          partner: new ApiError('unknownAccount', 'x'),
        })
      ).kind,
      'wrongSid',
    );
  });

  it('treats 403 as a token without the scope', async () => {
    assert.equal((await check({ agency: noScope })).kind, 'noScope');
  });

  const below: readonly (readonly [ApiErrorKind | Error, CheckProblem, CheckProblem])[] = [
    ['offline', 'offline', 'proxy'],
    ['refused', 'offline', 'proxy'],
    ['cut', 'offline', 'proxy'],
    ['timeout', 'slow', 'proxy'],
    ['tls', 'certificate', 'certificate'],
    ['unreadable', 'gateway', 'gateway'],
    ['rateLimited', 'rateLimited', 'rateLimited'],
    ['server', 'server', 'server'],
    ['aborted', 'aborted', 'aborted'],
    ['tooLarge', 'other', 'other'],
    ['unsafe', 'other', 'other'],
    [classifyNetworkError(Object.assign(new Error('x'), { code: 'CERT_NOT_YET_VALID' })), 'clock', 'clock'],
    [classifyNetworkError(Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' })), 'clock', 'clock'],
    [
      classifyNetworkError(Object.assign(new Error('x'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })),
      'certificate',
      'certificate',
    ],
    [new ApiError('rejected', 'x', { status: 407 }), 'proxyLogin', 'proxyLogin'],
    [new ApiError('rejected', 'x', { status: 400 }), 'other', 'other'],
  ];
  for (const [failure, expected, behindProxy] of below) {
    const error = typeof failure === 'string' ? new ApiError(failure, 'x') : (failure as ApiError);
    it(`takes ${error.kind} ${error.status ?? error.message} for ${expected}, behind a proxy for ${behindProxy}`, async () => {
      assert.deepEqual(await check({ agency: error }), { kind: expected, error });
      assert.equal((await check({ agency: error }, { hasProxy: true })).kind, behindProxy);
    });
  }

  it('lets the user insist, unless nothing was learned or the two values are swapped', () => {
    assert.deepEqual(
      (['wrongSidOrToken', 'noScope', 'offline', 'certificate', 'swapped', 'aborted'] as const).map(canSaveAnyway),
      [true, true, true, true, false, false],
    );
  });
});
