import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { call, fetchFile, linkTo, pathTo } from './support/call';
import { aCompletedJob, aRunningJob, DAY_MS, FIRST_ID, MINUTE_MS, simulatorsForTest } from './support/simulators';

describe('A simulated download', () => {
  const start = simulatorsForTest();
  const download = (rest = '') => `Jobs/${FIRST_ID}/Download${rest}`;

  it('is redirected to the storage, which sends the expected bytes', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
    const redirect = await call(simulator, pathTo(simulator, download()));
    assert.equal(redirect.status, 302);
    assert.ok(redirect.headers.location?.startsWith(`${simulator.storageUrl}/`));
    assert.notEqual(simulator.storageUrl, simulator.baseUrl);

    const file = await fetchFile(simulator, redirect.headers.location ?? '');
    const expected = simulator.resultOf(FIRST_ID);
    assert.equal(file.status, 200);
    assert.equal(file.headers['content-length'], String(expected?.lengthBytes));
    assert.equal(createHash('sha256').update(file.body).digest('hex'), await expected?.hash('sha256'));
    assert.equal(file.headers.etag, `"${createHash('md5').update(file.body).digest('hex')}"`);
    assert.equal(file.headers['accept-ranges'], 'bytes');
    assert.equal(file.headers['last-modified'], 'Mon, 23 Nov 2026 13:00:33 GMT');
    assert.equal(file.headers['content-disposition'], 'attachment; filename="Action_Listing_2026-11-23.csv"');
    assert.match(file.headers['content-type'] ?? '', /^text\/csv/);
  });

  it('comes from the API itself in stream mode', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
    const file = await call(simulator, pathTo(simulator, download('?Mode=Stream')), { accept: '*/*' });
    assert.deepEqual([file.status, file.body.length], [200, simulator.resultOf(FIRST_ID)?.lengthBytes]);
    assert.match(file.headers['content-disposition'] ?? '', /Action_Listing/);
  });

  it('comes in pages in stream mode if the options say so', async () => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID, result: { rows: 5, format: 'JSON' } })], {
      streamPageRows: 2,
    });
    const page = (await call(simulator, pathTo(simulator, download('?Mode=Stream&Page=3')))).json<{
      Records: unknown[];
    }>();
    assert.equal(page.Records.length, 1);
    assert.equal((page as Record<string, unknown>)['@numpages'], '3');
    assert.equal((page as Record<string, unknown>)['@nextpageuri'], '');
  });

  it('returns 202 with the job as JSON until the job completes', async () => {
    const simulator = await start([aRunningJob({ id: FIRST_ID, result: { rows: 1 } })]);
    const answer = await call(simulator, pathTo(simulator, download()), { accept: '*/*' });
    assert.deepEqual(
      [answer.status, answer.json()['Status'], answer.json()['PercentageComplete']],
      [202, 'RUNNING', 10],
    );
    simulator.finishJob(FIRST_ID);
    assert.equal((await call(simulator, pathTo(simulator, download()))).status, 302);
  });

  it('returns 404 or 410 if the file is gone, never existed, or is older than 90 days', async () => {
    const simulator = await start([
      aCompletedJob({ id: 'gone', result: { rows: 1, gone: 410 } }),
      aCompletedJob({ id: 'lost', result: { rows: 1, gone: 404 } }),
      { id: 'fileless', createdAgoMs: DAY_MS },
      aCompletedJob({ id: 'old', createdAgoMs: 91 * DAY_MS }),
      aCompletedJob({ id: 'young', createdAgoMs: 89 * DAY_MS }),
    ]);
    const statuses = await Promise.all(
      ['gone', 'lost', 'fileless', 'old', 'young', 'unheard'].map(
        async (id) => (await call(simulator, pathTo(simulator, `Jobs/${id}/Download`))).status,
      ),
    );
    assert.deepEqual(statuses, [410, 404, 404, 404, 302, 404]);
  });

  it('names the file plainly and, if that loses something, as in RFC 5987', async () => {
    const disposition = async (result: object) => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID, result: { rows: 1, ...result } })]);
      return (await fetchFile(simulator, await linkTo(simulator, FIRST_ID))).headers['content-disposition'];
    };
    assert.equal(
      await disposition({ fileName: 'Größe 東京.csv' }),
      `attachment; filename="Gr__e __.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E6%9D%B1%E4%BA%AC.csv`,
    );
    assert.equal(await disposition({ fileName: '../../"x".csv' }), 'attachment; filename="../../\\"x\\".csv"');
    assert.equal(await disposition({ fileName: null }), undefined);
    assert.equal(await disposition({ disposition: 'inline; filename=a b.csv' }), 'inline; filename=a b.csv');
  });

  describe('from the storage', () => {
    it('is refused with 400 if the client sends credentials', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
      const answer = await fetchFile(simulator, await linkTo(simulator, FIRST_ID), { authorization: 'Basic eDp5' });
      assert.equal(answer.status, 400);
      assert.match(answer.text, /<Code>InvalidArgument<\/Code><Message>Only one auth mechanism allowed/);
      assert.equal(simulator.requests.at(-1)?.hasAuthorization, true);
    });

    it('is refused with 403 after five minutes, or as the options say', async () => {
      for (const [linkLifetimeMs, expiresMs] of [
        [undefined, 5 * MINUTE_MS],
        [1_000, 1_000],
      ] as const) {
        const simulator = await start(
          [aCompletedJob({ id: FIRST_ID })],
          linkLifetimeMs === undefined ? {} : { linkLifetimeMs },
        );
        const link = await linkTo(simulator, FIRST_ID);
        simulator.advance(expiresMs - 1);
        assert.equal((await fetchFile(simulator, link)).status, 200);
        simulator.advance(1);
        const answer = await fetchFile(simulator, link);
        assert.equal(answer.status, 403);
        assert.match(answer.text, /<Message>Request has expired<\/Message>/);
        assert.equal((await fetchFile(simulator, await linkTo(simulator, FIRST_ID))).status, 200);
      }
    });

    it('is refused with 403 if the link was changed or used with another method', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
      const link = await linkTo(simulator, FIRST_ID);
      for (const wrong of [
        link.replace('X-Amz-Expires=300', 'X-Amz-Expires=999'),
        link.replace(/Signature=./, 'Signature=-'),
        simulator.storageUrl,
        `${simulator.storageUrl}/other`,
      ]) {
        assert.match((await fetchFile(simulator, wrong)).text, /SignatureDoesNotMatch/);
      }
      assert.equal((await call(simulator, link, { method: 'HEAD' })).status, 403);
    });

    it('returns 404 if the file was removed after the link was signed', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
      const link = await linkTo(simulator, FIRST_ID);
      simulator.updateJob(FIRST_ID, { result: { rows: 1, gone: 404 } });
      assert.match((await fetchFile(simulator, link)).text, /NoSuchKey/);
    });

    it('supports ranges', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID, result: { bytes: 10_000 } })]);
      const link = await linkTo(simulator, FIRST_ID);
      const whole = (await fetchFile(simulator, link)).body;
      for (const [range, from, to] of [
        ['bytes=0-0', 0, 1],
        ['bytes=100-199', 100, 200],
        ['bytes=9990-', 9_990, 10_000],
        ['bytes=-10', 9_990, 10_000],
        ['bytes=5-99999', 5, 10_000],
        ['bytes=-99999', 0, 10_000],
      ] as const) {
        const part = await fetchFile(simulator, link, { range });
        assert.deepEqual(
          [part.status, part.headers['content-range'], part.headers['content-length']],
          [206, `bytes ${from}-${to - 1}/10000`, String(to - from)],
          range,
        );
        assert.ok(part.body.equals(whole.subarray(from, to)), range);
      }
      for (const range of ['bytes=10000-', 'bytes=-0']) {
        const refusal = await fetchFile(simulator, link, { range });
        assert.deepEqual([refusal.status, refusal.headers['content-range']], [416, 'bytes */10000'], range);
        assert.match(refusal.text, /InvalidRange/);
      }
      for (const range of ['bytes=0-1,5-6', 'rows=0-1', 'bytes=9-2', 'bytes=-']) {
        assert.equal((await fetchFile(simulator, link, { range })).status, 200, range);
      }
    });

    it('resumes only the file that the client started with', async () => {
      const simulator = await start([aCompletedJob({ id: FIRST_ID })]);
      const link = await linkTo(simulator, FIRST_ID);
      const { etag = '', 'last-modified': modified = '' } = (await fetchFile(simulator, link)).headers;
      const resume = async (headers: Record<string, string>) =>
        (await fetchFile(simulator, link, { range: 'bytes=5-', ...headers })).status;
      assert.deepEqual(
        [
          await resume({ 'if-range': etag }),
          await resume({ 'if-range': modified }),
          await resume({ 'if-range': '"other"' }),
        ],
        [206, 206, 200],
      );
      assert.deepEqual(
        [
          await resume({ 'if-match': etag }),
          await resume({ 'if-match': '"other"' }),
          await resume({ 'if-none-match': etag }),
        ],
        [206, 412, 304],
      );
    });
  });
});
