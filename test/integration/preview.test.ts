import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { configure, signIn, type SignedIn } from './support/extension';

const MINUTE_MS = 60_000;
const [CSV, RUNNING, GONE, ZIP, SMALL] = [
  '81258bc5-54cf-4a09-9fbc-eb837637d02f',
  '91258bc5-54cf-4a09-9fbc-eb837637d02f',
  'a1258bc5-54cf-4a09-9fbc-eb837637d02f',
  'b1258bc5-54cf-4a09-9fbc-eb837637d02f',
  'c1258bc5-54cf-4a09-9fbc-eb837637d02f',
];
const DONE = { type: 'ApiReport', createdAgoMs: 30 * MINUTE_MS, queueMs: 10_000, runMs: MINUTE_MS } as const;
const MIB = 1024 * 1024;

function previewTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('impactJobs.preview'));
}

/** VS Code tells the extension of its tabs a moment after they changed. */
async function untilTabs(count: number): Promise<void> {
  if (previewTabs().length !== count) {
    await new Promise<void>((resolve) => {
      const listener = vscode.window.tabGroups.onDidChangeTabs(() => {
        if (previewTabs().length === count) {
          listener.dispose();
          resolve();
        }
      });
    });
  }
}

describe('The preview', () => {
  let signedIn: SignedIn;

  const preview = (argument: unknown) => vscode.commands.executeCommand('impactJobs.previewResult', argument);
  const asked = () => signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'download').length;

  beforeEach(async () => {
    signedIn = await signIn([
      { ...DONE, id: CSV, result: { bytes: 8 * MIB } },
      { ...DONE, id: RUNNING, runMs: 60 * MINUTE_MS },
      { ...DONE, id: GONE, result: { rows: 10, gone: 410 } },
      { ...DONE, id: ZIP, result: { content: Buffer.from('PK\x03\x04 and more'), fileName: 'report.zip' } },
      { ...DONE, id: SMALL, result: { rows: 20 } },
    ]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await configure('download.openAfter', undefined);
    await signedIn.signOut();
  });

  it('opens for an ID and for an ID with an account, once per job and with one request', async () => {
    await preview(CSV);
    await untilTabs(1);
    assert.deepEqual(
      previewTabs().map(({ label }) => label.replace(/9, .*/, '9, …')),
      ['Preview: Report export (Program 3629, …'],
    );
    await preview({ jobId: CSV, accountSid: signedIn.sid });
    assert.deepEqual([previewTabs().length, asked()], [1, 1]);
    const storage = signedIn.simulator.requests.filter(({ origin }) => origin === 'storage');
    assert.deepEqual(
      storage.map(({ headers }) => headers['range']),
      ['bytes=0-4194303'],
    );
    assert.ok(storage.every(({ sentBytes }) => sentBytes <= 4 * MIB));
  });

  it('reads once for two simultaneous callers', async () => {
    await Promise.all([preview(CSV), preview(CSV)]);
    await untilTabs(1);
    assert.equal(asked(), 1);
  });

  it('can be canceled if it takes long, and then says nothing', async () => {
    const clear = signedIn.simulator.setFault({ endpoint: 'storage', kind: 'stall', at: 10 });
    const { withProgress } = vscode.window;
    // Presses Cancel in the notification as soon as it is there.
    const press: typeof withProgress = ({ location, ...options }, work) =>
      withProgress({ location, ...options }, (progress, token) => {
        const cancellation = new vscode.CancellationTokenSource();
        const ended = work(progress, location === vscode.ProgressLocation.Notification ? cancellation.token : token);
        cancellation.cancel();
        return ended;
      });
    Object.assign(vscode.window, { withProgress: press });
    try {
      assert.equal(await preview(CSV), undefined);
      assert.equal(previewTabs().length, 0);
    } finally {
      Object.assign(vscode.window, { withProgress });
      clear();
    }
  });

  it('can be reopened after it is closed', async () => {
    await preview(CSV);
    await untilTabs(1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await untilTabs(0);
    await preview(CSV);
    await untilTabs(1);
  });

  for (const [name, id, sentence] of [
    ['a job that has not ended', RUNNING, /Report export has no result to preview \(running\)\.$/],
    ['a result that is gone', GONE, /no longer keeps its file/],
    ['a result that is no table', ZIP, /Results of type ZIP can't be previewed\. Download the result to open it\./],
  ] as const) {
    it(`says why there is no preview of ${name}, and opens no panel`, async () => {
      await assert.rejects(async () => preview(id), sentence);
      assert.equal(previewTabs().length, 0);
    });
  }

  it('reads the downloaded file without a request, and impact.com again after the file is deleted', async () => {
    await configure('download.openAfter', false);
    // A name of its own: VS Code rereads a file whose document it keeps for minutes after another test.
    signedIn.simulator.updateJob(CSV, { result: { bytes: 8 * MIB, fileName: 'large.csv' } });
    const file = await vscode.commands.executeCommand<vscode.Uri>('impactJobs.download', CSV);
    assert.equal(asked(), 1);
    await preview(CSV);
    await untilTabs(1);
    assert.equal(asked(), 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await untilTabs(0);
    await vscode.workspace.fs.delete(file);
    await preview(CSV);
    assert.equal(asked(), 2);
  });

  /** Runs what a click on a job's row runs. */
  async function click(id: string): Promise<void> {
    const { store, tree } = signedIn.parts;
    const entry = store.entry(store.snapshot.accounts[0]?.account.id ?? '', id) ?? assert.fail();
    const { command } = tree.getTreeItem(tree.nodeFor(entry));
    await vscode.commands.executeCommand(command?.command ?? '', ...((command?.arguments ?? []) as unknown[]));
  }

  const group = (column: vscode.ViewColumn) =>
    vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn === column)?.tabs.map(({ label }) => label) ?? [];

  it('opens on a click on a downloaded row, without a request, and the file opens beside it', async () => {
    await configure('download.openAfter', false);
    const file = await vscode.commands.executeCommand<vscode.Uri>('impactJobs.download', SMALL);
    const before = asked();
    await click(SMALL);
    await untilTabs(1);
    assert.equal(asked(), before);
    const jobs = [{ accountId: signedIn.parts.store.snapshot.accounts[0]?.account.id, jobId: SMALL }];
    await vscode.commands.executeCommand('impactJobs.openResult', { fromUser: true, jobs, isBeside: true });
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, file.fsPath);
    assert.deepEqual([vscode.window.activeTextEditor?.viewColumn, group(1).length], [2, 1]);
  });

  it('leaves a downloaded result that is no table to its editor', async () => {
    await configure('download.openAfter', false);
    await vscode.commands.executeCommand('impactJobs.download', ZIP);
    await click(ZIP);
    assert.match(group(1).join(), /\.zip$/);
    assert.equal(previewTabs().length, 0);
  });
});
