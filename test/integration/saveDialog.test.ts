import * as assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { askForFile, type Destination } from '../../src/vscode/downloads/destination';
import { downloadTo } from './support/downloadTo';
import { clearResults, type SignedIn, signIn } from './support/extension';

const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const CONTENT = 'Id,Name\n1,A\n';

describe('A file that the user names in the save dialog', () => {
  const { showSaveDialog } = vscode.window;
  let signedIn: SignedIn;
  let folder: string;

  /** Answers the dialog with this name. The dialog has asked whether to replace an existing file. */
  async function choose(name: string): Promise<Destination> {
    const uri = vscode.Uri.file(path.join(folder, name));
    Object.assign(vscode.window, { showSaveDialog: () => Promise.resolve(uri) });
    return (await askForFile('suggested.csv')) ?? assert.fail('nothing was chosen');
  }

  const contents = (): Readonly<Record<string, string>> =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-save-'));
    const result = { content: CONTENT };
    signedIn = await signIn([
      { id: ID, type: 'ApiReport', createdAgoMs: 1_800_000, queueMs: 0, runMs: 60_000, result },
    ]);
  });

  afterEach(async () => {
    Object.assign(vscode.window, { showSaveDialog });
    await clearResults(signedIn);
    rmSync(folder, { recursive: true });
  });

  it('replaces the file that has its name', async () => {
    writeFileSync(path.join(folder, 'mine.csv'), 'old');
    const uri = await downloadTo(signedIn, ID, await choose('mine.csv'));
    assert.equal(path.basename(uri.fsPath), 'mine.csv');
    assert.deepEqual(contents(), { 'mine.csv': CONTENT });
  });

  it("doesn't replace a file that appears after the dialog", async () => {
    const destination = await choose('mine.csv');
    writeFileSync(path.join(folder, 'mine.csv'), 'new');
    await downloadTo(signedIn, ID, destination);
    assert.deepEqual(contents(), { 'mine.csv': 'new', 'mine (2).csv': CONTENT });
  });
});
