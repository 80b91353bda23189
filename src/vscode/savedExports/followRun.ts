import { type Run, savedKey } from '../../core/runs/run';
import type { RunEngine } from '../../core/runs/runEngine';
import type { Follower } from './runFollowers';
import type { FoundExport } from './savedExportFiles';

/** Somebody who watches a run from its start to its end, such as a task. */
export interface RunWatcher {
  /** Called at each change. */
  readonly onChange: (run: Run) => void;
  /** Called if the run is already in progress, so that it's followed instead of started. */
  readonly onJoin: () => void;
  /** Stops watching, and cancels the run if a watcher started it and no other one is left. */
  readonly signal: AbortSignal;
}

/** How a run ended. `lastBytes`: the bytes of each export's result before this run. */
export interface FollowedRun {
  readonly run: Run;
  /** False if another process has taken the run over. */
  readonly isOver: boolean;
  readonly lastBytes: Readonly<Record<string, number>>;
}

/**
 * Runs an export or a set, or follows it if it's already running, and resolves when the run has ended. Undefined if the
 * user selects no folder. Throws a `UserError` if nothing can be started.
 */
export type FollowRun = (found: FoundExport, watcher: RunWatcher) => Promise<FollowedRun | undefined>;

/**
 * Follows the run with this `savedKey` from now on. Resolves when its members have ended, or when another process
 * drives it. Rejects if `start` does, or if the signal is aborted and others need the run.
 */
export async function followEngine(
  engine: RunEngine,
  key: string,
  { onChange, signal, giveUp }: Pick<RunWatcher, 'onChange' | 'signal'> & Pick<Follower, 'giveUp'>,
  start: () => Promise<unknown>,
): Promise<Pick<FollowedRun, 'run' | 'isOver'>> {
  const current = (): Run | undefined => engine.runs.find((run) => savedKey(run) === key);
  const stops: (() => void)[] = [];
  try {
    return await new Promise((resolve, reject) => {
      const cancel = (): void => {
        if (!signal.aborted) {
          return;
        }
        const run = current();
        if (!giveUp()) {
          reject(signal.reason as Error);
        } else if (run !== undefined) {
          void engine.cancel(run.id).catch(reject);
        }
      };
      const show = (run: Run): void => {
        if (savedKey(run) !== key) {
          return;
        }
        onChange(run);
        if (engine.runs.some(({ id }) => id === run.id)) {
          cancel(); // does nothing unless it was asked for before the run existed
        } else {
          resolve({ run, isOver: false });
        }
      };
      signal.addEventListener('abort', cancel);
      stops.push(
        () => signal.removeEventListener('abort', cancel),
        engine.onDidChange(show),
        engine.onDidEnd((run) => savedKey(run) === key && resolve({ run, isOver: true })),
      );
      const running = current();
      if (running !== undefined) {
        show(running);
      }
      start()
        .then(() => current() ?? reject(new Error(`The run ${key} has just ended`)))
        .catch(reject);
    });
  } finally {
    stops.forEach((stop) => stop());
  }
}
