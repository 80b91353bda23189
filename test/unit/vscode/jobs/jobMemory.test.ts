import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { StoredJobMemory } from '../../../../src/vscode/jobs/jobMemory';

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

describe('The memory of jobs', () => {
  let context: { globalState: ReturnType<typeof aState>; workspaceState: Memento };
  const memory = (): StoredJobMemory => new StoredJobMemory(context);

  beforeEach(() => {
    context = { globalState: aState(), workspaceState: aState() };
  });

  it('contains watched and muted jobs after a reload', async () => {
    await memory().setAlerts(['a/1', 'a/2'], 'watched');
    await memory().setAlerts(['a/2'], 'muted');
    assert.deepEqual(
      ['a/1', 'a/2', 'a/3'].map((key) => memory().alertOf(key)),
      ['watched', 'muted', undefined],
    );
    await memory().setAlerts(['a/1'], undefined);
    assert.equal(memory().alertOf('a/1'), undefined);
  });

  it("shows another window's changes immediately, and keeps them when it changes itself", async () => {
    const [one, other] = [memory(), memory()];
    await one.setAlerts(['a/1'], 'watched');
    assert.equal(other.alertOf('a/1'), 'watched');
    await other.setAlerts(['a/2'], 'muted');
    assert.deepEqual([one.alertOf('a/1'), one.alertOf('a/2')], ['watched', 'muted']);
  });

  it('has a limited size and drops the oldest entries first', async () => {
    await memory().setAlerts(['a/old', 'a/kept'], 'watched');
    await memory().setAlerts(['a/kept'], 'muted');
    await memory().setAlerts(
      Array.from({ length: 499 }, (_, index) => `a/${index}`),
      'watched',
    );
    assert.deepEqual(
      [memory().alertOf('a/old'), memory().alertOf('a/kept'), memory().alertOf('a/0')],
      [undefined, 'muted', 'watched'],
    );
    assert.equal(Object.keys(context.globalState.get<object>('impactJobs.alerts') ?? {}).length, 500);
  });

  it('ignores unknown words', async () => {
    await context.globalState.update('impactJobs.alerts', { 'a/1': 'shouted', 'a/2': 7 });
    assert.deepEqual(
      [memory().alertOf('a/1'), memory().alertOf('a/2'), memory().alertOf('constructor')],
      [undefined, undefined, undefined],
    );
  });

  describe('of exports', () => {
    const parameters = {
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      format: 'CSV',
      filters: { START_DATE: '2026-10-01', END_DATE: '2026-10-31' },
    } as const;

    it('contains report, filters, and format after a reload, and finds the job with the same parameters', async () => {
      await memory().setExport('a/1', parameters);
      await memory().setExport('a/2', { ...parameters, format: 'XML' });
      await memory().setExport('b/3', parameters);
      assert.deepEqual(memory().parametersOf('a/1'), parameters);
      assert.equal(
        memory().jobOfExport('a', {
          ...parameters,
          filters: { END_DATE: '2026-10-31', SUBAID: '', START_DATE: '2026-10-01' },
        }),
        'a/1',
      );
      assert.equal(
        memory().jobOfExport('a', { ...parameters, filters: { ...parameters.filters, SUBAID: '7' } }),
        undefined,
      );
    });

    it('finds the latest of several jobs with the same parameters, such as a replay', async () => {
      await memory().setExport('a/1', parameters);
      await memory().setExport('a/2', parameters);
      assert.equal(memory().jobOfExport('a', parameters), 'a/2');
    });

    it('ignores what another version may have written', async () => {
      await context.globalState.update('impactJobs.exports', {
        'a/1': { reportId: 'r', format: 'PDF' },
        'a/2': 7,
        'a/3': { reportId: 'r', format: 'CSV', filters: { A: 1, B: 'b' } },
      });
      assert.deepEqual(
        ['a/1', 'a/2', 'a/3', 'toString'].map((key) => memory().parametersOf(key)),
        [undefined, undefined, { reportId: 'r', reportName: 'r', format: 'CSV', filters: { B: 'b' } }, undefined],
      );
    });

    it('counts exports of the last day per account', async () => {
      const hourMs = 3_600_000;
      await memory().countExport('a', 0);
      await memory().countExport('a', 20 * hourMs);
      await memory().countExport('b', 20 * hourMs);
      await memory().countExport('a', 25 * hourMs);
      assert.deepEqual(
        [memory().exportTimes('a'), memory().exportTimes('b'), memory().exportTimes('c')],
        [[20 * hourMs, 25 * hourMs], [20 * hourMs], []],
      );
    });
  });

  it('keeps names given in another window, and forgets removed ones', async () => {
    const [one, other] = [memory(), memory()];
    await one.setNames([['a/1', 'One']]);
    await other.setNames([['a/2', 'Two']]);
    assert.deepEqual(
      [one.nameOf('a/1'), one.nameOf('a/2'), other.nameOf('a/1'), one.nameOf('constructor')],
      ['One', 'Two', 'One', undefined],
    );
    await one.setNames([['a/2', undefined]]);
    assert.equal(other.nameOf('a/2'), undefined);
  });
});
