import * as assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { waitUntil } from '../support/waitUntil';
import { answerSteps } from './support/answerSteps';
import { run, type SignedIn, signIn } from './support/extension';

const workspace = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const file = (): string => path.join(workspace(), '.impact-jobs.json');

describe('The file of saved exports in the editor', () => {
  let signedIn: SignedIn;

  beforeEach(async () => {
    writeFileSync(file(), '{}');
    signedIn = await signIn([]);
    await signedIn.parts.savedExports.getChildren();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await signedIn.signOut();
    rmSync(file(), { force: true });
  });

  /** Opens the file with this text. `^` is the position for completions. */
  async function open(marked: string): Promise<{ document: vscode.TextDocument; position: vscode.Position }> {
    const offset = Math.max(0, marked.indexOf('^'));
    const document = await vscode.workspace.openTextDocument(file());
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
    edit.replace(document.uri, whole, marked.replace('^', ''));
    await vscode.workspace.applyEdit(edit);
    await document.save();
    return { document, position: document.positionAt(offset) };
  }

  async function completions(marked: string): Promise<readonly vscode.CompletionItem[]> {
    const { document, position } = await open(marked);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
  }

  const requests = (endpoint: string): number =>
    signedIn.simulator.requests.filter((request) => request.endpoint === endpoint).length;
  const labels = (items: readonly vscode.CompletionItem[]): string[] =>
    items.map(({ label }) => (typeof label === 'string' ? label : label.label));

  it('completes reports and their filters, with one request for each list', async () => {
    const reports = await completions('{"exports":[{"name":"A","reportId":"^"}]}');
    const actions = reports.find(({ label }) => label === 'agency_action_listing');
    assert.match(actions?.detail ?? '', /^Action Listing/);
    assert.equal(actions?.insertText, '"agency_action_listing"');
    await completions('{"exports":[{"name":"A","reportId":"agency^"}]}');
    const filters = await completions(
      '{"exports":[{"name":"A","reportId":"agency_action_listing","filters":{"SUBAID":"1", "^"}}]}',
    );
    assert.ok(labels(filters).includes('START_DATE'), labels(filters).join());
    assert.ok(!labels(filters).includes('SUBAID'));
    await completions('{"exports":[{"reportId":"agency_action_listing","filters":{"^"}}]}');
    assert.deepEqual([requests('reports'), requests('metaData')], [1, 1]);
  });

  it('completes the members of a set without a request', async () => {
    const before = signedIn.simulator.requests.length;
    const members = await completions(
      '{"exports":[{"name":"A","reportId":"r"},{"name":"B","reportId":"r"}],"sets":[{"name":"S","exports":["A","^"]}]}',
    );
    assert.deepEqual(labels(members), ['B']);
    assert.equal(signedIn.simulator.requests.length, before);
  });

  it("marks a member that isn't there, and a report that no account has once its list is known", async () => {
    const text =
      '{"exports":[{"name":"A","reportId":"agency_nothing"}],"sets":[{"name":"S","exports":["A","Missing"]}]}';
    const { document } = await open(text);
    const marked = (): string[] =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ source }) => source === 'Jobs for impact.com')
        .map(({ range, message }) => `${document.getText(range)}: ${message}`);
    await waitUntil(() => marked().length > 0);
    assert.deepEqual(marked(), [
      '"Missing": sets[0].exports[1] refers to "Missing", but this file has no such export.',
    ]);
    await vscode.commands.executeCommand(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(text.indexOf('agency_nothing')),
    );
    await waitUntil(() => marked().length > 1);
    assert.equal(marked()[1], '"agency_nothing": The account has no report "agency_nothing".');
    const edit = new vscode.WorkspaceEdit();
    const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
    edit.replace(document.uri, whole, '{"exports":[{"name":"A","reportId":"agency_action_listing"}]}');
    await vscode.workspace.applyEdit(edit);
    await waitUntil(() => marked().length === 0);
    await document.save();
  });

  it('has short rows for its problems in the view, with the sentence in the tooltip', async () => {
    writeFileSync(
      file(),
      '{"exports":[{"name":"Actions","reportId":"r","format":"XLS"}],"sets":[{"name":"S","exports":["Gone"]}]}',
    );
    const files = await signedIn.parts.savedExports.files();
    await files.readAgain();
    const rows = await signedIn.parts.savedExports.getChildren();
    const problems = rows.filter(({ kind }) => kind === 'problem').map(({ item }) => item);
    assert.deepEqual(
      problems.map(({ label, description }) => [label, description]),
      [
        ['Wrong value: format', 'Actions'],
        ['No such export: Gone', 'S'],
      ],
    );
    assert.match(problems[0]?.tooltip as string, /^exports\[0\]\.format can't be "XLS"\. Expected one of/);
  });

  it('gets an export under a name with its program and account, and the view shows it', async () => {
    const { kind, sid, token } = signedIn.simulator.accounts[0] ?? assert.fail();
    await signedIn.parts.accounts.add({ kind, sid: `${sid}2`, token, name: 'Other' });
    await vscode.commands.executeCommand('workbench.view.explorer');
    const account = signedIn.parts.accounts.on.find((one) => one.sid === sid) ?? assert.fail();
    const name = await answerSteps(
      'Enter',
      run<string>('saveExport', {
        reportId: 'agency_action_listing',
        reportName: 'Action Listing',
        format: 'CSV',
        filters: { SUBAID: ['4187', '3629'] },
        accountSid: sid,
      }),
    );
    assert.equal(name, `Action Listing, Program 4187, 3629, ${account.name}`);
    assert.ok(signedIn.parts.savedExports.view.visible, 'the view is open');
    await waitUntil(() => signedIn.parts.savedExports.view.selection.length > 0);
    assert.deepEqual(
      signedIn.parts.savedExports.view.selection.map(({ item }) => item.label),
      [name],
    );
  });

  it('shows the name of its program as soon as its account knows it, and suggests it for a new one', async () => {
    const { parts, simulator } = signedIn;
    const { kind, sid, token } = simulator.accounts[0] ?? assert.fail();
    await parts.accounts.add({ kind, sid: `${sid}2`, token, name: 'Other' });
    const [own, other] = [sid, `${sid}2`].map((one) => parts.accounts.on.find((account) => account.sid === one)?.id);
    const know = (accountId: string | undefined, names: object): void =>
      parts.memory.programs.set([[accountId ?? assert.fail(), { nextAtMs: 0, names, isRefused: false }]]);
    const exports = [
      { name: 'Program 3629', reportId: 'r', filters: { SUBAID: ['3629', '4187'] }, account: sid },
      { name: 'Nordlicht Outdoor, weekly', reportId: 'r', filters: { SUBAID: '3629' } },
    ];
    writeFileSync(file(), JSON.stringify({ exports }));
    await (await parts.savedExports.files()).readAgain();
    const shown = async (): Promise<unknown> =>
      (await parts.savedExports.getChildren()).map(({ item }) => [item.label, item.description]);
    know(other, { 3629: 'Of Another Account' });
    const before = await shown();
    let changes = 0;
    const listener = parts.savedExports.onDidChangeTreeData(() => changes++);
    know(own, { 3629: 'Nordlicht Outdoor' });
    listener.dispose();
    know(other, {});
    assert.deepEqual(
      [before, changes, await shown()],
      [
        [
          ['Program 3629', 'r'],
          ['Nordlicht Outdoor, weekly', 'r · Of Another Account'],
        ],
        1,
        [
          ['Program 3629', 'r · Nordlicht Outdoor'],
          ['Nordlicht Outdoor, weekly', 'r'],
        ],
      ],
    );
    const [row] = await parts.savedExports.getChildren();
    assert.match((row?.item.tooltip as vscode.MarkdownString).value, / Nordlicht Outdoor &#40;3629&#41;&#44; 4187 /);
    const name = await answerSteps(
      'Enter',
      run<string>('saveExport', { reportId: 'r', format: 'CSV', filters: { SUBAID: ['3629', '4187'] } }),
    );
    assert.equal(name, 'r, Nordlicht Outdoor, Program 4187');
  });
});
