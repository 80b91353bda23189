import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { ApiErrorKind } from '../../../src/core/apiError';
import type { Answer } from '../../support/internet';
import { errorOf } from '../../support/outcome';
import { API, JOB_ID, STORAGE } from './support/trial';
import { trialsForTest } from './support/trialsForTest';

const DOWNLOAD = `/Agencies/IRtest/Jobs/${JOB_ID}/Download`;
const FILE = 'a,b\n1,2\n';

const redirect = (response: ServerResponse, location: string): void =>
  void response.writeHead(302, { Location: location }).end();

/** The API redirects to `location`; whoever is reached then has a file to give. */
const redirecting =
  (location: string): Answer =>
  ({ origin, target }, response) =>
    origin === API && target === DOWNLOAD ? redirect(response, location) : void response.end(FILE);

describe('Security: a redirected download', () => {
  const begin = trialsForTest();

  describe('is followed without the credentials', () => {
    const targets: readonly (readonly [name: string, location: string, origin: string])[] = [
      ['to storage', `${STORAGE}/results/1?X-Amz-Signature=5ec2e7`, STORAGE],
      ['to a host that looks like the API', 'https://api.impact.com.evil.test/1', 'https://api.impact.com.evil.test'],
      ['to a subdomain of the API', 'https://files.api.impact.com/1', 'https://files.api.impact.com'],
      ['to another port of the API', 'https://api.impact.com:8443/1', 'https://api.impact.com:8443'],
      ['to the API with a dot at the end', 'https://api.impact.com./1', 'https://api.impact.com.'],
      ['to the API with another letter', 'https://xn--pi-6kc.impact.com/1', 'https://xn--pi-6kc.impact.com'],
      ['to a host behind backslashes', '\\\\evil.test\\1', 'https://evil.test'],
      ['to a host behind tabs', '/\t/evil.test/1', 'https://evil.test'],
      ['to the API itself', '/results/1', API],
      ['to another account of the API', `/Agencies/IRother/Jobs/${JOB_ID}/Download?Mode=Stream`, API],
      ['to the account’s own path', `${DOWNLOAD}?Mode=Stream`, API],
    ];
    for (const [name, location, origin] of targets) {
      it(name, async () => {
        const trial = await begin(redirecting(location));
        await trial.download();
        const [asked, followed, ...others] = trial.internet.requests;
        assert.deepEqual([asked?.origin, typeof asked?.headers.authorization], [API, 'string']);
        assert.equal(followed?.origin, origin);
        assert.deepEqual(
          [followed.headers.authorization, followed.headers.cookie, followed.headers.referer, others],
          [undefined, undefined, undefined, []],
        );
        assert.deepEqual(trial.names(), ['result.csv']);
      });
    }
  });

  describe('is aborted', () => {
    const targets: readonly (readonly [name: string, location: string, kind: ApiErrorKind])[] = [
      ['when it leaves TLS', 'http://results.s3.amazonaws.com/1', 'unsafe'],
      ['when it leaves TLS on the API', 'http://api.impact.com/1', 'unsafe'],
      ['when it leads to a file', 'file:///etc/passwd', 'unsafe'],
      ['when it leads to a file of another machine', 'file://evil.test/share', 'unsafe'],
      ['when it brings its data along', 'data:text/csv,a', 'unsafe'],
      ['when it leads to FTP', 'ftp://evil.test/1', 'unsafe'],
      ['when it leads to a script', 'javascript:alert(1)', 'unsafe'],
      ['when it leads to an editor', 'vscode://publisher.extension/run', 'unsafe'],
      ['when it names a user that looks like the API', 'https://api.impact.com@evil.test/1', 'unsafe'],
      ['when it brings a user and a password', 'https://user:secret@evil.test/1', 'unsafe'],
      ['when it leads to this machine', 'https://localhost/1', 'unsafe'],
      ['when it leads to this machine with a dot at the end', 'https://localhost./1', 'unsafe'],
      ['when it leads to loopback', 'http://127.0.0.1:9229/json', 'unsafe'],
      ['when it leads to loopback over TLS', 'https://127.0.0.1:8443/1', 'unsafe'],
      ['when it leads to loopback as one number', 'https://2130706433/1', 'unsafe'],
      ['when it leads to loopback in hexadecimal', 'https://0x7f.1/1', 'unsafe'],
      ['when it leads to loopback of IPv6', 'https://[::1]/1', 'unsafe'],
      ['when it leads to loopback of IPv4 inside of IPv6', 'https://[::ffff:127.0.0.1]/1', 'unsafe'],
      ['when it leads to the unspecified address', 'https://0.0.0.0/1', 'unsafe'],
      ['when it leads to no address', 'https://[', 'unreadable'],
      ['when it leads to an impossible port', 'https://evil.test:99999/1', 'unreadable'],
    ];
    for (const [name, location, kind] of targets) {
      it(name, async () => {
        const trial = await begin(redirecting(location));
        const error = await errorOf(trial.download());
        assert.equal((error as { kind?: unknown }).kind, kind);
        assert.deepEqual([trial.internet.requests.map(({ origin }) => origin), trial.names()], [[API], []]);
      });
    }

    it('if it has no address', async () => {
      const trial = await begin((_, response) => void response.writeHead(302).end());
      await assert.rejects(trial.download(), { kind: 'unreadable' });
    });

    it('if storage leads back to this machine', async () => {
      const trial = await begin(({ origin }, response) =>
        redirect(response, origin === API ? `${STORAGE}/1` : 'http://127.0.0.1/1'),
      );
      await assert.rejects(trial.download(), { kind: 'unsafe' });
      assert.deepEqual(
        trial.internet.requests.map(({ origin }) => origin),
        [API, STORAGE],
      );
    });

    it('if storage leaves TLS', async () => {
      const trial = await begin(({ origin }, response) =>
        redirect(response, origin === API ? `${STORAGE}/1` : 'http://results.s3.amazonaws.com/1'),
      );
      await assert.rejects(trial.download(), { kind: 'unsafe' });
    });

    const circles: readonly (readonly [name: string, next: (count: number) => string])[] = [
      ['each with its own address', (count) => `https://hop-${count}.test/`],
      ['all in a circle', () => `${STORAGE}/again`],
      ['all to where it was asked', () => DOWNLOAD],
    ];
    for (const [name, next] of circles) {
      it(`after five redirects, ${name}`, async () => {
        let count = 0;
        const trial = await begin((_, response) => redirect(response, next(count++)));
        await assert.rejects(trial.download(), { kind: 'unsafe' });
        assert.equal(trial.internet.requests.length, 6);
        assert.equal(trial.internet.requests.filter(({ headers }) => headers.authorization !== undefined).length, 1);
      });
    }

    it('if it tries to add headers to the next request', async () => {
      const trial = await begin(({ origin }, response) =>
        origin === API
          ? redirect(response, `${STORAGE}/1%0d%0aAuthorization:%20x\t HTTP/1.1`)
          : void response.end(FILE),
      );
      await trial.download();
      assert.deepEqual(
        trial.internet.requests.map(({ headers }) => 'authorization' in headers),
        [true, false],
      );
      assert.equal(trial.internet.requests[1]?.target, '/1%0d%0aAuthorization:%20x%20HTTP/1.1');
    });
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`doesn't let a list or a replay be redirected, with HTTP ${status}`, async () => {
      const trial = await begin(
        (_, response) => void response.writeHead(status, { Location: 'https://evil.test/Agencies/IRtest/Jobs' }).end(),
      );
      await assert.rejects(trial.list(), { kind: 'unreadable' });
      await assert.rejects(trial.client.replayJob(JOB_ID), { kind: 'unreadable' });
      assert.deepEqual(
        trial.internet.requests.map(({ origin }) => origin),
        [API, API],
      );
    });
  }
});
