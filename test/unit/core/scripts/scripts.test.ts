import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bashScript } from '../../../../src/core/scripts/bashScript';
import type { ScriptStart, ScriptTask } from '../../../../src/core/scripts/scriptTask';
import { workflowStep } from '../../../../src/core/scripts/workflowStep';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { accountOf, contentOf, exportOf, isThere, languagesHere, scriptsForTest } from './support/scriptLanguages';
import { RedirectingServers } from './support/redirectingServers';
import { aCompletedJob, aRunningJob } from '../../simulator/support/simulators';

describe('A script that repeats an action without the editor', () => {
  const { start, startQuick, run, folder } = scriptsForTest();

  for (const [language, { write, interpreter, needs }] of languagesHere) {
    describe(`in ${language}, with ${needs}`, () => {
      const runTask = (simulator: Simulator, begin: ScriptStart, title = 'Action Listing', ...args: string[]) =>
        run(
          write({ account: accountOf(simulator), title, start: begin, extension: 'csv' }),
          interpreter,
          simulator.accounts[0]?.token ?? '',
          {},
          ...args,
        );

      it('exports, waits, and downloads the file', async () => {
        const simulator = await startQuick();
        const { code, output } = await runTask(
          simulator,
          exportOf(simulator, { START_DATE: '2026-11-01T00:00:00Z', END_DATE: '2026-11-08T00:00:00Z' }),
        );
        assert.equal(code, 0, output);
        const jobId = /Scheduled as job (\S+)/.exec(output)?.[1] ?? '';
        assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, jobId));
        assert.deepEqual(readdirSync(folder()).sort(), ['Action Listing.csv', 'script']);
      });

      it('waits for a running job, and uses another file name', async () => {
        const simulator = await startQuick([aRunningJob({ id: 'a1', result: { rows: 40 } })]);
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'a1' }, 'Clicks', 'other.csv');
        assert.equal(code, 0, output);
        assert.deepEqual(readFileSync(path.join(folder(), 'other.csv')), contentOf(simulator, 'a1'));
      });

      it('says why an export is rejected', async () => {
        const simulator = await startQuick();
        const { code, output } = await runTask(simulator, exportOf(simulator, { START_DATE: 'yesterday' }));
        assert.notEqual(code, 0);
        assert.match(output, /refused/);
      });

      it('says why a job failed, and leaves no file', async () => {
        const simulator = await startQuick([
          aCompletedJob({ id: 'f1', outcome: { status: 'FAILED', message: 'No data for the period' } }),
        ]);
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'f1' });
        assert.notEqual(code, 0);
        assert.match(output, /FAILED.*No data for the period/);
        assert.deepEqual(readdirSync(folder()), ['script']);
      });

      it('retries server errors and temporary rate limits', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        simulator.setFault({ endpoint: 'job', nth: 1, kind: 'answer', status: 503 });
        simulator.setFault({ endpoint: 'download', nth: 1, kind: 'answer', status: 429, retryAfter: 0 });
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' });
        assert.equal(code, 0, output);
        assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, 'c1'));
      });

      it('sends the credentials only to the API', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        await runTask(simulator, { kind: 'job', jobId: 'c1' });
        const toStorage = simulator.requests.filter(({ origin }) => origin === 'storage');
        assert.deepEqual(
          toStorage.map(({ hasAuthorization, status }) => [hasAuthorization, status]),
          [[false, 200]],
        );
      });

      it('treats names as text, whatever they contain', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        const hostile = `x'; touch pwned; '$(touch pwned)\`touch pwned\`"; touch pwned #\n touch pwned \${{ github.token }} \\`;
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' }, hostile);
        assert.equal(code, 0, output);
        assert.ok(!existsSync(path.join(folder(), 'pwned')));
        assert.equal(readdirSync(folder()).length, 2);
      });

      it('sends no request for an invalid ID, and prints no terminal control characters', async () => {
        const simulator = await startQuick();
        for (const jobId of ['x[1-40]', '{a,b}', '../../x', '\u001b[31mred\u0007']) {
          const { code, output } = await runTask(simulator, { kind: 'job', jobId });
          assert.deepEqual([code, simulator.requests.length], [1, 0]);
          assert.match(output, /This isn't a job's ID/);
          assert.ok(!output.includes('\u001b') && !output.includes('\u0007'));
        }
      });

      it('shows nothing of a message that steers a terminal', async () => {
        const simulator = await startQuick([
          aCompletedJob({
            id: 'f1',
            outcome: { status: 'FAILED', message: 'a\u001b[31mb\u0007c\u009b2Jd\u0085e\u007ff é' },
          }),
        ]);
        const { output } = await runTask(simulator, { kind: 'job', jobId: 'f1' });
        assert.match(output, /FAILED\. a.*é/);
        assert.doesNotMatch(output, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      });

      it('follows no redirect to http from a server that speaks https', async () => {
        const servers = await RedirectingServers.start();
        try {
          const account = { kind: 'agency', sid: 'IRtest', baseUrl: servers.baseUrl } as const;
          const script = write({ account, title: 'x', start: { kind: 'job', jobId: 'c1' }, extension: 'csv' });
          const caFile = path.join(folder(), 'ca.pem');
          writeFileSync(caFile, servers.cert);
          const { code } = await run(script, interpreter, 'a-token', { CURL_CA_BUNDLE: caFile, SSL_CERT_FILE: caFile });
          assert.ok(servers.secure.some((target) => target.endsWith('/Download')));
          assert.deepEqual([code, servers.plain], [1, []]);
          assert.deepEqual(readdirSync(folder()).sort(), ['ca.pem', 'script']);
        } finally {
          await servers.close();
        }
      });

      it('writes through no link in the place of the file or a part of it', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        writeFileSync(path.join(folder(), 'theirs'), 'kept');
        symlinkSync('theirs', path.join(folder(), 'Action Listing.csv'));
        symlinkSync('theirs', path.join(folder(), 'Action Listing.csv.part'));
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' });
        assert.equal(code, 0, output);
        assert.equal(readFileSync(path.join(folder(), 'theirs'), 'utf8'), 'kept');
        assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, 'c1'));
        assert.equal(readdirSync(folder()).length, 4);
      });

      it('says that it needs the token', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        const script = write({
          account: accountOf(simulator),
          title: 'x',
          start: { kind: 'job', jobId: 'c1' },
          extension: 'csv',
        });
        const { code, output } = await run(script, interpreter, '');
        assert.notEqual(code, 0);
        assert.match(output, /Set IMPACT_AUTH_TOKEN/);
        assert.equal(simulator.requests.length, 0);
      });
    });
  }

  if (isThere('curl')) {
    it('passes a token with quotes and backslashes to curl unchanged', async () => {
      const simulator = await startQuick([aCompletedJob({ id: 'c1' })], {
        accounts: [{ kind: 'agency', token: 'a"b\\c d\'e' }],
      });
      const task: ScriptTask = {
        account: accountOf(simulator),
        title: 'x',
        start: { kind: 'job', jobId: 'c1' },
        extension: 'csv',
      };
      const { code, output } = await run(bashScript(task), 'bash', 'a"b\\c d\'e');
      assert.equal(code, 0, output);
    });
  }

  it('contains no expression that GitHub would evaluate except the secret', async () => {
    const simulator = await start();
    const step = workflowStep({
      account: accountOf(simulator),
      title: '${{ github.token }}',
      start: { kind: 'job', jobId: 'c1' },
      extension: 'csv',
    });
    assert.deepEqual(step.match(/\$\{\{.*?\}\}/g), ['${{ secrets.IMPACT_AUTH_TOKEN }}']);
  });
});
