import type { JobStore } from '../../core/jobs/jobStore';

/**
 * Acts once, as soon as there is an account, because files on the disk don't matter before that. Returns a function
 * that cancels it.
 */
export function whenSignedIn(store: Pick<JobStore, 'snapshot' | 'onDidChange'>, act: () => void): () => void {
  if (store.snapshot.accounts.length > 0) {
    act();
    return () => undefined;
  }
  const stop = store.onDidChange(({ current }) => {
    if (current.accounts.length > 0) {
      stop();
      act();
    }
  });
  return stop;
}
