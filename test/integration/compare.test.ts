import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Comparison } from '../../src/core/compare/comparison';
import type { ComparisonMessage } from '../../src/webviews/comparison/protocol';
import type { Job } from '../../src/core/jobs/job';
import type { JobEntry } from '../../src/core/jobs/jobEntry';
import { waitUntil } from '../support/waitUntil';
import { SentToPages } from './support/sentToPages';
import { TableChoices } from '../../src/vscode/tables/tableChoices';
import { clearResults, configure, run, type SignedIn, signIn, until } from './support/extension';

const MINUTE_MS = 60_000;
const FINISHED = { type: 'ApiReport', createdAgoMs: 30 * MINUTE_MS, queueMs: 0, runMs: MINUTE_MS } as const;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const HEADER = 'Action_Id,Status,Payout\n';

type Shown = Extract<ComparisonMessage, { kind: 'comparison' | 'absent' }>;

describe('What changed after a replay', () => {
  let signedIn: SignedIn;
  const sent = new SentToPages(['comparison', 'absent']);
  const entry = (id: string): JobEntry | undefined => signedIn.parts.store.snapshot.accounts[0]?.entries.get(id);

  /** Downloads a job's result, replays the job, and downloads that. */
  async function downloadBoth(): Promise<{
    readonly first: vscode.Uri;
    readonly second: vscode.Uri;
    readonly replayed: Job;
  }> {
    const first = await run<vscode.Uri>('download', ID);
    const replayed = await run<Job>('replay', ID);
    signedIn.simulator.advance(10 * MINUTE_MS);
    await run('refresh');
    await until(signedIn.parts, () => entry(replayed.id)?.job.status === 'COMPLETED');
    return { first, second: await run<vscode.Uri>('download', replayed.id), replayed };
  }

  before(() => configure('download.openAfter', false));
  after(() => configure('download.openAfter', undefined));

  beforeEach(() => sent.start());

  afterEach(async () => {
    sent.stop();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await clearResults(signedIn);
  });

  it('is counted and listed, from either of the two jobs', async () => {
    const content = `${HEADER}1,PENDING,1.50\n2,PENDING,2.50\n3,APPROVED,3.50\n`;
    const later = `${HEADER}1,APPROVED,1.50\n2,PENDING,2.50\n4,PENDING,<script>\n`;
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { content }, replay: { result: { content: later } } }]);
    const { replayed } = await downloadBoth();
    for (const id of [ID, replayed.id]) {
      const comparison = await run<Comparison>('compareResults', id);
      const { unchanged, changed, added, removed, changedColumns } = comparison;
      assert.deepEqual(
        { unchanged, changed, added, removed, changedColumns },
        { unchanged: 1, changed: 1, added: 1, removed: 1, changedColumns: [{ column: 'Status', rows: 1 }] },
      );
      assert.deepEqual(
        [comparison.before.rows, comparison.before.bytes, comparison.after.bytes],
        [3, content.length, later.length],
      );
    }
    const text = await sent.until(/Rows are matched by Action_Id/);
    const { comparison } = JSON.parse(text) as Extract<Shown, { kind: 'comparison' }>;
    assert.deepEqual(comparison.counts, { changed: 1, added: 1, removed: 1 });
    assert.deepEqual(
      comparison.firstRows.map(({ kind, before = [], after = [] }) => [kind, ...before, ...after].join(' ')),
      ['changed 1 PENDING 1.50 1 APPROVED 1.50', 'removed 3 APPROVED 3.50', 'added 4 PENDING <script>'],
    );
    assert.equal(tabs().length, 1, 'both are in one tab');
  });

  it('agrees with a plain count of the rows in generated results', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, report: 'action_listing', result: { rows: 2_000 } }]);
    const { first, second, replayed } = await downloadBoth();
    const comparison = await run<Comparison>('compareResults', replayed.id);
    const lines = (uri: vscode.Uri) =>
      new Map(
        readFileSync(uri.fsPath, 'utf8')
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => [line.slice(0, line.indexOf(',')), line]),
      );
    const [before, after] = [lines(first), lines(second)];
    const both = [...before.keys()].filter((key) => after.has(key));
    const unchanged = both.filter((key) => before.get(key) === after.get(key)).length;
    assert.deepEqual(comparison.key, { kind: 'columns', columns: ['Action_Id'] });
    assert.deepEqual(
      {
        unchanged: comparison.unchanged,
        changed: comparison.changed,
        added: comparison.added,
        removed: comparison.removed,
      },
      {
        unchanged,
        changed: both.length - unchanged,
        added: after.size - both.length,
        removed: before.size - both.length,
      },
    );
    assert.ok(comparison.changed + comparison.added > 0);
  });

  it('is nothing for identical bytes, and needs a second result', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { content: `${HEADER}1,A,1\n` } }]);
    await run('download', ID);
    await assert.rejects(run('compareResults', ID), /Nothing to compare Report export with/);
    const { replayed } = await downloadBoth();
    assert.equal(await run('compareResults', replayed.id), 'same');
    await sent.until(/The files are the same, byte for byte/);
  });

  it("isn't said to be nothing because of remembered checksums if a file was edited", async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { content: `${HEADER}1,A,1\n` } }]);
    const { second, replayed } = await downloadBoth();
    writeFileSync(second.fsPath, `${HEADER}1,B,1\n`);
    const { changed } = await run<Comparison>('compareResults', replayed.id);
    assert.equal(changed, 1);
  });

  it('names what could not be compared, and why', async () => {
    const content = `${HEADER}1,A,1\n2,B,2\n`;
    signedIn = await signIn([
      { ...FINISHED, id: ID, result: { content }, replay: { result: { content: 'Id,Note\n1,x\n' } } },
    ]);
    const { second, replayed } = await downloadBoth();
    await assert.rejects(
      run('compareResults', replayed.id),
      /no columns in common\. Before: Action_Id, Status, Payout\. After: Id, Note\./,
    );
    writeFileSync(second.fsPath, 'PK\u0003\u0004');
    await assert.rejects(run('compareResults', replayed.id), /because it's of type ZIP/);
    writeFileSync(second.fsPath, 'Action_Id,Status,Status,Payout,,\n1,"A,x,1\n2,B,,3,,\n');
    await run('compareResults', replayed.id);
    const text = await sent.until(/Several columns/);
    for (const sentence of [
      'New columns, not compared: Status (2).',
      'After: Rows with unmatched quotes: 1.',
      'Several columns have the same title.',
    ]) {
      assert.ok(text.includes(sentence), text);
    }
  });

  it('never says that nothing changed if something did that it does not compare', async () => {
    const content = '{"Items":[{"Id":1}],"Rows":[{"Id":1},{"Id":2}]}';
    signedIn = await signIn([
      { ...FINISHED, id: ID, result: { content }, replay: { result: { content: content.replace('1', '9') } } },
    ]);
    const { second, replayed } = await downloadBoth();
    await run('compareResults', replayed.id);
    assert.match(await sent.until(/No value that was compared differs/), /Other tables, not compared: Items/);
    writeFileSync(second.fsPath, '{"Others":[{"Id":1},{"Id":2}]}');
    await run('compareResults', replayed.id);
    await sent.until(/Different tables were compared: Rows and Others/);
  });

  it('reads both results as the user says', async () => {
    const content = 'Id|Note;Status\n1|a;x\n2|b;x\n';
    signedIn = await signIn([
      { ...FINISHED, id: ID, result: { content }, replay: { result: { content: content.replace('a;x', 'a;y') } } },
    ]);
    const { replayed } = await downloadBoth();
    const choices = new TableChoices(signedIn.parts.state);
    for (const id of [ID, replayed.id]) {
      await choices.set(entry(id) as JobEntry, { delimiter: '|', titleLine: 1 });
    }
    const { columns } = await run<Comparison>('compareResults', replayed.id);
    assert.deepEqual(columns.common, ['Id', 'Note;Status']);
    for (const id of [ID, replayed.id]) {
      await choices.set(entry(id) as JobEntry, {});
    }
    const { columns: guessed } = await run<Comparison>('compareResults', replayed.id);
    assert.deepEqual(guessed.common, ['Id|Note', 'Status']);
  });

  it('leaves no files when its tab is closed', async () => {
    const content = `${HEADER}1,A,1\n`;
    const later = { result: { content: `${HEADER}1,B,1\n` } };
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { content }, replay: later }]);
    const { replayed } = await downloadBoth();
    const lists = (): readonly string[] =>
      readdirSync(signedIn.parts.storage.fsPath).filter((name) => name.startsWith(`changes-${process.pid}-`));
    await run('compareResults', replayed.id);
    await sent.until(/Rows are matched/);
    assert.equal(lists().length, 1);
    await run('compareResults', replayed.id);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitUntil(() => lists().length === 0);
  });
});

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs: all }) => all)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('impactJobs.comparison'));
}
