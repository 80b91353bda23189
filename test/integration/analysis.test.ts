import * as assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { JobEntry } from '../../src/core/jobs/jobEntry';
import { tableEditors } from '../../src/vscode/analysis/tableEditors';
import { TableChoices } from '../../src/vscode/tables/tableChoices';
import { clearResults, configure, run, type SignedIn, signIn } from './support/extension';
import { toldBy } from './support/shownMessages';

const MINUTE_MS = 60_000;
const FINISHED = { type: 'ApiReport', createdAgoMs: 30 * MINUTE_MS, queueMs: 0, runMs: MINUTE_MS } as const;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const OTHER = '93d1a1f3-0a3e-4a5d-9a2b-3d1f0a7c5e11';
const CONTENT = 'Action_Id;Date;Payout\n00123;01.10.2026;"1.234,50"\n00124;02.10.2026;-5,00\n';

function cellsOf(uri: vscode.Uri): readonly string[] {
  const notebook = vscode.workspace.notebookDocuments.find((known) => known.uri.toString() === uri.toString());
  assert.ok(notebook, uri.toString());
  return notebook.getCells().map(({ document }) => document.getText());
}

describe('A result handed over for analysis', () => {
  let signedIn: SignedIn;
  const entry = (id: string): JobEntry => {
    const found = signedIn.parts.store.snapshot.accounts[0]?.entries.get(id);
    assert.ok(found);
    return found;
  };

  before(() => configure('download.openAfter', false));
  after(() => configure('download.openAfter', undefined));

  beforeEach(async () => {
    signedIn = await signIn([
      { ...FINISHED, id: ID, result: { content: CONTENT } },
      { ...FINISHED, id: OTHER, result: { content: CONTENT } },
    ]);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await clearResults(signedIn);
  });

  it('is code that names the file and how it is read, in any of the languages', async () => {
    await assert.rejects(run('copyReadingCode', ID, 'pandas'), /hasn't been downloaded yet/);
    const file = await run<vscode.Uri>('download', ID);
    for (const [language, reads] of [
      ['pandas', /pd\.read_csv\(\n {4}path,\n {4}sep=";"/],
      ['polars', /pl\.read_csv\(/],
      ['duckdb', /duckdb\.sql\("""/],
      ['r', /read_delim\(/],
    ] as const) {
      const code = await run<string>('copyReadingCode', ID, language);
      assert.match(code, reads);
      assert.match(code, /IDs and codes stay text: Action_Id\./);
      assert.match(code, /%d\.%m\.%Y/);
      assert.ok(code.includes(JSON.stringify(file.fsPath)) || code.includes(`'${file.fsPath}'`), code);
      assert.equal(await vscode.env.clipboard.readText(), code);
    }
  });

  it("obeys the user's reading options", async () => {
    await run('download', ID);
    const choices = new TableChoices(signedIn.parts.state);
    await choices.set(entry(ID), { delimiter: ',', titleLine: 0, encoding: 'windows-1252' });
    const code = await run<string>('copyReadingCode', ID, 'pandas');
    await choices.set(entry(ID), {});
    assert.match(code, /encoding="cp1252"/);
    assert.match(code, /header=None/);
    assert.doesNotMatch(code, /sep=/);
  });

  it('is a notebook that is not saved, with the code and a first look', async () => {
    await run('download', ID);
    const uri = await run<vscode.Uri>('newNotebook', ID);
    assert.equal(uri.scheme, 'untitled');
    const cells = cellsOf(uri);
    assert.match(
      cells.join('\n'),
      /import pandas as pd[^]*df = pd\.read_csv[^]*df\.head\(\)[^]*df\.dtypes[^]*df\.describe\(\)/,
    );
    assert.equal(vscode.window.activeNotebookEditor?.notebook.uri.toString(), uri.toString());
  });

  it('is one notebook for several results, and for the newest results in a manifest', async () => {
    const files = await run<readonly vscode.Uri[]>('download', [ID, OTHER]);
    const uri = await run<vscode.Uri>('newNotebook', [ID, OTHER]);
    assert.match(cellsOf(uri).join('\n'), /df = pd\.concat\(\[df_1, df_2\], ignore_index=True\)/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');

    const [first] = files;
    assert.ok(first);
    const manifest = path.join(path.dirname(first.fsPath), 'impact-manifest.json');
    const listed = files.map(({ fsPath }, index) => ({
      file: path.basename(fsPath),
      export: `E${index}`,
      set: 'S',
      job: { id: ID },
    }));
    writeFileSync(
      manifest,
      JSON.stringify({ version: 1, files: [{ file: 'old.csv', export: 'E0', set: 'S' }, ...listed] }),
    );
    const ofSet = cellsOf(await run<vscode.Uri>('newNotebook', vscode.Uri.file(manifest)));
    assert.deepEqual(
      ofSet.filter((text) => text.startsWith('# ') && !text.includes('\n')),
      ['# E0', '# E1', '# All Results'],
    );
    writeFileSync(manifest, '{"version":1,"files":[]}');
    assert.match(await toldBy(() => run('newNotebook', vscode.Uri.file(manifest))), /lists no results/);
  });

  it('opens in the editors for tables that are installed', async () => {
    const file = await run<vscode.Uri>('download', ID);
    const withCommand = (id: string, command: string) => ({
      id,
      packageJSON: { contributes: { commands: [{ command, title: command }] } },
    });
    const selector = [{ filenamePattern: '*.csv' }];
    const installed = [
      withCommand('ms-toolsai.DataWrangler', 'dataWrangler.openInDataWrangler'),
      withCommand('janisdd.vscode-edit-csv', 'edit-csv.edit'),
      {
        id: 'a.sheets',
        packageJSON: { contributes: { customEditors: [{ viewType: 's', displayName: 'S', selector }] } },
      },
    ];
    const editors = tableEditors('a.csv', installed);
    assert.deepEqual(
      editors.map(({ name }) => name),
      ['Data Wrangler', 'Edit CSV', 'S'],
    );
    assert.deepEqual(tableEditors('a.json', installed), []);
    assert.deepEqual(tableEditors('a.csv', [withCommand('janisdd.vscode-edit-csv', 'edit-csv.other')]), []);

    const opened: unknown[] = [];
    const note = (given: unknown) => opened.push([given, vscode.window.activeTextEditor?.document.uri.toString()]);
    const commands = ['dataWrangler.openInDataWrangler', 'edit-csv.edit'].map((command) =>
      vscode.commands.registerCommand(command, note),
    );
    try {
      await editors[0]?.open(file);
      await editors[1]?.open(file);
    } finally {
      commands.forEach((command) => void command.dispose());
    }
    assert.deepEqual(opened, [
      [file, undefined],
      [file, file.toString()],
    ]);
  });

  it('says what to install if no editor for tables is there', async () => {
    await run('download', ID);
    await assert.rejects(run('openResultWith', ID), /Install Data Wrangler or a CSV editor first/);
  });
});
