import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import type { Job } from '../../../src/core/jobs/job';
import type { ReceivedRequest } from '../../support/internet';
import { errorOf } from '../../support/outcome';
import { API, CANARY, JOB_ID, STORAGE } from './support/trial';
import { trialsForTest } from './support/trialsForTest';

const BASIC = `Basic ${Buffer.from(`IRtest:${CANARY}`).toString('base64')}`;
const SIGNED = `${STORAGE}/results/1?X-Amz-Signature=5ec2e7`;

const escapedInJson = (text: string): string =>
  text.replace(/./g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
const asEntities = (text: string): string => text.replace(/./g, (character) => `&#${character.charCodeAt(0)};`);

type Echo = (request: ReceivedRequest, response: ServerResponse) => void;

/** Gateways show the request that they refuse, on purpose or by mistake. */
const ECHOES: readonly (readonly [name: string, echo: Echo])[] = [
  [
    'as JSON',
    ({ headers }, response) =>
      void response.end(
        JSON.stringify({ Status: 'ERROR', Message: `Bad header Authorization: ${headers.authorization}` }),
      ),
  ],
  [
    'decoded, as JSON',
    (_, response) =>
      void response.end(
        JSON.stringify({ Status: 'ERROR', Message: 'x', Errors: [{ Field: 'password', Message: CANARY }] }),
      ),
  ],
  [
    'as XML',
    ({ headers }, response) =>
      void response.end(
        `<ImpactRadiusResponse><Status>ERROR</Status><Message>${headers.authorization}</Message></ImpactRadiusResponse>`,
      ),
  ],
  ['as HTML', ({ headers }, response) => void response.end(`<html><title>400 ${headers.authorization}</title></html>`)],
  [
    'as plain text',
    ({ headers }, response) => void response.end(`GET / HTTP/1.1\nAuthorization: ${headers.authorization}`),
  ],
  ['as broken JSON', (_, response) => void response.end(`{"token":"${CANARY}`)],
  ['as JSON without sense', (_, response) => void response.end(JSON.stringify({ [CANARY]: CANARY }))],
  [
    'with each character escaped, as JSON',
    (_, response) => void response.end(`{"Status":"ERROR","Message":"x ${escapedInJson(CANARY)}"}`),
  ],
  [
    'with each character as an entity, as XML',
    (_, response) =>
      void response.end(`<Error><Message>for ${asEntities(CANARY)}</Message><Status>ERROR</Status></Error>`),
  ],
  [
    'with one character as an entity, as HTML',
    (_, response) => void response.end(`<html><title>400 ${CANARY.replace('4', '&#x34;')}</title></html>`),
  ],
  [
    'with one character percent-encoded, as plain text',
    (_, response) => void response.end(`GET /?token=${CANARY.replace('N', '%4E')} HTTP/1.1`),
  ],
  ['cut off in its middle', (_, response) => void response.end(`${'x'.repeat(490)}${CANARY}`)],
  [
    'as the user of a page’s address',
    (_, response) =>
      void response.end(
        JSON.stringify({
          '@nextpageuri': `https://IRtest:${CANARY}@api.impact.com/Agencies/IRtest/Jobs?Page=2`,
          Jobs: [],
        }),
      ),
  ],
  [
    'as the address of a page',
    (_, response) =>
      void response.end(JSON.stringify({ '@nextpageuri': `https://evil.test/?token=${CANARY}`, Jobs: [] })),
  ],
];

describe('Security: the token', () => {
  const begin = trialsForTest();

  it('is a canary that these tests would detect', async () => {
    const trial = await begin(({ headers }, response) => {
      assert.equal(headers.authorization, BASIC);
      response.end('[]');
    });
    await trial.list();
  });

  for (const [name, echo] of ECHOES) {
    for (const status of [200, 401, 429, 500]) {
      it(`isn't in any error, log, or file if HTTP ${status} repeats it ${name}`, async () => {
        const trial = await begin((request, response) => {
          response.statusCode = status;
          echo(request, response);
        });
        await errorOf(trial.list());
        trial.clock.jump(86_400_000);
        await errorOf(trial.job());
        trial.clock.jump(86_400_000);
        // What is no error is a result, whose bytes are never changed.
        if (status !== 200 || /XML|HTML/.test(name)) {
          await errorOf(trial.download());
          await errorOf(trial.preview());
        }
      });
    }
  }

  /** As a careless server may repeat it, and as the libraries that write JSON may write that. */
  const forms: readonly (readonly [name: string, form: string])[] = [
    ['as it is', CANARY],
    ['in an address', `https://IRtest:${CANARY}@api.impact.com/Jobs?token=${CANARY}`],
    ['as the header', BASIC],
    ['as the header in an address', encodeURIComponent(BASIC)],
    ['for addresses', Buffer.from(`IRtest:${CANARY}`).toString('base64url')],
  ];
  it("isn't in anything shown of a job that hides it from a search of the bytes", async () => {
    const text = `before ${escapedInJson(CANARY)} after`;
    const job = `{"Id":"${JOB_ID}","Status":"RUNNING","Type":"${text}","StatusMessage":"${text}","${text}":"${text}"}`;
    const trial = await begin(({ target }, response) => void response.end(target.includes(JOB_ID) ? job : `[${job}]`));
    const { jobs } = (await trial.list()) as { jobs: readonly Job[] };
    assert.equal(jobs[0]?.type, 'before *** after');
    await trial.job();
    await trial.rawJob();
  });

  for (const [name, form] of forms) {
    it(`isn't in anything shown of a job or a report whose fields repeat it ${name}`, async () => {
      const text = `before ${form} after`;
      const job = {
        Id: JOB_ID,
        Status: 'RUNNING',
        Type: text,
        StatusMessage: text,
        ResultUri: form,
        ReplayUri: form,
        ProgramId: text,
        CreatedBy: text,
        CreatedDate: form,
        [form]: form,
        More: [{ text }],
      };
      const report = {
        Id: 'adv_actions',
        Name: text,
        Description: text,
        ApiUri: form,
        MetaDataUri: form,
        CanExport: true,
        ApiAccessible: true,
      };
      const jobsAnswer = (target: string) => (target.includes(JOB_ID) ? job : { Jobs: [job, { ...job, Id: text }] });
      const trial = await begin(
        ({ target }, response) =>
          void response.end(JSON.stringify(target.includes('Reports') ? { Reports: [report] } : jobsAnswer(target))),
      );
      const { jobs } = (await trial.list()) as { jobs: readonly Job[] };
      assert.deepEqual(
        jobs.map(({ status, type }) => [status, type.startsWith('before ') && type.endsWith(' after')]),
        [
          ['RUNNING', true],
          ['RUNNING', true],
        ],
      );
      await trial.job();
      await trial.rawJob();
      await trial.reports();
    });
  }

  it("isn't in any file name or record if a result's headers repeat it", async () => {
    let isBroken = false;
    const trial = await begin((_, response) => {
      if (isBroken) {
        response.writeHead(503).end();
      } else {
        isBroken = true;
        response
          .writeHead(200, {
            'Content-Disposition': `attachment; filename="${CANARY}.csv"`,
            ETag: `"${CANARY}"`,
            'Content-Length': 1_000_000,
          })
          .write('a,b\n'.repeat(10_000), () => response.destroy());
      }
    });
    await errorOf(trial.download());
    assert.deepEqual(trial.names(), ['___.csv.part', '___.csv.part.state']);
  });

  it('stays in a result, because its bytes are never changed', async () => {
    const trial = await begin(({ origin }, response) =>
      origin === API
        ? void response.writeHead(302, { Location: SIGNED }).end()
        : void response.end(`a,b\n1,${CANARY}\n`),
    );
    const { path: file } = await trial.download();
    assert.equal(readFileSync(file, 'utf8'), `a,b\n1,${CANARY}\n`);
    rmSync(file);
  });

  const redirects: readonly (readonly [name: string, location: string])[] = [
    ['to http', `http://evil.test/${CANARY}`],
    ['in a host name', `https://${CANARY}.evil.test/1`],
    ['in a host name of small letters', `https://${CANARY.toLowerCase()}.evil.test/1`],
    ['in a path', `https://evil.test/${CANARY}`],
    ['with an escaped character', `https://evil.test/?token=${CANARY.replace('N', '%4e')}`],
    ['as the header', `https://evil.test/?auth=${encodeURIComponent(BASIC)}`],
    ['in an address that is none', `https://${CANARY}:x/`],
  ];
  for (const [name, location] of redirects) {
    it(`isn't in any error, and goes nowhere, if a redirect repeats it ${name}`, async () => {
      const trial = await begin((_, response) => void response.writeHead(302, { Location: location }).end());
      const error = await errorOf(trial.download());
      assert.doesNotMatch(inspect(error), /canary/i);
      assert.deepEqual(
        trial.internet.requests.map(({ origin }) => origin),
        [API],
      );
    });

    it(`isn't in any error, and goes nowhere, if storage redirects to an address that repeats it ${name}`, async () => {
      const trial = await begin(
        ({ origin }, response) => void response.writeHead(302, { Location: origin === API ? SIGNED : location }).end(),
      );
      const error = await errorOf(trial.download());
      assert.doesNotMatch(inspect(error), /canary/i);
      assert.equal(trial.internet.requests.length, 2);
    });
  }

  for (const status of [200, 202, 400, 403, 404, 500]) {
    it(`isn't in any error if storage repeats it with HTTP ${status}`, async () => {
      const trial = await begin(({ origin }, response) =>
        origin === API
          ? void response.writeHead(302, { Location: SIGNED }).end()
          : void response.writeHead(status).end(`<html><title>${asEntities(CANARY)} ${CANARY}</title></html>`),
      );
      await errorOf(trial.download());
      await errorOf(trial.preview());
    });
  }

  it("isn't in any error if a job that is not ready has it as its status", async () => {
    const trial = await begin(
      (_, response) => void response.writeHead(202).end(`{"Status":"${escapedInJson(CANARY)}"}`),
    );
    await errorOf(trial.download());
  });

  const failures: readonly (readonly [name: string, fail: Echo])[] = [
    ['closes the connection', (_, response) => void response.destroy()],
    ['resets the connection', (_, { socket }) => void socket?.resetAndDestroy()],
    [
      'breaks off in a body',
      (_, response) => void response.writeHead(200, { 'Content-Length': 100 }).write('[', () => response.destroy()),
    ],
    ['speaks no HTTP', (_, { socket }) => void socket?.end('SSH-2.0-OpenSSH\r\n')],
    [
      'sends a header too many',
      (_, { socket }) => void socket?.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`),
    ],
  ];
  for (const [name, fail] of failures) {
    it(`isn't in any error if the API ${name}`, async () => {
      const trial = await begin(fail);
      await errorOf(trial.list());
      await errorOf(trial.download());
    });

    it(`isn't accompanied by a signed link in any error if storage ${name}`, async () => {
      const trial = await begin((request, response) =>
        request.origin === API ? void response.writeHead(302, { Location: SIGNED }).end() : fail(request, response),
      );
      const error = await errorOf(trial.download());
      assert.doesNotMatch(`${error.stack}`, /5ec2e7/);
    });
  }

  it("isn't in any file of a paused download, and neither is the signed link", async () => {
    const trial = await begin(({ origin, headers }, response) => {
      if (origin === API) {
        response.writeHead(302, { Location: SIGNED }).end();
      } else if (headers.range !== undefined) {
        response.writeHead(503).end();
      } else {
        response
          .writeHead(200, { 'Content-Length': 1_000_000, ETag: '"1"' })
          .write('a,b\n'.repeat(10_000), () => response.destroy());
      }
    });
    await errorOf(trial.download({ jobId: JOB_ID }));
    assert.deepEqual(trial.names(), ['result.csv.part', 'result.csv.part.state']);
    assert.doesNotMatch(trial.contents(), /5ec2e7|X-Amz|amazonaws|CANARY|IRtest:/);
  });

  it('is sent with each request to the API, only in its header', async () => {
    const trial = await begin(({ origin }, response) =>
      origin === API ? void response.writeHead(302, { Location: SIGNED }).end() : void response.end('a,b\n'),
    );
    await trial.download();
    const [asked, stored] = trial.internet.requests;
    assert.equal(asked?.headers.authorization, BASIC);
    assert.deepEqual([stored?.origin, JSON.stringify(stored).includes('Basic')], [STORAGE, false]);
  });
});
