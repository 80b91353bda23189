import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/jobs/job';
import { exportTimes } from '../../src/vscode/exports/exportMemory';
import { answerSteps } from './support/answerSteps';
import { rows, run, type SignedIn, signIn, until } from './support/extension';

const HOUR_MS = 3_600_000;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const OCTOBER = { START_DATE: '2026-10-01', END_DATE: '2026-10-31' };

describe('Exporting a report', () => {
  let signedIn: SignedIn;

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await signedIn.signOut();
  });

  const exported = (): URLSearchParams[] =>
    signedIn.simulator.requests
      .filter(({ endpoint }) => endpoint === 'reportExport')
      .map(({ query }) => new URLSearchParams(query));
  const onlyEntry = () => {
    const [entry] = signedIn.parts.store.snapshot.accounts[0]?.entries.values() ?? [];
    assert.ok(entry);
    return entry;
  };

  it('from a script returns the job, named after report and period, and remembers its parameters', async () => {
    signedIn = await signIn([]);
    const job = await run<Job>('exportReport', {
      reportId: 'agency_action_listing',
      format: 'CSV',
      filters: { ...OCTOBER, SUBAID: 4187 },
    });
    assert.deepEqual([job.status, job.programId], ['QUEUED', '4187']);
    assert.deepEqual(
      rows(signedIn.parts).map((line) => line.split(' | ')[0]),
      ['Queued', '  Action Listing · Oct 2026'],
    );
    assert.deepEqual(onlyEntry().parameters, {
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      format: 'CSV',
      filters: { ...OCTOBER, SUBAID: '4187' },
    });
    assert.equal(signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reports').length, 1);
  });

  it('with the same parameters returns the existing job', async () => {
    signedIn = await signIn([]);
    const request = { reportId: 'agency_action_listing', filters: OCTOBER };
    const first = await run<Job>('exportReport', request);
    signedIn.simulator.advance(HOUR_MS);
    const second = await run<Job>('exportReport', request);
    assert.deepEqual([second.id, second.status], [first.id, 'COMPLETED']);
  });

  it('passes its name and parameters on to a replay and to the file', async () => {
    signedIn = await signIn([]);
    const job = await run<Job>('exportReport', { reportId: 'agency_partner_listing', filters: { COUNTRY: 'DE' } });
    signedIn.simulator.advance(HOUR_MS);
    await run('refresh');
    const replayed = await run<Job>('replay', job.id);
    const entries = signedIn.parts.store.snapshot.accounts[0]?.entries;
    assert.deepEqual(entries?.get(replayed.id)?.parameters, entries?.get(job.id)?.parameters);
    assert.equal(entries?.get(replayed.id)?.name, 'Partner Listing');
    const uri = await run<vscode.Uri>('download', job.id);
    assert.match(path.basename(uri.fsPath), /^Partner Listing /);
  });

  for (const [what, argument, sentence] of [
    [
      'a report that the API cannot run',
      { reportId: 'agency_user_activity' },
      /Not permitted to run report agency_user_activity/,
    ],
    [
      'a filter whose value is wrong',
      { reportId: 'agency_action_listing', filters: { ...OCTOBER, SUBAID: 'abc' } },
      /SUBAID: Not a numeric value/,
    ],
    [
      'a format that does not exist',
      { reportId: 'agency_action_listing', format: 'PDF' },
      /format must be one of CSV, JSON, XML/,
    ],
    ['filters that are none', { reportId: 'agency_action_listing', filters: [1] }, /filters must be an object/],
    [
      'a filter that is an object',
      { reportId: 'agency_action_listing', filters: { A: {} } },
      /The filter A must be text, a number, true, false, or a list of these/,
    ],
    [
      'an account that is not signed in',
      { reportId: 'agency_action_listing', accountSid: 'IRnobody' },
      /Account IRnobody not found/,
    ],
    ['an id that leads elsewhere', { reportId: '../Jobs' }, /refused|is not an id/],
  ] as const) {
    it(`rejects ${what} with a sentence`, async () => {
      signedIn = await signIn([]);
      await assert.rejects(run('exportReport', argument), sentence);
      assert.deepEqual(rows(signedIn.parts), []);
    });
  }

  it('of clicks schedules a job for each day, and counts them apart from those of reports', async () => {
    signedIn = await signIn([], { accounts: [{ kind: 'brand' }] });
    const jobs = await run<readonly Job[]>('exportReport', {
      reportId: 'ClickExport',
      filters: { ProgramId: 3629, AdId: [656565, 656570] },
      period: { from: '2026-11-20', to: '2026-11-22' },
    });
    assert.deepEqual(
      jobs.map(({ type, programId }) => [type, programId]),
      Array.from({ length: 3 }, () => ['ClickExport', '3629']),
    );
    const asked = signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'clickExport');
    assert.deepEqual(
      asked.map(({ query }) => query),
      ['20', '21', '22'].map((day) => `AdId=656565&AdId=656570&Date=2026-11-${day}&ResultFormat=CSV`),
    );
    const names = [...(signedIn.parts.store.snapshot.accounts[0]?.entries.values() ?? [])].map(({ name }) => name);
    assert.deepEqual(
      names.sort(),
      [20, 21, 22].map((day) => `Clicks · Nov ${day}, 2026`),
    );
    const { memory, accounts } = signedIn.parts;
    const accountId = accounts.all[0]?.id ?? '';
    assert.deepEqual([exportTimes(memory, accountId, 'clickExports').length, exportTimes(memory, accountId)], [3, []]);
  });

  it('of clicks says what an agency lacks', async () => {
    signedIn = await signIn([]);
    await assert.rejects(
      run('exportReport', { reportId: 'ClickExport', period: 'yesterday' }),
      /impact\.com exports clicks only for brands and partners\. For an agency, export those of its brands\./,
    );
    assert.ok(!signedIn.simulator.requests.some(({ endpoint }) => endpoint === 'clickExport'));
  });

  it('in steps accepts the defaults with Enter: last month as CSV, downloaded when done', async () => {
    // An account without recent reports, which would come first.
    signedIn = await signIn([{ id: ID, type: 'UploadAds', createdAgoMs: HOUR_MS, queueMs: 0, runMs: 1000 }], {
      seed: 2,
    });
    const { id } = await answerSteps('Enter', run<Job>('exportReport'));
    const [query] = exported();
    assert.ok(query);
    assert.equal(exported().length, 1);
    assert.equal(query.get('ResultFormat'), 'CSV');
    assert.match(query.get('START_DATE') ?? '', /^\d{4}-\d{2}-01$/);
    signedIn.simulator.advance(HOUR_MS);
    const entry = () => signedIn.parts.store.snapshot.accounts[0]?.entries.get(id);
    await run('refresh');
    await until(signedIn.parts, () => entry()?.download !== undefined);
    const file = vscode.Uri.parse(entry()?.download?.uri ?? '').fsPath;
    assert.ok(readdirSync(path.dirname(file)).includes(path.basename(file)));
    assert.ok(readFileSync(file).length > 0);
  });

  it('left with Escape schedules nothing', async () => {
    signedIn = await signIn([]);
    assert.equal(await answerSteps('Escape', run<Job | undefined>('exportReport')), undefined);
    assert.deepEqual(exported(), []);
  });

  it('of clicks that is refused here is none of the 10 of the day', async () => {
    signedIn = await signIn([], { accounts: [{ kind: 'brand' }] });
    const clicks = (filters: object): Promise<Job> => run<Job>('exportReport', { reportId: 'ClickExport', filters });
    const counted = () => {
      const [account] = signedIn.parts.accounts.on;
      return exportTimes(signedIn.parts.memory, account?.id ?? '', 'clickExports').length;
    };
    const day = { ProgramId: '3629', Date: '2026-11-20' };
    const before = counted(); // another test has the same account
    await assert.rejects(clicks({ ...day, ProgramId: '' }), /need one program/);
    await assert.rejects(clicks({ ...day, START_DATE: '2026-11-01' }), /can't be filtered by START_DATE/);
    assert.equal(counted(), before);
    await clicks(day);
    assert.equal(counted(), before + 1);
  });
});

describe('Renaming a job', () => {
  let signedIn: SignedIn;

  afterEach(() => signedIn.signOut());

  it('names a job from elsewhere, which its replay inherits and an empty name undoes', async () => {
    signedIn = await signIn([{ id: ID, type: 'ApiReport', createdAgoMs: HOUR_MS, queueMs: 0, runMs: 1000 }]);
    const name = (id = ID) => signedIn.parts.store.snapshot.accounts[0]?.entries.get(id)?.name;
    assert.equal(await run('renameJob', ID, '  Monday\nnumbers '), 'Monday numbers');
    assert.equal(name(), 'Monday numbers');
    const replayed = await run<Job>('replay', ID);
    assert.equal(name(replayed.id), 'Monday numbers');
    await run('renameJob', { jobId: ID, accountSid: signedIn.sid }, '');
    assert.equal(name(), undefined);
  });

  it('exported from here restores report and period', async () => {
    signedIn = await signIn([]);
    const { id } = await run<Job>('exportReport', { reportId: 'agency_action_listing', filters: OCTOBER });
    await run('renameJob', [id], 'Mine');
    assert.match(rows(signedIn.parts).join(), /Mine/);
    await run('renameJob', id, '');
    assert.match(rows(signedIn.parts).join(), /Action Listing · Oct 2026/);
  });
});
