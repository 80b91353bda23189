import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { ExtensionContext, Memento, Uri } from 'vscode';
import { keepPending, readPending, runsFolder } from '../../../../src/vscode/savedExports/pendingState';
import { temporaryFolder } from '../../../support/temporaryFolder';

const NAME = 'impactJobs.pendingRuns';
const RUNS = [{ id: '1', name: 'Monday set' }];

describe('The pending runs of a workspace', () => {
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

  it('are known to the next window, even if this one closes before VS Code saves', () => {
    const storage = path.join(folder.path(), 'made when first used');
    void keepPending(aWindow(storage), NAME, RUNS); // not awaited: the window ends here
    assert.deepEqual(readPending(aWindow(storage), NAME), RUNS);
  });

  it('are known to a window that VS Code gives another folder, because the one before a reload has not ended', async () => {
    for (const workspace of ['73451480', '-12345678', '1f2e']) {
      const [own, numbered] = [workspace, `${workspace}-1`].map((name) =>
        path.join(folder.path(), name, 'impact-jobs.impact-jobs'),
      );
      await keepPending(aWindow(own), NAME, RUNS);
      assert.deepEqual(readPending(aWindow(numbered), NAME), RUNS);
      const globalStorageUri = { fsPath: folder.path() } as Uri;
      assert.equal(
        runsFolder({ ...aWindow(numbered), globalStorageUri }),
        runsFolder({ ...aWindow(own), globalStorageUri }),
      );
    }
  });

  it('leave nothing behind when none are pending', async () => {
    const window = aWindow(folder.path());
    await keepPending(window, NAME, RUNS);
    await keepPending(window, NAME, undefined);
    assert.equal(readPending(window, NAME), undefined);
    assert.deepEqual(readdirSync(folder.path()), []);
  });

  it("are left to VS Code if no folder is open or the disk can't be written", async () => {
    for (const storage of [undefined, path.join(folder.write('a file', ''), 'below')]) {
      const window = aWindow(storage);
      await keepPending(window, NAME, RUNS);
      assert.deepEqual(readPending(window, NAME), RUNS);
      await keepPending(window, NAME, undefined);
      assert.equal(readPending(window, NAME), undefined);
    }
  });

  it("are none if the file can't be read", () => {
    folder.write(`${NAME}.json`, '[{"id":');
    assert.equal(readPending(aWindow(folder.path()), NAME), undefined);
  });
});
