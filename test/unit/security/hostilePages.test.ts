import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { API, JOB_ID } from './support/trial';
import { trialsForTest } from './support/trialsForTest';

const answer = (response: ServerResponse, value: unknown): void => void response.end(JSON.stringify(value));
const row = (index: number): object => ({ Id: `job-${index}`, Status: 'RUNNING' });

describe('Security: a paged list', () => {
  const begin = trialsForTest();

  describe('is aborted without sending the credentials if it continues', () => {
    const places: readonly (readonly [name: string, uri: string])[] = [
      ['on another host', 'https://evil.test/Agencies/IRtest/Jobs?Page=2'],
      ['on another host of the same scheme', '//evil.test/Agencies/IRtest/Jobs?Page=2'],
      ['on another host behind backslashes', '\\\\evil.test\\Agencies\\IRtest\\Jobs'],
      ['on another host behind a slash and a backslash', '/\\evil.test/Agencies/IRtest/Jobs'],
      ['on another host behind tabs and line breaks', 'h\tt\ntps:\r//evil.test/Agencies/IRtest/Jobs'],
      ['on a host that looks like the API', 'https://api.impact.com.evil.test/Agencies/IRtest/Jobs'],
      ['on a host behind a user that looks like the API', 'https://api.impact.com@evil.test/Agencies/IRtest/Jobs'],
      [
        'on a host behind a user and a port that look like the API',
        'https://api.impact.com:443@evil.test/Agencies/IRtest/Jobs',
      ],
      ['on a host with another letter', 'https://аpi.impact.com/Agencies/IRtest/Jobs'],
      ['on the API without TLS', 'http://api.impact.com/Agencies/IRtest/Jobs?Page=2'],
      ['on another port of the API', 'https://api.impact.com:8443/Agencies/IRtest/Jobs?Page=2'],
      ['on the API with a dot at the end', 'https://api.impact.com./Agencies/IRtest/Jobs'],
      ['on the API with a user', 'https://user@api.impact.com/Agencies/IRtest/Jobs'],
      ['in this machine', 'http://127.0.0.1:8080/Agencies/IRtest/Jobs'],
      ['in this machine as one number', 'http://2130706433/Agencies/IRtest/Jobs'],
      ['in a file', 'file:///Agencies/IRtest/Jobs'],
      ['in data', 'data:application/json,[]'],
      ['in a script', 'javascript:fetch(1)'],
      ['at another account', '/Agencies/IRother/Jobs?Page=2'],
      ['at an account whose name begins like this one', '/Agencies/IRtestother/Jobs?Page=2'],
      ['at an account of another kind', '/Advertisers/IRtest/Jobs?Page=2'],
      ['at another account behind dots', '/Agencies/IRtest/../IRother/Jobs'],
      ['at another account behind relative dots', '../IRother/Jobs'],
      ['at another account behind escaped dots', '/Agencies/IRtest/%2e%2e/IRother/Jobs'],
      ['at another account behind dots and an escaped slash', '/Agencies/IRtest/..%2FIRother/Jobs'],
      ['at another account behind dots and an escaped backslash', '/Agencies/IRtest/..%5cIRother/Jobs'],
      ['at another account behind dots that are escaped twice', '/Agencies/IRtest/%252e%252e%252fIRother/Jobs'],
      ['at another account behind dots with a parameter', '/Agencies/IRtest/..;/IRother/Jobs'],
      ['behind an empty segment', '/Agencies/IRtest//Jobs'],
      ['behind a NUL', '/Agencies/IRtest/Jobs%00'],
      ['nowhere', 'https://'],
    ];
    for (const [name, uri] of places) {
      it(name, async () => {
        const trial = await begin((_, response) => answer(response, { '@nextpageuri': uri, Jobs: [row(1)] }));
        await assert.rejects(
          trial.list(),
          ({ kind, message }: { kind?: unknown; message?: string }) =>
            kind === 'unsafe' && !/[\r\n\t]/.test(message ?? ''),
        );
        assert.deepEqual(
          trial.internet.requests.map(({ origin }) => origin),
          [API],
        );
      });
    }
  });

  it('ends after a hundred pages, although each has new jobs', async () => {
    let page = 0;
    const trial = await begin((_, response) =>
      answer(response, { '@nextpageuri': `?Page=${++page + 1}`, Jobs: [row(page)] }),
    );
    const { jobs, isPart } = (await trial.list()) as { jobs: readonly unknown[]; isPart: boolean };
    assert.deepEqual([jobs.length, isPart], [100, true]);
    assert.equal(trial.internet.requests.length, 100);
  });

  it('ends if its pages form a circle', async () => {
    let page = 0;
    const trial = await begin((_, response) =>
      answer(response, { '@nextpageuri': `/Agencies/IRtest/Jobs?Page=${++page % 2}`, Jobs: [row(page)] }),
    );
    const { jobs } = (await trial.list()) as { jobs: readonly unknown[] };
    assert.deepEqual([jobs.length, trial.internet.requests.length], [3, 3]);
  });

  it('ends if a page differs from the last only in its fragment', async () => {
    const trial = await begin((_, response) =>
      answer(response, {
        '@nextpageuri': `?Page=2#${trial.internet.requests.length}`,
        Jobs: [row(trial.internet.requests.length)],
      }),
    );
    await trial.list();
    assert.equal(trial.internet.requests.length, 2);
  });

  for (const jobs of [[row(1)], [], '', null]) {
    it(`ends if a page has nothing new: ${JSON.stringify(jobs)}`, async () => {
      let page = 0;
      const trial = await begin((_, response) =>
        answer(response, { '@nextpageuri': `?Page=${page + 1}`, Jobs: page++ === 0 ? [row(1)] : jobs }),
      );
      await trial.list();
      assert.equal(trial.internet.requests.length, 2);
    });
  }

  it('ends after the page with which it has too many rows', async () => {
    const body = (page: number): string => `{"@nextpageuri":"?Page=${page + 1}","Jobs":[${'1,'.repeat(150_000)}1]}`;
    let page = 0;
    const trial = await begin((_, response) => void response.end(body(++page)));
    const { isPart } = (await trial.list()) as { isPart: boolean };
    assert.equal(isPart, true);
    assert.equal(trial.internet.requests.length, 2);
  });

  it('is aborted if one page has too many rows', async () => {
    const trial = await begin((_, response) => void response.end(`[${'{},'.repeat(250_000)}{}]`));
    await assert.rejects(trial.list(), { kind: 'tooLarge' });
  });

  it('reports nothing of a next-page address of megabytes', async () => {
    const trial = await begin((_, response) =>
      answer(response, { '@nextpageuri': `https://evil.test/${'x'.repeat(5_000_000)}`, Jobs: [] }),
    );
    await assert.rejects(
      trial.list(),
      ({ kind, message }: { kind?: unknown; message?: string }) => kind === 'unsafe' && (message ?? '').length < 400,
    );
  });

  for (const id of [
    '..',
    '../../IRother/Jobs/1',
    '..%2f..%2fIRother',
    '..;',
    `${JOB_ID}/../../../IRother`,
    '%00',
    'a\r\nX-Injected: 1',
    'x'.repeat(1_000_000),
  ]) {
    it(`can name a job ${JSON.stringify(id.slice(0, 30))}, which is shown and never requested`, async () => {
      const trial = await begin((_, response) => answer(response, [{ Id: id, Status: 'RUNNING' }]));
      const { jobs } = (await trial.list()) as { jobs: readonly { id: string }[] };
      assert.equal(jobs[0]?.id.slice(0, 10_000), id.slice(0, 10_000));
      assert.ok(jobs[0].id.length <= 10_001);
      await assert.rejects(
        trial.job(id),
        ({ kind, message }: { kind?: unknown; message?: string }) =>
          kind === 'rejected' && (message ?? '').length < 200,
      );
      await assert.rejects(trial.download({ jobId: id }), { kind: 'rejected' });
      assert.equal(trial.internet.requests.length, 1);
    });
  }
});
