import { type PendingContext, readPending } from './pendingState';
import { PENDING_RUNS_KEY, WANTED_DOWNLOADS_KEY } from './runMark';

/** Loads the commands, which take up the runs and downloads that the window waited for before it was closed; nothing is loaded where there are none. */
export function resumePending(context: PendingContext, loadCommands: () => Promise<unknown>): void {
  if ([PENDING_RUNS_KEY, WANTED_DOWNLOADS_KEY].some((key) => readPending(context, key) !== undefined)) {
    void loadCommands().catch(() => undefined); // the first command that is run tells of it
  }
}
