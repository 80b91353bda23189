import assert from 'node:assert/strict';
import {
  type BaseUrlProblem,
  DEFAULT_BASE_URL,
  isLoopback,
  originOf,
  parseBaseUrl,
} from '../../../../src/core/api/baseUrl';

describe('The configured server', () => {
  const taken: readonly (readonly [text: string, baseUrl: string])[] = [
    [DEFAULT_BASE_URL, DEFAULT_BASE_URL],
    [' https://api.impact.com/ ', 'https://api.impact.com'],
    ['HTTPS://API.Impact.COM:443//', 'https://api.impact.com'],
    ['https://gateway.example.test:8443/impact/', 'https://gateway.example.test:8443/impact'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.8.9.10', 'http://127.8.9.10'],
    ['http://2130706433:81', 'http://127.0.0.1:81'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ];
  for (const [text, baseUrl] of taken) {
    it(`is ${baseUrl} for "${text}"`, () => assert.deepEqual(parseBaseUrl(text), { baseUrl }));
  }

  const refused: readonly (readonly [text: string, problem: BaseUrlProblem])[] = [
    ['', 'notAUrl'],
    ['api.impact.com', 'notAUrl'],
    ['https://', 'notAUrl'],
    ['http://api.impact.com', 'notHttps'],
    ['http://localhost.evil.test', 'notHttps'],
    ['http://127.0.0.1.evil.test', 'notHttps'],
    ['http://0.0.0.0', 'notHttps'],
    ['http://192.168.0.1', 'notHttps'],
    ['http://[::ffff:127.0.0.1]', 'notHttps'],
    ['ftp://api.impact.com', 'notHttps'],
    ['file:///etc/passwd', 'notHttps'],
    ['javascript:alert(1)', 'notHttps'],
    ['https://api.impact.com@evil.test', 'hasCredentials'],
    ['https://user:secret@api.impact.com', 'hasCredentials'],
    ['https://api.impact.com/?token=1', 'hasQuery'],
    ['https://api.impact.com/#x', 'hasQuery'],
  ];
  for (const [text, problem] of refused) {
    it(`cannot be "${text}"`, () => assert.deepEqual(parseBaseUrl(text), { problem }));
  }

  it('receives the token at its origin, or nowhere', () => {
    assert.equal(originOf('https://gateway.example.test:8443/impact'), 'https://gateway.example.test:8443');
    assert.equal(originOf('gateway'), '');
  });

  it('is on this machine only by these names', () => {
    const hosts = ['localhost', 'LocalHost', '127.0.0.1', '127.255.0.9', '[::1]', '::1'];
    const others = ['localhost.a', 'a.localhost', '1127.0.0.1', '127.0.0.1.1', '127.0.0', '[::1', '[::2]', ''];
    assert.deepEqual([...hosts, ...others].filter(isLoopback), [...hosts, '[::1']);
  });
});
