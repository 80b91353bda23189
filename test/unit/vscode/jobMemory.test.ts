import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { StoredJobMemory } from '../../../src/vscode/jobMemory';

/** VS Code's state as it is kept on disk: only what JSON keeps comes back. */
function aState(stored = new Map<string, string>()): Memento & { setKeysForSync(): void } {
  return {
    keys: () => [...stored.keys()],
    get: <T>(key: string, fallback?: T) => (stored.has(key) ? (JSON.parse(stored.get(key) ?? '') as T) : fallback),
    update: (key, value) => {
      stored.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
    setKeysForSync: () => undefined,
  };
}

describe('What is remembered of jobs', () => {
  let context: { globalState: ReturnType<typeof aState>; workspaceState: Memento };
  const memory = (): StoredJobMemory => new StoredJobMemory(context);

  beforeEach(() => {
    context = { globalState: aState(), workspaceState: aState() };
  });

  it('holds which jobs are watched and muted after a reload', async () => {
    await memory().setAlerts(['a/1', 'a/2'], 'watched');
    await memory().setAlerts(['a/2'], 'muted');
    assert.deepEqual(['a/1', 'a/2', 'a/3'].map((key) => memory().alertOf(key)), ['watched', 'muted', undefined]);
    await memory().setAlerts(['a/1'], undefined);
    assert.equal(memory().alertOf('a/1'), undefined);
  });

  it('sees at once what another window has set, and keeps it when it sets something itself', async () => {
    const [one, other] = [memory(), memory()];
    await one.setAlerts(['a/1'], 'watched');
    assert.equal(other.alertOf('a/1'), 'watched');
    await other.setAlerts(['a/2'], 'muted');
    assert.deepEqual([one.alertOf('a/1'), one.alertOf('a/2')], ['watched', 'muted']);
  });

  it('does not grow without end: what was set longest ago goes first', async () => {
    await memory().setAlerts(['a/old', 'a/kept'], 'watched');
    await memory().setAlerts(['a/kept'], 'muted');
    await memory().setAlerts(Array.from({ length: 499 }, (_, index) => `a/${index}`), 'watched');
    assert.deepEqual([memory().alertOf('a/old'), memory().alertOf('a/kept'), memory().alertOf('a/0')], [undefined, 'muted', 'watched']);
    assert.equal(Object.keys(context.globalState.get<object>('impactJobs.alerts') ?? {}).length, 500);
  });

  it('takes no word that it does not know', async () => {
    await context.globalState.update('impactJobs.alerts', { 'a/1': 'shouted', 'a/2': 7 });
    assert.deepEqual([memory().alertOf('a/1'), memory().alertOf('a/2'), memory().alertOf('constructor')], [undefined, undefined, undefined]);
  });
});
