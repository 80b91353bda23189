import type * as vscode from 'vscode';
import type { JobHistory, JobHistoryOptions } from '../../core/history/jobHistory';

/** Keeps the history from the first list on; what it takes is loaded then. */
export function keepHistory(options: JobHistoryOptions): vscode.Disposable {
  let history: JobHistory | undefined;
  let isDisposed = false;
  const stop = options.store.onDidChange(({ current }) => {
    if (current.accounts.some(({ sync }) => sync.kind === 'current')) {
      stop();
      void import('../../core/history/jobHistory').then((loaded) => {
        history = isDisposed ? undefined : new loaded.JobHistory(options);
      }, options.onProblem);
    }
  });
  return {
    dispose: () => {
      isDisposed = true;
      stop();
      history?.dispose();
    },
  };
}
