import type * as vscode from 'vscode';
import type { JobHistoryOptions } from '../../core/history/jobHistory';
import { lazy } from '../lazy';

/** Keeps the history from the first list on; what it takes is loaded then. */
export function keepHistory(options: JobHistoryOptions): vscode.Disposable {
  const history = lazy(
    async () => new (await import('../../core/history/jobHistory')).JobHistory(options),
    (loaded) => loaded.dispose(),
  );
  const stop = options.store.onDidChange(({ current }) => {
    if (current.accounts.some(({ sync }) => sync.kind === 'current')) {
      stop();
      history().catch(options.onProblem);
    }
  });
  return {
    dispose: () => {
      stop();
      history.dispose();
    },
  };
}
