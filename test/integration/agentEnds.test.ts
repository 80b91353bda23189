import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ToolName } from '../../src/vscode/ids';
import { callOverMcp } from './support/callOverMcp';
import { DONE } from './support/someJobs';
import { clearResults, signIn, type SignedIn, until } from './support/extension';
import { recordMessages } from './support/shownMessages';

describe('An agent', () => {
  let signedIn: SignedIn;
  let cancel: vscode.CancellationTokenSource;

  beforeEach(() => void (cancel = new vscode.CancellationTokenSource()));
  afterEach(async () => {
    cancel.dispose();
    await clearResults(signedIn);
    await signedIn.signOut();
  });

  const invoke = (name: ToolName, input: object, { token } = cancel): Promise<vscode.LanguageModelToolResult> =>
    Promise.resolve(vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined }, token));

  const entries = () => signedIn.parts.store.snapshot.accounts.flatMap((account) => [...account.entries.values()]);

  it('reads no rows if the user declines, and asks again the next time', async () => {
    signedIn = await signIn([DONE]);
    const { parts, simulator } = signedIn;
    const [account] = parts.accounts.all;
    assert.ok(account);
    const before = simulator.requests.length;
    const shown = recordMessages();
    try {
      for (let count = 1; count <= 2; count++) {
        const { text, isError } = await callOverMcp(signedIn, 'impactJobs_preview', { jobId: DONE.id });
        assert.ok(isError === true && text.includes('The user declined.'), text);
        assert.equal(shown.messages.length, count);
      }
    } finally {
      shown.stop();
    }
    assert.ok(parts.accounts.notesOn(account).isReadByModels !== true);
    assert.equal(simulator.requests.length, before);
  });

  it('runs and compares nothing if the user declines that rows are read', async () => {
    signedIn = await signIn([]);
    const shown = recordMessages();
    try {
      const input = { reportId: 'agency_action_listing', periods: ['lastWeek', 'lastMonth'], compare: true };
      const { text } = await callOverMcp(signedIn, 'impactJobs_run', input);
      assert.match(text, /The user declined/);
    } finally {
      shown.stop();
    }
    const exports = signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport');
    assert.equal(exports.length, 0);
  });

  it('cancels a download with its tool, and nothing of it is left', async () => {
    signedIn = await signIn([DONE]);
    const clear = signedIn.simulator.setFault({ kind: 'stall', endpoint: 'storage', at: 1_000 });
    const called = invoke('impactJobs_download', { jobId: DONE.id });
    called.catch(() => undefined);
    await until(signedIn.parts, () => entries()[0]?.transfer?.kind === 'downloading');
    cancel.cancel();
    await until(signedIn.parts, () => entries()[0]?.transfer === undefined);
    clear();
    await called.catch(() => undefined);
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail(), 'impact-results');
    const left = await vscode.workspace.fs.readDirectory(uri).then(
      (files) => files,
      () => [],
    );
    assert.deepEqual(left, []);
  });

  it('cancels a run with its tool, and the manifest says so', async () => {
    signedIn = await signIn([], { seed: 21 });
    const called = invoke('impactJobs_run', { reportId: 'agency_action_listing', periods: ['lastMonth'] });
    called.catch(() => undefined);
    await until(signedIn.parts, () => entries().length === 1);
    cancel.cancel();
    await called.catch(() => undefined);
    const manifests = () => vscode.workspace.findFiles('impact-results/**/impact-manifest.json');
    let text = '';
    while (!text.includes('"cancelled"')) {
      const [file] = await manifests();
      text = file === undefined ? '' : Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
    }
  });
});
