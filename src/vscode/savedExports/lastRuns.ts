import type * as vscode from 'vscode';

/** How the last run of an export or a set ended. */
export interface LastRun {
  readonly atMs: number;
  readonly downloaded: number;
  readonly failed: number;
  /** Whether it was canceled. Undefined if another version wrote this. */
  readonly isCancelled?: boolean;
  /** The bytes of each export's latest result. Undefined if another version wrote this. */
  readonly bytes?: Readonly<Record<string, number>>;
  /** The path of the manifest that lists the results. Undefined if no result is listed. */
  readonly manifest?: string | undefined;
}

const KEY = 'impactJobs.lastRuns';
const MAX_LAST_RUNS = 500;

/** The last run of each export and set of this workspace, by their `savedKey`. */
export class LastRuns {
  constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

  of(key: string): LastRun | undefined {
    return Object.hasOwn(this.all, key) ? this.all[key] : undefined;
  }

  async set(key: string, run: LastRun): Promise<void> {
    const { [key]: _, ...others } = this.all;
    await this.state.update(KEY, Object.fromEntries(Object.entries({ ...others, [key]: run }).slice(-MAX_LAST_RUNS)));
  }

  private get all(): Readonly<Record<string, LastRun>> {
    return this.state.get<Record<string, LastRun>>(KEY, {});
  }
}
