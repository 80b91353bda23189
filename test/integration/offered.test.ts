import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { JobForAgent } from '../../src/core/agent/jobForAgent';
import type { PreviewForAgent } from '../../src/core/agent/previewForAgent';
import type { Comparison } from '../../src/core/compare/comparison';
import type { Job } from '../../src/core/jobs/job';
import { contextValues } from '../../src/vscode/jobs/contextKeys';
import type { ToolName } from '../../src/vscode/ids';
import { aJob } from '../support/aJob';
import { clearResults, configure, type SignedIn, signIn, until } from './support/extension';
import { offered } from './support/offered';
import { toldBy } from './support/shownMessages';
import { UPLOADING } from './support/someJobs';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const RUNNING = { ...UPLOADING, id: '22222222-0000-4000-8000-000000000002' } as const;
const PAST = {
  id: '33333333-0000-4000-8000-000000000003',
  type: 'ApiReport',
  createdAgoMs: 20 * DAY_MS,
  queueMs: 0,
  runMs: MINUTE_MS,
  result: { content: 'Action_Id,Payout\n1,1.50\n2,2.50\n' },
  replay: { result: { content: 'Action_Id,Payout\n1,1.50\n2,3.50\n' } },
} as const;
const OTHER = {
  id: '44444444-0000-4000-8000-000000000004',
  type: 'ApiReport',
  createdAgoMs: 60 * MINUTE_MS,
  queueMs: 0,
  runMs: MINUTE_MS,
  result: { content: 'Action_Id,Payout\n1,9.50\n' },
} as const;

function run<T>(command: string, ...args: readonly unknown[]): Promise<T> {
  return Promise.resolve(vscode.commands.executeCommand<T>(`impactJobs.${command}`, ...args));
}

describe('What is offered', () => {
  let signedIn: SignedIn;

  before(() => configure('download.openAfter', false));
  after(() => configure('download.openAfter', undefined));

  afterEach(() => clearResults(signedIn));

  const asked = () => signedIn.simulator.requests.length;

  async function invoke<T>(name: ToolName, input: object): Promise<T> {
    const { content } = await vscode.lm.invokeTool(
      name,
      { input, toolInvocationToken: undefined },
      new vscode.CancellationTokenSource().token,
    );
    return (
      JSON.parse(content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('')) as {
        result: T;
      }
    ).result;
  }

  /** A job from the history of an earlier window. */
  function remember(): void {
    const [account] = signedIn.parts.accounts.on;
    const at = Date.now() - PAST.createdAgoMs;
    const job = aJob({
      id: PAST.id,
      status: 'COMPLETED',
      createdAt: at,
      completedAt: at + MINUTE_MS,
      replayable: true,
    });
    signedIn.parts.store.applyHistory(account?.id ?? '', [{ job, lastSeenAtMs: Date.now() - 3 * DAY_MS }]);
  }

  it('sends no request to impact.com while all accounts are turned off', async () => {
    signedIn = await signIn([RUNNING, PAST]);
    const { parts, sid } = signedIn;
    for (const command of ['refresh', 'exportReport', 'disableAccount', 'watchJob', 'openTable']) {
      assert.ok(offered(parts).includes(command), command);
    }
    await run('disableAccount', sid);
    assert.deepEqual(
      offered(parts).filter(
        (command) =>
          !['replaceToken', 'renameAccount', 'enableAccount', 'removeAccount', 'startDemo'].includes(command),
      ),
      ['openSavedExports'],
    );
    assert.match(await toldBy(() => run('exportReport')), /All accounts are turned off/);
    await assert.rejects(run('exportReport', { reportId: 'agency_action_listing' }), /All accounts are turned off/);
  });

  it("is watching and muting only for jobs that aren't yet watched or muted", async () => {
    signedIn = await signIn([RUNNING]);
    await run('watchJob', RUNNING.id);
    const told = ['watchJob', 'unwatchJob', 'muteJob', 'unmuteJob'];
    assert.deepEqual(
      told.filter((command) => offered(signedIn.parts).includes(command)),
      ['unwatchJob', 'muteJob'],
    );
    await run('muteJob', RUNNING.id);
    assert.deepEqual(
      told.filter((command) => offered(signedIn.parts).includes(command)),
      ['watchJob', 'unmuteJob'],
    );
    await run('unmuteJob', RUNNING.id);
  });

  it('for a job that left the list works: its result is downloaded, tools find it, and its replay is compared with it', async () => {
    signedIn = await signIn([PAST]);
    remember();
    const { parts, simulator } = signedIn;
    const [account] = parts.accounts.on;
    const entry = (id: string) => parts.store.entry(account?.id ?? '', id);
    assert.equal(entry(PAST.id)?.lastSeenAtMs !== undefined, true);
    assert.ok(offered(parts).includes('downloadAll'));
    const [file] = await run<readonly vscode.Uri[]>('downloadAll').then((uris) => [uris].flat());
    assert.ok(file !== undefined && entry(PAST.id)?.download?.uri === file.toString());
    assert.ok(!offered(parts).includes('downloadAll'));

    const before = asked();
    const waited = await invoke<{ outcome: string; job: JobForAgent }>('impactJobs_wait', { jobId: PAST.id });
    assert.deepEqual([waited.outcome, waited.job.status, waited.job.file], ['ended', 'COMPLETED', file.toString()]);
    const { rows } = await invoke<PreviewForAgent>('impactJobs_preview', { jobId: PAST.id, rows: 1 });
    assert.deepEqual([rows, asked()], [[['1', '1.50']], before], 'the file is read, nothing is asked');

    const replayed = await run<Job>('replay', PAST.id);
    simulator.advance(10 * MINUTE_MS);
    await run('refresh');
    await until(parts, () => entry(replayed.id)?.job.status === 'COMPLETED');
    assert.ok(!offered(parts).includes('compareResults'));
    await run('download', replayed.id);
    assert.ok(offered(parts).includes('compareResults'));
    const { changed, unchanged } = await run<Comparison>('compareResults', PAST.id);
    assert.deepEqual({ changed, unchanged }, { changed: 1, unchanged: 1 });
  });

  it('is showing hidden jobs if only hidden jobs that left the list remain', async () => {
    signedIn = await signIn([PAST]);
    remember();
    const { arranged } = signedIn.parts;
    await run('hideJob', PAST.id);
    const state = () => contextValues(arranged, Date.now()).viewState;
    assert.deepEqual(
      [state(), offered(signedIn.parts).includes('unhideJobs'), offered(signedIn.parts).includes('downloadAll')],
      ['allHidden', true, false],
    );
    await run('unhideJobs', PAST.id);
    assert.equal(state(), 'jobs');
    await run('filter', { text: 'no such job' });
    assert.deepEqual([state(), offered(signedIn.parts).includes('downloadAll')], ['filteredOut', false]);
    await run('clearFilter');
  });

  it('is downloading all shown results: per group or all, with history, without filtered or hidden ones', async () => {
    const [shown, filtered, hidden] = [
      { ...OTHER, programId: '' },
      { ...OTHER, id: '55555555-0000-4000-8000-000000000005', programId: '7734' },
      { ...OTHER, id: '66666666-0000-4000-8000-000000000006', programId: '' },
    ];
    signedIn = await signIn([shown, filtered, hidden, PAST]);
    remember();
    const { parts } = signedIn;
    const accountId = parts.accounts.on[0]?.id ?? '';
    const downloaded = () =>
      [shown, filtered, hidden, PAST].filter(({ id }) => parts.store.entry(accountId, id)?.download !== undefined);
    await run('hideJob', hidden.id);
    await run('filter', { programs: [''] });
    await run('downloadAll', { kind: 'group', accountId, groupId: 'COMPLETED' });
    assert.deepEqual(downloaded(), [shown, PAST]);
    assert.ok(!offered(parts).includes('downloadAll'));
    assert.match(await toldBy(() => run('downloadAll')), /already downloaded/);
    await run('clearFilter');
    assert.ok(offered(parts).includes('downloadAll'));
    await run('downloadAll');
    assert.deepEqual(downloaded(), [shown, filtered, PAST]);
    await run('unhideJobs', hidden.id);
  });

  it('is comparing any two results: the user picks the second one if there is no natural match', async () => {
    signedIn = await signIn([OTHER, { ...PAST, createdAgoMs: 30 * MINUTE_MS }]);
    await run('download', [OTHER.id, PAST.id]);
    const compared = run<Comparison>('compareResults', OTHER.id);
    let comparison: Comparison | undefined;
    void compared.then((value) => (comparison = value));
    while (comparison === undefined) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual([comparison.changed, comparison.added, comparison.unchanged], [1, 1, 0]);
  });
});
