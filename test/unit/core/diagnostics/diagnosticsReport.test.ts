import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import { type DiagnosticsFacts, diagnosticsReport } from '../../../../src/core/diagnostics/diagnosticsReport';
import { maskPath, maskSid } from '../../../../src/core/diagnostics/mask';
import { Recent } from '../../../../src/core/diagnostics/recent';
import { JobStore } from '../../../../src/core/jobs/jobStore';
import { aJob } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';

const SID = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';

describe('The diagnostics report', () => {
  let clock: FakeClock;
  let store: JobStore;

  beforeEach(() => {
    clock = new FakeClock();
    store = new JobStore(clock);
    store.setAccounts([
      anAccount({
        id: 'a',
        sid: SID,
        name: 'Acme Secret Client',
        baseUrl: 'https://user:hunter2@gateway.test:8443/private/route',
      }),
    ]);
  });

  function report(facts: Partial<DiagnosticsFacts> = {}): string {
    const accounts = store.snapshot.accounts.map((snapshot) => ({
      snapshot,
      rateLimit: { limit: 1000, remaining: 958, resetAtMs: undefined },
      blockedUntilMs: 0,
    }));
    return diagnosticsReport({
      nowMs: clock.now(),
      host: { Extension: '0.1.0' },
      settings: { lookbackDays: '30' },
      accounts,
      requests: [],
      errors: [],
      ...facts,
    });
  }

  it('contains the versions, settings, accounts, jobs, and how current they are', async () => {
    store.applyList('a', [
      aJob({ id: '1', status: 'FAILED' }),
      aJob({ id: '2', status: 'RUNNING' }),
      aJob({ id: '3', status: 'RUNNING' }),
    ]);
    await clock.advance(5000);
    const text = report();
    assert.match(text, /- Extension: 0\.1\.0\n/);
    assert.match(text, /- `impactJobs\.lookbackDays`: 30\n/);
    assert.match(
      text,
      /- 1: agency, stored, IRq8…, gateway\.test\n {2}- jobs: RUNNING 2, FAILED 1\n {2}- state: current as of 5 s ago\n {2}- allowance: 958 of 1000\n/,
    );
  });

  it("says why the jobs aren't current, by the error's kind and never by its text", () => {
    store.applyFailure(
      'a',
      new ApiError('server', `The token s3cret of ${SID} broke`, { status: 503, serverMessage: 's3cret' }),
      clock.now() + 60_000,
    );
    assert.match(report(), /state: failed: server \(HTTP 503\), never current, next try in 60 s/);
    assert.doesNotMatch(report(), /s3cret/);
  });

  it('contains the last requests and errors, one per line, whatever they contain', () => {
    const requests = [
      {
        atMs: 0,
        method: 'GET',
        path: `/Agencies/${SID}/Jobs/81258bc5-54cf-4a09-9fbc-eb837637d02f/Download`,
        status: 302,
        durationMs: 81.4,
        remaining: 957,
      },
    ];
    const text = report({
      requests,
      errors: [{ atMs: 0, where: 'impactJobs.replay failed', kind: 'rate`\n```\nLimited' }],
    });
    assert.match(text, /\n1970-01-01 00:00:00 GET \/Agencies\/IRq8…\/Jobs\/81258bc5…\/Download 302 81 ms 957 left\n/);
    assert.match(text, /\n1970-01-01 00:00:00 impactJobs\.replay failed: rate Limited\n/);
  });

  it('contains no full SID, name, credential, or server path', () => {
    store.applyList('a', [aJob({ id: '1', statusMessage: 'Acme Secret Client has no data', createdBy: SID })]);
    const text = report({
      requests: [
        {
          atMs: 0,
          method: 'GET',
          path: `/private/route/Agencies/${SID}/Jobs`,
          status: 200,
          durationMs: 1,
          remaining: undefined,
        },
      ],
    });
    assert.doesNotMatch(text, /q8mWJybv|Acme|hunter2|private|8443/);
  });

  it('says "none" if there is nothing to report', () => {
    store.setAccounts([]);
    assert.equal(report({ settings: {} }).match(/^none$/gm)?.length, 4);
  });
});

describe('The mask', () => {
  it('covers all of a short SID', () => {
    assert.deepEqual([maskSid(SID), maskSid('IR345678')], ['IRq8…', '…']);
  });

  it('covers the SID and IDs of a path, and nothing else', () => {
    assert.equal(maskPath('/Advertisers/IR1/Jobs'), '/Advertisers/…/Jobs');
    assert.equal(
      maskPath(`/Mediapartners/${SID}/ReportExport/performance_by_partner`),
      '/Mediapartners/IRq8…/ReportExport/performance_by_partner',
    );
    assert.equal(maskPath('//storage-1.example.com'), '//storage-1.example.com');
  });
});

describe('The latest events', () => {
  it('are kept, oldest first', () => {
    const recent = new Recent<number>(3);
    [1, 2, 3, 4].forEach((item) => recent.add(item));
    assert.deepEqual(recent.all, [2, 3, 4]);
  });
});
