import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import type { RunForAgent } from '../../src/core/agent/runForAgent';
import { systemClock } from '../../src/core/clock';
import { asSet, readFreshExport } from '../../src/vscode/agent/freshExport';
import { freshQuestion, runQuestion } from '../../src/vscode/agent/runQuestion';
import type { ToolName } from '../../src/vscode/ids';
import { callOverMcp, propertiesOverMcp } from './support/callOverMcp';
import { clearResults, run, signIn, type SignedIn, until } from './support/extension';

const HOUR_MS = 3_600_000;
const REPORT = 'adv_action_listing';
const QUARTER = { from: '2026-07-01', to: '2026-09-30' };

describe('An export of an agent for many accounts', () => {
  let signedIn: SignedIn;

  afterEach(() => clearResults(signedIn));

  async function invoke<T>(name: ToolName, input: object): Promise<T> {
    const { token } = new vscode.CancellationTokenSource();
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token);
    const text = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    return (JSON.parse(text) as { result: T }).result;
  }

  const exportRequests = (): number =>
    signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;

  const jobs = () => signedIn.parts.store.snapshot.accounts.flatMap(({ entries }) => [...entries.values()]);

  async function signInBrands(seed: number): Promise<void> {
    signedIn = await signIn([], { brands: 2, seed });
    await run('chooseBrands', { brandIds: 'all' });
  }

  /** Lets so many jobs end. A run that has ended before has a reason, which the test shows. */
  async function finish(called: Promise<unknown>, count: number): Promise<void> {
    const ended = called.then((answer) => assert.fail(`The run has ended: ${JSON.stringify(answer)}`));
    ended.catch(() => undefined); // the answer itself is awaited later
    await Promise.race([ended, until(signedIn.parts, () => jobs().length === count)]);
    signedIn.simulator.advance(HOUR_MS);
    await run('refresh');
  }

  it('runs in pieces into one table, and exports only what is missing the next time', async () => {
    await signInBrands(31);
    const input = { reportId: REPORT, accounts: 'all', periods: [QUARTER], pieces: 'month' };
    const called = invoke<RunForAgent>('impactJobs_run', { ...input, combine: 'CSV', key: ['Action_Id'] });
    await finish(called, 6);
    const first = await called;
    assert.deepEqual([first.downloaded, first.total, exportRequests()], [6, 6, 6]);
    assert.deepEqual([...new Set(first.members.map(({ piece }) => piece))], ['2026-07', '2026-08', '2026-09']);
    const [table] = first.tables ?? [];
    assert.deepEqual([table?.format, table?.key, table?.results], ['CSV', ['Action_Id'], 6], JSON.stringify(table));
    const lines = readFileSync(fileURLToPath(table?.file ?? ''), 'utf8')
      .trim()
      .split(/\r?\n/);
    assert.equal(lines.length - 1, table?.rows);
    const manifest = JSON.parse(readFileSync(first.manifest ?? '', 'utf8')) as { combined: readonly unknown[] };
    assert.equal(manifest.combined.length, 1);
    const again = await invoke<RunForAgent>('impactJobs_run', input);
    assert.deepEqual([again.downloaded, exportRequests()], [6, 6]);
    assert.ok(again.members.every(({ wasThere }) => wasThere === true) && again.tables === undefined);
  });

  it('runs over MCP in pieces into one table, refreshes the newest, and asks nothing again for a new brand', async () => {
    signedIn = await signIn([], { brands: 2, seed: 36 });
    const { simulator } = signedIn;
    const [first, second] = simulator.accounts.flatMap(({ brand }) => brand?.id ?? []);
    await run('chooseBrands', { brandIds: [first] });
    const input = { reportId: REPORT, accounts: 'all', periods: [QUARTER], pieces: 'month', existingJob: 'replay' };
    const properties = await propertiesOverMcp(signedIn, 'impactJobs_run');
    assert.deepEqual(
      ['pieces', 'refresh', 'combine', 'key'].filter((name) => !properties.includes(name)),
      [],
    );
    const answered = async (called: ReturnType<typeof callOverMcp>): Promise<RunForAgent> => {
      const { text, isError } = await called;
      assert.equal(isError, undefined, text);
      return (JSON.parse(text) as { result: RunForAgent }).result;
    };
    const called = callOverMcp(signedIn, 'impactJobs_run', { ...input, combine: 'CSV', key: ['Action_Id'] });
    await finish(called, 3);
    const { downloaded, tables, manifest } = await answered(called);
    assert.deepEqual([downloaded, tables?.[0]?.key, tables?.[0]?.results], [3, ['Action_Id'], 3]);
    await run('chooseBrands', { brandIds: [first, second] });
    const again = callOverMcp(signedIn, 'impactJobs_run', { ...input, refresh: 1 });
    await finish(again, 6);
    const next = await answered(again);
    assert.equal(next.manifest, manifest);
    assert.deepEqual(
      next.members.map(({ piece, wasThere = false }) => [piece, wasThere]),
      [
        ['2026-07', true],
        ['2026-08', true],
        ['2026-09', false],
        ['2026-07', false],
        ['2026-08', false],
        ['2026-09', false],
      ],
    );
    const refused = await callOverMcp(signedIn, 'impactJobs_run', { ...input, refresh: 3000 });
    assert.ok(refused.isError === true && refused.text.includes('from 0 to 2000'), refused.text);
  });

  it('answers with the table and the manifest of a saved export', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const file = vscode.Uri.joinPath(folder?.uri ?? assert.fail(), '.impact-jobs.json');
    const saved = {
      name: 'All',
      reportId: REPORT,
      period: 'lastMonth',
      accounts: 'all',
      combine: { format: 'NDJSON' },
    };
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify({ version: 1, exports: [saved] })));
    try {
      await signInBrands(34);
      const called = invoke<readonly RunForAgent[]>('impactJobs_run', { names: ['All'] });
      await finish(called, 2);
      const [answer] = await called;
      const [table] = answer?.tables ?? [];
      assert.deepEqual([table?.export, table?.format, table?.results], ['All', 'NDJSON', 2]);
      assert.equal(
        readFileSync(fileURLToPath(table?.file ?? ''), 'utf8')
          .trim()
          .split('\n').length,
        table?.rows,
      );
      assert.ok(readFileSync(answer?.manifest ?? '', 'utf8').includes('"combined"'));
      const [listed] = await invoke<readonly { combine: { format: string } }[]>('impactJobs_runs', {});
      assert.equal(listed?.combine.format, 'NDJSON');
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });

  it('is confirmed once, with the number of accounts and exports', async () => {
    await signInBrands(32);
    const { accounts, watchers, state, savedExports } = signedIn.parts;
    const parts: Parameters<typeof freshQuestion>[0] = {
      accounts,
      watchers,
      clock: systemClock,
      context: { globalState: state },
    };
    const source = (await savedExports.files()).sources().at(-1) ?? assert.fail();
    const input = { reportId: REPORT, periods: [QUARTER], pieces: 'week', refresh: 1, combine: 'Parquet' };
    const fresh = readFreshExport(input, accounts.on) ?? assert.fail();
    const { message } = freshQuestion(parts, fresh, asSet(fresh, source), 'Read rows?');
    assert.match(message, /for 2 accounts \(.+, .+\)\? Periods: 2026-07-01 – 2026-09-30\. Exports: 28 at most\./);
    assert.match(message, /week by week\. .*one table \(Parquet\)\. .*are replayed/);
    assert.ok(!message.includes('Read rows?'), 'no rows are read');
    const plain = readFreshExport({ reportId: REPORT, periods: ['lastMonth'] }, accounts.on) ?? assert.fail();
    assert.doesNotMatch(freshQuestion(parts, plain, asSet(plain, source), '').message, /table|replayed|by week/);
    const saved = runQuestion(parts, [asSet(plain, source), asSet(fresh, source)]);
    assert.match(saved.message, /for 2 accounts and download.* Exports: 30 at most\./);
    const tooMany = readFreshExport(
      { ...input, periods: [{ from: '2010-01-01', to: '2026-09-30' }], pieces: 'day' },
      accounts.on,
    );
    assert.throws(() => freshQuestion(parts, tooMany ?? fresh, asSet(tooMany ?? fresh, source), ''), /can have 5,000/);
  });

  it('is refused with a hint, and by the tool for one export', async () => {
    signedIn = await signIn([]);
    const input = { reportId: REPORT, periods: ['lastMonth'] };
    await assert.rejects(invoke('impactJobs_run', { ...input, pieces: 'daily' }), /one of day, week, month/);
    await assert.rejects(invoke('impactJobs_run', { ...input, key: ['Id'] }), /needs \\"combine/);
    const wrong = { reportId: REPORT, filters: {}, pieces: 'month' };
    await assert.rejects(invoke('impactJobs_export', wrong), /\\"pieces\\" goes with impactJobs_run/);
    assert.equal(exportRequests(), 0);
  });

  it('exports clicks day by day', async () => {
    await signInBrands(33);
    const [account] = signedIn.parts.accounts.on.filter(({ brandId }) => brandId !== undefined);
    const called = invoke<RunForAgent>('impactJobs_run', {
      reportId: 'ClickExport',
      accounts: [account?.brandId],
      filters: { ProgramId: '3629' },
      periods: [{ from: '2026-10-01', to: '2026-10-02' }],
      combine: 'CSV',
    });
    await finish(called, 2);
    const { members, tables } = await called;
    assert.deepEqual(
      members.map(({ piece, state }) => [piece, state]),
      [
        ['2026-10-01', 'done'],
        ['2026-10-02', 'done'],
      ],
    );
    assert.equal(tables?.[0]?.results, 2);
  });
});
