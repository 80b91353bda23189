import type * as vscode from 'vscode';
import type { JobHistoryOptions } from '../../core/history/jobHistory';
import { lazy } from '../lazy';

/** Keeps the history from the first list on, or deletes it at the first sign-out. Loads its code then. */
export function keepHistory(options: JobHistoryOptions): vscode.Disposable {
  const history = lazy(
    async () => new (await import('../../core/history/jobHistory')).JobHistory(options),
    (loaded) => loaded.dispose(),
  );
  const stop = options.store.onDidChange((change) => {
    const { previous, current } = change;
    if (
      current.accounts.some(({ sync }) => sync.kind === 'current') ||
      previous.accounts.length > current.accounts.length
    ) {
      stop();
      history().then((loaded) => loaded.forgetGone(change), options.onProblem);
    }
  });
  return {
    dispose: () => {
      stop();
      history.dispose();
    },
  };
}
