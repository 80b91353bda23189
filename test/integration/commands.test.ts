import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/jobs/job';
import { dayAt } from '../../src/core/reports/calendar';
import { Settings } from '../../src/vscode/settings';
import { fromUser } from '../../src/vscode/caller';
import { waitUntil } from '../support/waitUntil';
import { recordMessages, toldBy } from './support/shownMessages';
import { activated, configure, rows, run, type SignedIn, signIn, until } from './support/extension';
import { FINISHED } from './support/someJobs';

const MINUTE_MS = 60_000;
const FAILED = { status: 'FAILED', message: 'No data.' } as const;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';

describe('Commands on jobs', () => {
  let signedIn: SignedIn;

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await signedIn.signOut();
  });

  it('replay returns the new job, shows it, and leaves the old one unchanged', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    const replayed = await run<Job>('replay', ID);
    assert.notEqual(replayed.id, ID);
    assert.equal(replayed.status, 'QUEUED');
    assert.deepEqual(
      rows(signedIn.parts).filter((line) => !line.startsWith(' ')),
      ['Queued | 1', 'Completed | 1'],
    );
    assert.equal(signedIn.parts.store.snapshot.accounts[0]?.entries.get(replayed.id)?.replayOf, ID);
  });

  it("replay of a brand's job queues the same one again", async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }], { accounts: [{ kind: 'brand' }] });
    const replayed = await run<Job>('replay', { jobId: ID, accountSid: signedIn.sid });
    assert.equal(replayed.id, ID);
    assert.deepEqual(
      rows(signedIn.parts).filter((line) => !line.startsWith(' ')),
      ['Queued | 1'],
    );
  });

  it('replay of several jobs returns them all', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }, FINISHED]);
    const ids = [...(signedIn.parts.store.snapshot.accounts[0]?.entries.keys() ?? [])];
    const replayed = await run<Job[]>('replay', ids);
    assert.equal(replayed.length, 2);
  });

  it('replay of an empty list does nothing and says nothing', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    const shown = recordMessages();
    assert.deepEqual(await run('replay', []), []);
    shown.stop();
    assert.deepEqual(shown.messages, []);
  });

  it('copying the IDs of an empty list leaves the clipboard unchanged', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    await vscode.env.clipboard.writeText('mine');
    await run('copyId', []);
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
  });

  it('a list of unknown IDs spends one request, and a long one none', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    const before = signedIn.simulator.requests.length;
    const unknown = (count: number): string[] => Array.from({ length: count }, (_, index) => `unknown-${index}`);
    await assert.rejects(run('copyId', [ID, ...unknown(40)]), /doesn't know this job/);
    assert.equal(signedIn.simulator.requests.length - before, 1);
    await assert.rejects(
      run('copyId', [ID, ...unknown(1000)]),
      /1000 of these jobs aren't in any list\. Specify at most 50 at a time\./,
    );
    assert.equal(signedIn.simulator.requests.length - before, 1);
  });

  describe('replay by a person', () => {
    const ask = async (...ids: readonly string[]): Promise<readonly string[]> => {
      const accountId = signedIn.parts.store.snapshot.accounts[0]?.account.id ?? '';
      const shown = recordMessages(); // and nobody agrees
      await run('replay', fromUser(...ids.map((jobId) => ({ accountId, jobId })))).finally(() => shown.stop());
      return shown.messages;
    };
    const replays = (): number => signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'replay').length;

    it('of a completed job needs a confirmation, so that a wrong click changes nothing', async () => {
      signedIn = await signIn([{ ...FINISHED, id: ID }]);
      assert.deepEqual([await ask(ID), replays()], [['Replay Report export?'], 0]);
    });

    it('of a failed job is not asked about', async () => {
      signedIn = await signIn([{ ...FINISHED, id: ID, outcome: FAILED }]);
      assert.deepEqual(
        [await ask(ID), replays()],
        [['Replayed Report export as a new job. The original is unchanged.'], 1],
      );
    });

    it('of more than five jobs needs a confirmation, whatever panel they are in', async () => {
      const ids = ['1', '2', '3', '4', '5', '6'].map((digit) => ID.replace(/^8/, digit));
      signedIn = await signIn(ids.map((id) => ({ ...FINISHED, id, outcome: FAILED })));
      assert.deepEqual([await ask(...ids), replays()], [['Replay 6 jobs?'], 0]);
    });
  });

  it("replay of a running job says that it's running, and sends no request", async () => {
    signedIn = await signIn([
      { type: 'ApiReport', id: ID, createdAgoMs: MINUTE_MS, queueMs: 0, runMs: 60 * MINUTE_MS },
    ]);
    const before = signedIn.simulator.requests.length;
    await assert.rejects(run('replay', ID), /Report export can't be replayed \(running\)/);
    assert.equal(signedIn.simulator.requests.length, before);
  });

  it('an error names a job that no account has', async () => {
    signedIn = await signIn([FINISHED]);
    await assert.rejects(run('showDetails', '00000000-0000-4000-8000-000000000000'), /doesn't know this job/);
  });

  it('a job older than the list can be given by its ID', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, createdAgoMs: 40 * 24 * 60 * MINUTE_MS }]);
    assert.deepEqual(rows(signedIn.parts), []);
    assert.match(await run<string>('copyCurl', ID), new RegExp(ID));
  });

  it('copyId and copyCurl fill the clipboard, without the token', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID }]);
    await run('copyId', ID);
    assert.equal(await vscode.env.clipboard.readText(), ID);
    await run('copyCurl', ID);
    const curl = await vscode.env.clipboard.readText();
    assert.match(curl, /^curl .*IMPACT_AUTH_TOKEN.*\/Download'$/);
    assert.ok(!curl.includes(signedIn.token));
  });
});

describe('Accounts', () => {
  it('removeAccount forgets the account, its jobs and its token', async () => {
    const { parts, sid, signOut } = await signIn([FINISHED]);
    const [account] = parts.accounts.stored;
    assert.ok(account);
    assert.equal(await run('removeAccount', sid), sid);
    assert.deepEqual(parts.store.snapshot.accounts, []);
    assert.equal(await parts.accounts.readToken(account), undefined);
    await signOut();
  });

  it('a rejected token stops the watch and keeps the account', async () => {
    const signedIn = await signIn([FINISHED]);
    signedIn.simulator.setFault({ kind: 'answer', status: 401, body: 'envelope' });
    assert.match(
      await toldBy(() => run('refresh')),
      vscode.window.state.focused
        ? /^impact\.com no longer accepts the token of .*\.$/
        : /doesn't accept this Account SID/,
    );
    assert.equal(signedIn.parts.accounts.stored.length, 1);
    const { sync } = signedIn.parts.store.snapshot.accounts[0] ?? {};
    assert.equal(sync?.kind === 'failed' && sync.nextTryAtMs, undefined);
    await signedIn.signOut();
  });
});

describe('The demo', () => {
  it('shows named jobs without credentials, and leaves no trace when it ends', async () => {
    const parts = await activated();
    await run('startDemo');
    await until(parts, () => parts.store.snapshot.accounts[0]?.sync.kind === 'current');
    const lines = rows(parts);
    assert.ok(
      lines.some((line) => line.startsWith('Running')),
      lines.join('\n'),
    );
    assert.ok(
      lines.some((line) => /^ {2}Action Listing \d+% \|/.test(line)),
      lines.join('\n'),
    );
    await run('stopDemo');
    assert.deepEqual(rows(parts), []);
  });
});

describe('Settings', () => {
  it('an out-of-range value is named with its range, and the default is used', async () => {
    const signedIn = await signIn([FINISHED]);
    await configure('lookbackDays', 4000);
    const said: string[] = [];
    const settings = new Settings((sentence) => said.push(sentence));
    assert.deepEqual([settings.get('lookbackDays'), settings.get('lookbackDays')], [7, 7]);
    await waitUntil(() => said.length > 0);
    assert.deepEqual(
      said,
      [
        "The setting impactJobs.lookbackDays can't be 4000. Expected a whole number from 1 to 90. Until it's corrected, 7 is used.",
      ],
      'once',
    );
    settings.dispose();
    const eightDaysAgo = (): string => dayAt(Date.now() - 8 * 24 * 60 * MINUTE_MS, '-05:00');
    const days = [eightDaysAgo()];
    await run('refresh');
    days.push(eightDaysAgo());
    const asked = signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'list').at(-1);
    // A day more than the period, in the account's time zone, which the first list told.
    assert.ok(days.includes(new URLSearchParams(asked?.query).get('CreatedAfter') ?? ''), asked?.query);
    await configure('lookbackDays', undefined);
    await signedIn.signOut();
  });
});
