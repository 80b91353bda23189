import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { BrandsForAgent } from '../../src/core/agent/brandsForAgent';
import type { JobForAgent } from '../../src/core/agent/jobForAgent';
import type { PreviewForAgent } from '../../src/core/agent/previewForAgent';
import type { ListForAgent } from '../../src/core/agent/listForAgent';
import { CONTINUE_TOOL } from '../../src/core/mcp/longCalls';
import { TOOL_NAMES, type ToolName } from '../../src/vscode/ids';
import { waitUntil } from '../support/waitUntil';
import type { CompareForAgent, TotalForAgent } from '../../src/core/agent/compareForAgent';
import type { RunForAgent } from '../../src/core/agent/runForAgent';
import { DONE, UPLOADING } from './support/someJobs';
import { clearResults, signIn, type SignedIn, until } from './support/extension';

const MINUTE_MS = 60_000;
const RUNNING = { ...UPLOADING, id: '22222222-0000-4000-8000-000000000002' } as const;

/** The comparison of two periods, for each account and together. */
interface AllCompared {
  readonly totals: readonly TotalForAgent[];
  readonly accounts: readonly {
    readonly account: string;
    readonly comparison?: { readonly totals?: readonly TotalForAgent[] };
  }[];
}

describe('Tools for language models', () => {
  let signedIn: SignedIn;

  afterEach(() => signedIn.signOut());

  /** As a chat calls a tool, but without a chat. */
  async function invoke<T>(name: ToolName, input: object): Promise<T> {
    const { content } = await vscode.lm.invokeTool(
      name,
      { input, toolInvocationToken: undefined },
      new vscode.CancellationTokenSource().token,
    );
    const text = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    assert.ok(!text.includes(signedIn.token), 'a result never holds the token');
    const { about, result } = JSON.parse(text) as { about: string; result: T };
    assert.match(about, /not instructions/);
    return result;
  }

  it('are all available with their schemas', async () => {
    signedIn = await signIn([]);
    const ours = () => vscode.lm.tools.filter(({ name }) => (TOOL_NAMES as readonly string[]).includes(name));
    // VS Code learns a moment later that there is an account.
    await waitUntil(() => ours().length >= TOOL_NAMES.length);
    assert.ok(ours().every(({ inputSchema, description }) => inputSchema !== undefined && description !== ''));
  });

  it('list the requested jobs without sending a request', async () => {
    signedIn = await signIn([DONE, RUNNING]);
    const before = signedIn.simulator.requests.length;
    const { matching, jobs, accounts } = await invoke<ListForAgent>('impactJobs_list', { status: 'completed' });
    assert.deepEqual([matching, jobs.map(({ jobId, canDownload }) => [jobId, canDownload])], [1, [[DONE.id, true]]]);
    assert.deepEqual(
      accounts.map(({ accountSid, state }) => [accountSid, state]),
      [[signedIn.sid, 'current']],
    );
    assert.equal(signedIn.simulator.requests.length, before);
  });

  it('get one job, even one that is no longer listed', async () => {
    signedIn = await signIn([{ ...DONE, createdAgoMs: 40 * 24 * 60 * MINUTE_MS }]);
    const job = await invoke<JobForAgent>('impactJobs_get', { jobId: DONE.id, accountSid: signedIn.sid });
    assert.equal(job.status, 'COMPLETED');
  });

  it('wait until a job has ended', async () => {
    signedIn = await signIn([RUNNING]);
    const waited = invoke<{ outcome: string; job: JobForAgent }>('impactJobs_wait', { jobId: RUNNING.id });
    signedIn.simulator.finishJob(RUNNING.id);
    await vscode.commands.executeCommand('impactJobs.refresh');
    const { outcome, job } = await waited;
    assert.deepEqual([outcome, job.status], ['ended', 'COMPLETED']);
  });

  it("list an agency's brands, without their credentials, and take the ID of a chosen one", async () => {
    signedIn = await signIn([DONE], { brands: 2 });
    const [, brand] = signedIn.simulator.accounts;
    const id = brand?.brand?.id ?? '';
    await vscode.commands.executeCommand('impactJobs.chooseBrands', { brandIds: [id] });
    signedIn.simulator.addJob({ ...DONE, id: 'of-a-brand' }, brand?.sid);
    await vscode.commands.executeCommand('impactJobs.refresh');
    const [agency] = await invoke<readonly BrandsForAgent[]>('impactJobs_brands', {});
    assert.deepEqual(
      agency?.brands.map(({ isChosen }) => isChosen),
      [true, false],
    );
    assert.ok(!JSON.stringify(agency).includes(brand?.token ?? ''));
    const { jobs } = await invoke<ListForAgent>('impactJobs_list', { accountSid: id });
    assert.deepEqual(
      jobs.map((job) => job.jobId),
      ['of-a-brand'],
    );
  });

  it('tell a model what is wrong with its input', async () => {
    signedIn = await signIn([DONE]);
    await assert.rejects(
      invoke('impactJobs_get', {}),
      /"kind":"toolInput","about":"Data from impact.com, not instructions[^}]*jobId/,
    );
    await assert.rejects(invoke('impactJobs_list', { limit: 5_000 }), /from 1 to 50/);
  });

  it('preview a result and return no more than requested', async () => {
    signedIn = await signIn([{ ...DONE, result: { rows: 5_000 } }]);
    const { columns, rows, isWholeFile } = await invoke<PreviewForAgent>('impactJobs_preview', {
      jobId: DONE.id,
      rows: 3,
    });
    assert.ok(columns.length > 3 && !isWholeFile);
    assert.deepEqual(
      rows.map(({ length }) => length),
      [columns.length, columns.length, columns.length],
    );
  });

  it('tell a model which reports and filters are available, and export', async () => {
    // What is exported keeps its name: another seed's jobs have ids that no other test's have.
    signedIn = await signIn([], { seed: 7 });
    const { reports } = await invoke<{ reports: readonly { id: string; name: string }[] }>('impactJobs_export', {
      search: 'action listing',
    });
    const report = reports.find(({ name }) => name === 'Action Listing');
    const all = await invoke<{ reports: readonly unknown[]; more: number }>('impactJobs_export', {});
    assert.ok(reports[0] === report && reports.length < 25 && all.reports.length === 25 && all.more > 0);
    assert.ok(report);
    const { filters } = await invoke<{ filters: readonly { name: string; type: string }[] }>('impactJobs_export', {
      reportId: report.id,
    });
    assert.ok(filters.some(({ name, type }) => name === 'START_DATE' && type === 'date'));
    assert.equal(signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length, 0);
    const period = { START_DATE: '2026-11-01T00:00:00Z', END_DATE: '2026-11-08T00:00:00Z' };
    await invoke('impactJobs_export', { reportId: report.id, filters: null });
    assert.equal(signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length, 0);
    const job = await invoke<JobForAgent>('impactJobs_export', { reportId: report.id, filters: period });
    assert.match(job.name ?? '', /^Action Listing/);
    const script = await vscode.commands.executeCommand<string>('impactJobs.copyScript', job.jobId, 'bash');
    assert.match(script, /ReportExport\/.*START_DATE=2026-11-01/);
  });

  it('are offered as an MCP server too, with the same texts and answers', async () => {
    signedIn = await signIn([DONE]);
    const { url, authorization } = await signedIn.parts.mcp.start();
    let session: Record<string, string> = {};
    const ask = async (method: string, params: object): Promise<never> => {
      const headers = { Authorization: authorization, 'Content-Type': 'application/json', ...session };
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      });
      session = { 'Mcp-Session-Id': response.headers.get('Mcp-Session-Id') ?? '' };
      return ((await response.json()) as { result: never }).result;
    };
    await ask('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    });
    const { tools }: { tools: readonly { name: string; title: string; annotations: { readOnlyHint: boolean } }[] } =
      await ask('tools/list', {});
    assert.deepEqual(tools.map(({ name }) => name).sort(), [...TOOL_NAMES, CONTINUE_TOOL].sort());
    assert.ok(
      tools.every(({ title }) => !title.includes('%')),
      'titles are words',
    );
    assert.deepEqual(
      tools.filter(({ annotations }) => !annotations.readOnlyHint).map(({ name }) => name),
      ['impactJobs_export', 'impactJobs_replay', 'impactJobs_download', 'impactJobs_run'],
    );
    const { content }: { content: readonly { text: string }[] } = await ask('tools/call', {
      name: 'impactJobs_get',
      arguments: { jobId: DONE.id },
    });
    assert.match(content[0]?.text ?? '', /"status":"COMPLETED"/);
  });

  it('compare two periods of all clients in one call', async () => {
    signedIn = await signIn([], { brands: 2, seed: 11 });
    const { parts, simulator } = signedIn;
    await vscode.commands.executeCommand('impactJobs.chooseBrands', { brandIds: 'all' });
    const clients = parts.accounts.all.filter(({ brandId }) => brandId !== undefined);
    const { reports } = await invoke<{ reports: readonly { id: string; name: string }[] }>('impactJobs_export', {
      accountSid: clients[0]?.brandId,
      search: 'payouts',
    });
    const periods = [{ from: '2026-09-01', to: '2026-09-30' }, 'lastMonth'];
    const called = invoke<{ comparison: AllCompared; run: RunForAgent }>('impactJobs_run', {
      reportId: reports[0]?.id,
      accounts: 'all',
      periods,
      compare: true,
    });
    const jobs = () => parts.store.snapshot.accounts.flatMap(({ entries }) => [...entries.values()]);
    await until(parts, () => jobs().length === 4);
    simulator.advance(60 * MINUTE_MS);
    await vscode.commands.executeCommand('impactJobs.refresh');
    const { comparison, run } = await called;
    assert.deepEqual([run.downloaded, run.total], [4, 4]);
    assert.deepEqual(comparison.accounts.map(({ account }) => account).sort(), clients.map(({ name }) => name).sort());
    const amounts = comparison.totals.filter(({ column }) => column === 'Amount');
    assert.ok(new Set(amounts.map(({ currency }) => currency)).size === amounts.length && amounts.length > 1);
    for (const { currency, before, after, difference } of amounts) {
      const own = comparison.accounts.flatMap(
        (one) => one.comparison?.totals?.filter((of) => of.column === 'Amount' && of.currency === currency) ?? [],
      );
      const sum = own.reduce((total, one) => total + one.before, 0);
      assert.ok(own.length > 0 && Math.abs(before - sum) < 0.001, JSON.stringify(comparison));
      assert.ok(Math.abs(difference - (after - before)) < 0.001);
    }
    const exports = simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport');
    assert.equal(exports.length, 4);
    assert.ok(clients.every((client) => parts.accounts.notesOn(client).isReadByModels));
    await clearResults(signedIn);
  });

  it('list saved exports and run them, and compare two results', async () => {
    const saved = { reportId: 'agency_action_listing', period: 'lastMonth' };
    const exports = [
      { ...saved, name: 'October' },
      { ...saved, name: 'September', period: { from: '2026-09-01', to: '2026-09-30' } },
    ];
    const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail(), '.impact-jobs.json');
    const sets = [{ name: 'Both', exports: ['October', 'September'] }];
    await vscode.workspace.fs.writeFile(file, Buffer.from(JSON.stringify({ version: 1, exports, sets })));
    signedIn = await signIn([]);
    const { parts, simulator } = signedIn;
    try {
      const before = await invoke<readonly { name: string; kind: string }[]>('impactJobs_runs', {});
      assert.deepEqual(
        before.map(({ name, kind }) => [name, kind]),
        [
          ['October', 'export'],
          ['September', 'export'],
          ['Both', 'set'],
        ],
      );
      const called = invoke<readonly RunForAgent[]>('impactJobs_run', { names: ['Both'] });
      await until(parts, () => (parts.store.snapshot.accounts[0]?.entries.size ?? 0) === 2);
      simulator.advance(60 * MINUTE_MS);
      await vscode.commands.executeCommand('impactJobs.refresh');
      const [run] = await called;
      assert.deepEqual(
        run?.members.map(({ export: name, state }) => [name, state]),
        [
          ['October', 'done'],
          ['September', 'done'],
        ],
      );
      const after = await invoke<readonly { name: string; lastRun?: { downloaded: number } }[]>('impactJobs_runs', {});
      assert.equal(after.find(({ name }) => name === 'Both')?.lastRun?.downloaded, 2);
      const [october, september] = run.members;
      const compared = await invoke<CompareForAgent>('impactJobs_compare', {
        jobId: october?.jobId,
        otherJobId: september?.jobId,
      });
      assert.ok(compared.outcome === 'compared' && compared.totals.some(({ column }) => column === 'Payout'));
      await assert.rejects(invoke('impactJobs_run', { names: ['Nothing'] }), /Nothing/);
      await assert.rejects(invoke('impactJobs_run', {}), /names of saved exports/);
      await assert.rejects(invoke('impactJobs_run', { reportId: 'x', periods: ['someday'] }), /lastMonth/);
      await assert.rejects(
        invoke('impactJobs_run', { reportId: 'x', periods: ['lastMonth'], compare: true }),
        /two \\"periods/,
      );
    } finally {
      await vscode.workspace.fs.delete(file);
      await clearResults(signedIn);
    }
  });

  it('replay a job and download a result after the test VS Code agrees for the user', async () => {
    signedIn = await signIn([DONE]);
    const replayed = await invoke<JobForAgent>('impactJobs_replay', { jobId: DONE.id });
    assert.deepEqual([replayed.jobId === DONE.id, replayed.status], [false, 'RUNNING']);
    const { file, sha256 } = await invoke<{ file: string; sha256: string }>('impactJobs_download', { jobId: DONE.id });
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.parse(file));
    assert.equal(createHash('sha256').update(bytes).digest('hex'), sha256);
    assert.equal(sha256, await signedIn.simulator.resultOf(DONE.id)?.hash('sha256'));
    await vscode.workspace.fs.delete(vscode.Uri.parse(file));
  });
});
