import * as assert from 'node:assert/strict';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { without, withExport, withName } from '../../src/core/savedExports/editSavedExports';
import { decodeSavedExports } from '../../src/core/savedExports/decodeSavedExports';
import { changeFile, readText } from '../../src/vscode/savedExports/changeFile';
import { openFoundExport } from '../../src/vscode/savedExports/openSavedCommands';
import { SavedExportFiles, type SavedSource } from '../../src/vscode/savedExports/savedExportFiles';
import { waitUntil } from '../support/waitUntil';
import { SilentFiles } from './support/silentFiles';
import { activated, run } from './support/extension';

const workspaceFile = (): vscode.Uri =>
  vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(''), '.impact-jobs.json');

/** A file with exports of these names, each a line of its own. */
const fileOf = (...names: readonly string[]): string =>
  JSON.stringify({ version: 1, exports: names.map((name) => ({ name, reportId: 'r' })) }, undefined, 2);
const namesIn = (text: string): string[] => decodeSavedExports(text).exports.map(({ name }) => name);

/** Types at the start of a document, where JSON takes a comment. */
async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The line that the active editor selects, and the one after it. */
function selectedLines(): string {
  const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor');
  return document.getText(new vscode.Range(selection.active, selection.active.translate(1, 30)));
}

describe('The file of saved exports, when it is edited from here', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('is neither read nor written through a link', async () => {
    await activated();
    const target = `${workspaceFile().fsPath}.target`;
    writeFileSync(target, fileOf('A'));
    symlinkSync(target, workspaceFile().fsPath);
    try {
      await assert.rejects(async () => readText(workspaceFile()));
      await assert.rejects(changeFile(workspaceFile(), () => fileOf('B')));
      assert.equal(readFileSync(target, 'utf8'), fileOf('A'));
    } finally {
      rmSync(workspaceFile().fsPath);
      rmSync(target);
    }
  });

  describe('on a disk that reports changes', () => {
    const disk = (): string => readFileSync(workspaceFile().fsPath, 'utf8');
    let document: vscode.TextDocument;

    beforeEach(async () => {
      await activated();
      writeFileSync(workspaceFile().fsPath, fileOf('A', 'B'));
      document = await vscode.workspace.openTextDocument(workspaceFile());
      await vscode.window.showTextDocument(document);
      await waitUntil(() => document.getText() === disk());
    });

    afterEach(() => rmSync(workspaceFile().fsPath, { force: true }));

    it('is changed from its text on disk, although its editor still shows the text before a pull', async () => {
      writeFileSync(workspaceFile().fsPath, fileOf('A', 'B', 'Pulled'));
      const deleted = run('deleteSavedExport', 'A');
      assert.deepEqual(namesIn(document.getText()), ['A', 'B'], 'the editor knows nothing yet');
      await deleted;
      assert.deepEqual(namesIn(disk()), ['B', 'Pulled']);
      await waitUntil(() => document.getText() === disk());
      assert.equal(document.isDirty, false);
      await run('deleteSavedExport', 'B');
      assert.deepEqual(namesIn(disk()), ['Pulled']);
    });

    it('opens at the right line of its text on disk', async () => {
      writeFileSync(workspaceFile().fsPath, fileOf('A', 'B', 'Pulled'));
      await run('openSavedExportFile', 'Pulled');
      assert.match(selectedLines(), /"name": "Pulled"/);
    });

    it('keeps what was typed into its editor, and saves it with the change', async () => {
      await type(document, '// typed\n');
      await run('deleteSavedExport', 'A');
      assert.deepEqual([namesIn(disk()), disk().startsWith('// typed\n'), document.isDirty], [['B'], true, false]);
    });

    it('contains two changes that are made at the same moment', async () => {
      await Promise.all([run('deleteSavedExport', 'A'), run('deleteSavedExport', 'B')]);
      assert.deepEqual(namesIn(disk()), []);
    });

    it('stays unchanged if its text is not UTF-8', async () => {
      const latin1 = Buffer.from(fileOf('A', 'Caf\u00e9'), 'latin1');
      writeFileSync(workspaceFile().fsPath, latin1);
      await assert.rejects(
        Promise.resolve(run('deleteSavedExport', 'A')),
        /No saved export or set is named A\. \.impact-jobs\.json can't be read\. Check that it's a UTF-8 text file/,
      );
      assert.deepEqual(readFileSync(workspaceFile().fsPath), latin1);
    });
  });

  describe('if VS Code gets no file events', () => {
    const folder = vscode.Uri.from({ scheme: SilentFiles.scheme, path: '/storage' });
    let silent: SilentFiles;
    let files: SavedExportFiles;
    let source: SavedSource;
    let document: vscode.TextDocument;

    beforeEach(async () => {
      silent = new SilentFiles();
      files = new SavedExportFiles({ globalStorageUri: folder });
      source = files.sources().at(-1) as SavedSource;
      silent.write(source.uri, fileOf('A', 'B'));
      document = await vscode.workspace.openTextDocument(source.uri);
      await vscode.window.showTextDocument(document);
    });

    afterEach(async () => {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      files.dispose();
      silent.dispose();
    });

    it('is changed from its text on disk every time', async () => {
      silent.write(source.uri, fileOf('A', 'B', 'Pulled'));
      await files.edit(source, (text) => without(text, 'A'));
      assert.deepEqual(namesIn(silent.read(source.uri)), ['B', 'Pulled']);
      assert.equal(document.isDirty, false);
      await files.edit(source, (text) => withName(text, 'B', 'Better'));
      assert.deepEqual(namesIn(silent.read(source.uri)), ['Better', 'Pulled']);
    });

    it('is read again by a command, so that it acts on what is there', async () => {
      await files.read();
      silent.write(source.uri, fileOf('A', 'B', 'Pulled'));
      await files.readAgain();
      assert.equal((await files.find('Pulled'))?.kind, 'export');
    });

    it('opens at the right line of its text on disk, or of what was typed into it', async () => {
      silent.write(source.uri, fileOf('Pulled', 'A', 'B'));
      await openFoundExport((await files.find('B')) ?? assert.fail());
      assert.match(selectedLines(), /"name": "B"/);
      await type(document, '// typed\n');
      silent.write(source.uri, fileOf('B'));
      await openFoundExport((await files.find('B')) ?? assert.fail());
      assert.match(selectedLines(), /"name": "B"/);
      assert.match(document.getText(), /^\/\/ typed\n/);
    });

    it('is left alone if the user typed into it and it has changed on disk: the editor keeps both changes', async () => {
      await type(document, '// typed\n');
      const pulled = fileOf('A', 'B', 'Pulled');
      silent.write(source.uri, pulled);
      for (let tries = 0; tries < 2; tries++) {
        await assert.rejects(
          files.edit(source, (text) => without(text, 'A')),
          /has unsaved changes, and the file on disk is newer .* The editor contains your unsaved changes and this one/,
        );
        assert.equal(silent.read(source.uri), pulled);
        assert.ok(document.isDirty && document.getText().startsWith('// typed\n'));
        assert.deepEqual(namesIn(document.getText()), ['B']);
      }
    });

    it('takes a change that comes between its reading and its writing', async () => {
      silent.afterRead = () => {
        silent.afterRead = undefined;
        silent.write(source.uri, fileOf('A', 'B', 'Pulled'));
      };
      await files.edit(source, (text) => without(text, 'A'));
      assert.deepEqual(namesIn(silent.read(source.uri)), ['B', 'Pulled']);
    });

    it('is left alone while another program keeps writing', async () => {
      let writes = 0;
      silent.afterRead = () => silent.write(source.uri, fileOf('A', `Pulled ${++writes}`));
      await assert.rejects(
        files.edit(source, (text) => without(text, 'A')),
        /keeps changing, so nothing was written/,
      );
      assert.deepEqual(namesIn(silent.read(source.uri)), ['A', `Pulled ${writes}`]);
    });

    it('applies all simultaneous changes, even after one fails', async () => {
      const saved = decodeSavedExports(fileOf('A')).exports[0];
      assert.ok(saved);
      const failing = files.edit(source, () => {
        throw new Error('This change fails');
      });
      const edits = ['C', 'D', 'E'].map((name) => files.edit(source, (text) => withExport(text, { ...saved, name })));
      await assert.rejects(failing, /This change fails/);
      await Promise.all(edits);
      assert.deepEqual(namesIn(silent.read(source.uri)), ['A', 'B', 'C', 'D', 'E']);
    });

    it('keeps its byte order mark', async () => {
      silent.write(source.uri, `\uFEFF${fileOf('A', 'B')}`);
      await files.edit(source, (text) => without(text, 'A'));
      const text = silent.read(source.uri);
      assert.deepEqual([text.charCodeAt(0), namesIn(text.slice(1))], [0xfeff, ['B']]);
    });
  });
});
