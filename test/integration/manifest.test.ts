import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandId, commandIds } from '../../src/vscode/ids';
import { activated } from './support/extension';
import { toldBy } from './support/shownMessages';

describe('The extension in VS Code', () => {
  it('registers every contributed command', async () => {
    await activated();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds()
        .map(commandId)
        .filter((id) => !registered.has(id)),
      [],
    );
  });

  it('offers no command without effect while nobody is signed in', async () => {
    const parts = await activated();
    assert.equal(parts.store.snapshot.accounts.length, 0);
    const told = await toldBy(async () => vscode.commands.executeCommand('impactJobs.replay'));
    assert.match(told, /No job supports this action/);
  });
});
