import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ExtensionContext, Memento, Uri } from 'vscode';
import { keepPending, readPending } from '../../../../src/vscode/savedExports/pendingState';
import { temporaryFolder } from '../../../support/temporaryFolder';

const NAME = 'impactJobs.pendingRuns';
const RUNS = [{ id: '1', name: 'The Monday set' }];

describe('What a workspace waits for', () => {
  const folder = temporaryFolder();

  /** A window: what it leaves to VS Code's state is lost with it, as when it is loaded again at once. */
  function aWindow(storage: string | undefined): Pick<ExtensionContext, 'storageUri' | 'workspaceState'> {
    const kept = new Map<string, unknown>();
    const workspaceState = {
      get: (key: string) => kept.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      keys: () => [...kept.keys()],
    } as unknown as Memento;
    return { storageUri: storage === undefined ? undefined : ({ fsPath: storage } as Uri), workspaceState };
  }

  it('is known to the next window, though this one ends before VS Code has written anything down', () => {
    const storage = path.join(folder.path(), 'made when first used');
    void keepPending(aWindow(storage), NAME, RUNS); // not awaited: the window ends here
    assert.deepEqual(readPending(aWindow(storage), NAME), RUNS);
  });

  it('leaves nothing behind when nothing is waited for', async () => {
    const window = aWindow(folder.path());
    await keepPending(window, NAME, RUNS);
    await keepPending(window, NAME, undefined);
    assert.equal(readPending(window, NAME), undefined);
    assert.deepEqual(readdirSync(folder.path()), []);
  });

  it('is left to VS Code where no folder is open, or where the disk takes nothing', async () => {
    for (const storage of [undefined, path.join(folder.write('a file', ''), 'below')]) {
      const window = aWindow(storage);
      await keepPending(window, NAME, RUNS);
      assert.deepEqual(readPending(window, NAME), RUNS);
      await keepPending(window, NAME, undefined);
      assert.equal(readPending(window, NAME), undefined);
    }
  });

  it('is nothing where the file cannot be read', () => {
    folder.write(`${NAME}.json`, '[{"id":');
    assert.equal(readPending(aWindow(folder.path()), NAME), undefined);
  });
});
