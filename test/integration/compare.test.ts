import * as assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Comparison } from '../../src/core/compare/comparison';
import type { Job } from '../../src/core/jobs/job';
import type { JobEntry } from '../../src/core/jobs/jobEntry';
import { TableChoices } from '../../src/vscode/tables/tableChoices';
import { clearResults, configure, run, type SignedIn, signIn, until } from './support/extension';

const MINUTE_MS = 60_000;
const FINISHED = { type: 'ApiReport', createdAgoMs: 30 * MINUTE_MS, queueMs: 0, runMs: MINUTE_MS } as const;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const HEADER = 'Action_Id,Status,Payout\n';

/** Resolves to the document of a comparison once the preview has opened it. */
async function openedComparison(): Promise<vscode.TextDocument> {
  const isComparison = ({ uri }: vscode.TextDocument): boolean => uri.scheme === 'impact-comparison';
  return (
    vscode.workspace.textDocuments.find(isComparison) ??
    new Promise((resolve) => {
      const listener = vscode.workspace.onDidOpenTextDocument((document) => {
        if (isComparison(document)) {
          listener.dispose();
          resolve(document);
        }
      });
    })
  );
}

/** Resolves once a document reads like this. */
async function reads(document: vscode.TextDocument, pattern: RegExp): Promise<void> {
  while (!pattern.test(document.getText())) {
    await new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document === document) {
          listener.dispose();
          resolve();
        }
      });
    });
  }
}

/** VS Code keeps fifty documents that are shown nowhere: the older ones it closes. */
async function crowdOut(document: vscode.TextDocument): Promise<void> {
  const provider = vscode.workspace.registerTextDocumentContentProvider('crowd', {
    provideTextDocumentContent: ({ path: name }) => name,
  });
  const closed = new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.toString() === document.uri.toString()) {
        listener.dispose();
        resolve();
      }
    });
  });
  for (let index = 0; index < 60; index++) {
    await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'crowd', path: `/${index}` }));
  }
  await closed;
  provider.dispose();
}

describe('What changed after a replay', () => {
  let signedIn: SignedIn;
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

  beforeEach(() => configure('download.openAfter', false));

  afterEach(() => clearResults(signedIn));

  it('is shown by rows, by columns, and with samples, from either of the two jobs', async () => {
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
    const text = (await openedComparison()).getText();
    assert.match(text, /Rows are matched by Action&#95;Id/);
    assert.match(text, /\| Status \| 1 \|/);
    assert.ok(!text.includes('<script>'), text);
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
    const document = await openedComparison();
    await reads(document, /Several columns/);
    const text = document.getText();
    for (const [, sentence] of [
      ['a new column', 'New columns&#44; not compared&#58; Status &#40;2&#41;&#46;'],
      ['a damaged row', 'After&#58; Rows with unmatched quotes&#58; 1&#46;'],
      ['the title', 'Several columns have the same title&#46;'],
    ]) {
      assert.ok(text.includes(sentence ?? ''), text);
    }
  });

  it('never says that nothing changed if something did that it does not compare', async () => {
    const content = '{"Items":[{"Id":1}],"Rows":[{"Id":1},{"Id":2}]}';
    signedIn = await signIn([
      { ...FINISHED, id: ID, result: { content }, replay: { result: { content: content.replace('1', '9') } } },
    ]);
    const { second, replayed } = await downloadBoth();
    await run('compareResults', replayed.id);
    const document = await openedComparison();
    await reads(document, /No value that was compared differs/);
    assert.match(document.getText(), /Other tables&#44; not compared&#58; Items/);
    writeFileSync(second.fsPath, '{"Others":[{"Id":1},{"Id":2}]}');
    await run('compareResults', replayed.id);
    await reads(document, /Different tables were compared&#58; Rows and Others/);
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

  it('is shown again after VS Code drops the document, after a repeated comparison, and when its jobs are known', async () => {
    const jobs = [
      {
        ...FINISHED,
        id: ID,
        result: { content: `${HEADER}1,A,1\n` },
        replay: { result: { content: `${HEADER}1,B,1\n` } },
      },
    ];
    signedIn = await signIn(jobs);
    const { second, replayed } = await downloadBoth();
    await run('compareResults', replayed.id);
    const shown = await openedComparison();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await crowdOut(shown);
    const again = await vscode.workspace.openTextDocument(shown.uri);
    assert.match(again.getText(), /\| 1 \| Status \| A \| B \|/);

    writeFileSync(second.fsPath, `${HEADER}1,C,1\n`);
    await run('compareResults', replayed.id);
    await reads(again, /\| 1 \| Status \| A \| C \|/);

    const { store } = signedIn.parts;
    const accountId = entry(ID)?.accountId ?? '';
    store.dropJob(accountId, replayed.id);
    const early = await vscode.workspace.openTextDocument(shown.uri.with({ path: '/early.md' }));
    assert.match(early.getText(), /^The jobs in this comparison aren't in the list/);
    store.applyJob(accountId, replayed);
    await reads(early, /\| 1 \| Status \| A \| C \|/);
  });
});
