import type { Clock } from '../clock';
import { Emitter } from '../event';
import type { FileLock } from '../files/fileLock';
import { type Run, savedKey } from './run';
import type { DrivenElsewhere, RunFiles } from './runFiles';
import { storedRunIds } from './storedRuns';

/**
 * How soon to look again at runs that other processes drive. The wait doubles each time, because a window that is being
 * reloaded needs a moment, but any other process can take hours.
 */
const FIRST_LOOK_MS = 500;
const MAX_LOOK_MS = 10_000;

/**
 * What has become of a stored run that a process wants to take over. `driven`: another one drives it. `gone`: there's
 * nothing to do, because its owner has just finished. `failed`: it can't be read or locked, and `onProblem` said why.
 */
export type Claim = { readonly kind: 'claimed' | 'gone' | 'failed' } | ({ readonly kind: 'driven' } & DrivenElsewhere);

export interface RunClaimsOptions {
  readonly files: RunFiles;
  readonly clock: Clock;
  /** Whether this process drives the run already, or has driven it to its end. */
  readonly isDriven: (id: string) => boolean;
  /** Goes on with a run that is now this process's. Resolves when all of it that can be has been scheduled. */
  readonly drive: (run: Run, lock: FileLock) => Promise<void>;
  readonly onProblem: (message: string, error: unknown) => void;
}

/** Decides which process of the machine drives which run: takes runs that nobody drives, and leaves the others. */
export class RunClaims {
  private readonly looked = new Emitter<void>();
  private readonly claiming = new Set<string>();
  private seen: readonly Run[] = [];
  private lookMs = FIRST_LOOK_MS;
  private cancelResume = (): void => undefined;
  private isDisposed = false;

  constructor(private readonly options: RunClaimsOptions) {}

  /** The runs that other processes drive, as of the last look. */
  get elsewhere(): readonly Run[] {
    return this.seen;
  }

  /** Adds a listener for each look at the stored runs. Returns a function that removes it. */
  onDidLook(listener: () => void): () => void {
    return this.looked.on(listener);
  }

  /** Takes the lock of a new run. Undefined if the disk can't be written. */
  async lock(id: string): Promise<FileLock | undefined> {
    try {
      return await this.options.files.lock(id);
    } catch (error) {
      this.options.onProblem("Can't lock a run", error);
      return undefined;
    }
  }

  /** Takes over the runs that nobody drives, and looks again later if others drive any. See `RunEngine.resume`. */
  async resume(): Promise<readonly Claim[]> {
    const { files, isDriven } = this.options;
    this.cancelResume();
    const known = storedRunIds(files.folder).filter((id) => !isDriven(id) && !this.claiming.has(id));
    known.forEach((id) => this.claiming.add(id));
    const claims = await Promise.all(known.map((id) => this.claim(id)));
    known.forEach((id) => this.claiming.delete(id));
    const driven = claims.filter((claim) => claim.kind === 'driven');
    const seen = driven.flatMap(({ run }) => run ?? []);
    if (this.isDisposed) {
      seen.forEach(({ id }) => files.giveUp(id));
      return claims;
    }
    // Another look, at the same time, is still at the others.
    this.seen = [...this.seen.filter(({ id }) => this.claiming.has(id)), ...seen];
    this.lookAgainIf(driven.length + this.seen.length > 0);
    this.looked.fire();
    return claims;
  }

  /** Looks now if a run has been stored since the last look. */
  async lookForNew(): Promise<void> {
    const { files, isDriven } = this.options;
    const isNew = (id: string): boolean =>
      !isDriven(id) && !this.claiming.has(id) && this.seen.every((run) => run.id !== id);
    if (storedRunIds(files.folder).some(isNew)) {
      await this.resume();
    }
  }

  /** Whether another process drives a stored run with this `savedKey`, as of the last look. */
  isElsewhere(key: string): boolean {
    return this.seen.some((run) => savedKey(run) === key);
  }

  /**
   * Resolves when this process has taken over the run with this `savedKey`, or has reported its end, or when nobody
   * drives it.
   */
  async whenNotElsewhere(key: string, signal: AbortSignal): Promise<void> {
    const stops: (() => void)[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (signal.aborted) {
            reject(signal.reason as Error);
          } else if (!this.isElsewhere(key)) {
            resolve();
          }
        };
        signal.addEventListener('abort', check);
        stops.push(() => signal.removeEventListener('abort', check), this.looked.on(check));
        check();
      });
    } finally {
      stops.forEach((stop) => stop());
    }
  }

  /** Takes over no more runs. */
  dispose(): void {
    this.isDisposed = true;
    this.cancelResume();
    this.seen.forEach(({ id }) => this.options.files.giveUp(id));
  }

  private lookAgainIf(isNeeded: boolean): void {
    this.cancelResume();
    if (isNeeded) {
      this.cancelResume = this.options.clock.setTimer(() => void this.resume(), this.lookMs);
    }
    this.lookMs = isNeeded ? Math.min(this.lookMs * 2, MAX_LOOK_MS) : FIRST_LOOK_MS;
  }

  private async claim(id: string): Promise<Claim> {
    const { files, drive, onProblem } = this.options;
    try {
      const claimed = await files.claim(id);
      if (claimed === 'unreadable') {
        onProblem(`The stored run ${id} can't be read. It was removed`, undefined);
        return { kind: 'failed' };
      }
      if (claimed === 'gone') {
        return { kind: 'gone' };
      }
      if ('owner' in claimed) {
        return { kind: 'driven', ...claimed };
      }
      if (this.isDisposed) {
        await claimed.lock.release();
        return { kind: 'gone' };
      }
      await drive(claimed.run, claimed.lock);
      return { kind: 'claimed' };
    } catch (error) {
      onProblem(`Can't resume the run ${id}`, error);
      return { kind: 'failed' };
    }
  }
}
