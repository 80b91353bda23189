import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ApiError, ApiErrorKind } from '../../../../src/core/apiError';
import { Secrets } from '../../../../src/core/api/secrets';
import { isRedirect, redirectTarget } from '../../../../src/core/download/redirect';

const API = new URL('https://api.impact.com/Agencies/IRtest/Jobs/1/Download');
const LOCAL = new URL('http://127.0.0.1:8080/Agencies/IRtest/Jobs/1/Download');
const SECRETS = new Secrets('IRtest', 'Token~of-A_test');

describe('A redirect', () => {
  it('is recognized by its status', () => {
    assert.deepEqual(
      [200, 206, 300, 301, 302, 303, 304, 305, 307, 308, 400].filter(isRedirect),
      [301, 302, 303, 307, 308],
    );
  });

  const followed: readonly (readonly [from: URL, location: string, href: string])[] = [
    [
      API,
      'https://bucket.s3.amazonaws.com/results/1?X-Amz-Signature=a%2Fb',
      'https://bucket.s3.amazonaws.com/results/1?X-Amz-Signature=a%2Fb',
    ],
    [API, '//storage.example.test/1#part', 'https://storage.example.test/1'],
    [API, '/results/1', 'https://api.impact.com/results/1'],
    [API, 'https://storage.example.test:8443/1', 'https://storage.example.test:8443/1'],
    [LOCAL, 'http://127.0.0.1:9090/1', 'http://127.0.0.1:9090/1'],
    [LOCAL, 'http://localhost:9090/1', 'http://localhost:9090/1'],
    [LOCAL, 'http://[::1]:9090/1', 'http://[::1]:9090/1'],
    [LOCAL, 'https://storage.example.test/1', 'https://storage.example.test/1'],
  ];
  for (const [from, location, href] of followed) {
    it(`of ${from.host} to ${location} is followed`, () =>
      assert.equal(redirectTarget(location, from, SECRETS).href, href));
  }

  const refused: readonly (readonly [from: URL, location: string | null, kind: ApiErrorKind])[] = [
    [API, null, 'unreadable'],
    [API, 'https://', 'unreadable'],
    [API, 'https://[::1', 'unreadable'],
    [API, 'http://bucket.s3.amazonaws.com/1', 'unsafe'],
    [LOCAL, 'http://storage.example.test/1', 'unsafe'],
    [LOCAL, 'http://127.0.0.1.evil.test/1', 'unsafe'],
    [new URL('https://127.0.0.1:8443/1'), 'http://127.0.0.1:8080/1', 'unsafe'],
    [API, 'file:///etc/passwd', 'unsafe'],
    [API, 'data:text/csv,a', 'unsafe'],
    [API, 'ftp://storage.example.test/1', 'unsafe'],
    [API, 'javascript:alert(1)', 'unsafe'],
    [API, 'vscode://evil.test/1', 'unsafe'],
    [API, 'blob:https://storage.example.test/1', 'unsafe'],
    [API, 'https://user:secret@storage.example.test/1', 'unsafe'],
    [API, 'https://api.impact.com@evil.test/1', 'unsafe'],
    ...[
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.255.255.254',
      '0.0.0.0',
      '0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::127.0.0.1]',
      '[0:0:0:0:0:ffff:7f00:1]',
      '①②⑦.0.0.1',
    ].map((host) => [API, `https://${host}:8443/1`, 'unsafe'] as const),
  ];
  for (const [from, location, kind] of refused) {
    it(`of ${from.origin} to ${location ?? 'nowhere'} is not followed`, () =>
      assert.throws(() => redirectTarget(location, from, SECRETS), { name: 'ApiError', kind }));
  }

  for (const location of [
    'https://token~of-a_test.evil.test/1',
    'https://x.ｔｏｋｅｎ~of-a_test.evil.test/1',
    'https://storage.example.test/1?token=Token~of-A_test',
    'https://storage.example.test/1?token=%54oken%7eof-A_test',
    `https://storage.example.test/${Buffer.from('IRtest:Token~of-A_test').toString('base64url')}`,
    'https://token~of-a_test.[',
  ]) {
    it(`to ${location} is not followed, because it repeats the token`, () => {
      assert.throws(
        () => redirectTarget(location, API, SECRETS),
        (error: Error) => /unsafe|unreadable/.test((error as ApiError).kind) && !/oken~of/i.test(inspect(error)),
      );
    });
  }

  it('that is not followed says who sent it, and where to', () => {
    const message = (location: string): string => {
      try {
        return redirectTarget(location, API, SECRETS).href;
      } catch (error) {
        return (error as Error).message;
      }
    };
    assert.equal(message('https://['), 'api.impact.com redirects to an invalid address');
    assert.equal(message('http://a.test/1?secret'), 'api.impact.com redirects to http://a.test');
    assert.equal(message('https://me:secret@a.test/'), 'api.impact.com redirects to an address with credentials');
    assert.match(message('https://a.test/?token=Token~of-A_test'), /^api\.impact\.com .* contains the credentials$/);
  });

  it('of any length produces a short message', () => {
    assert.throws(
      () => redirectTarget(`${'x'.repeat(10_000)}:y`, API, SECRETS),
      ({ message }: Error) => message.length < 300,
    );
  });
});
