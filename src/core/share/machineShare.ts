import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { Claims } from './claims';
import { Election } from './election';
import { FolderWatch, type FolderWatchOptions } from './folderWatch';
import { RequestLedger } from './requestLedger';
import { SharedAttention } from './sharedAttention';
import { hashedName, removeFile } from './sharedFile';
import { SharedMap, type SharedMapOptions } from './sharedMap';
import { SharedSnapshot } from './sharedSnapshot';

/** A file that was being written this long ago is not being written any more. */
const ABANDONED_AFTER_MS = 60_000;

export interface MachineShareOptions extends Pick<FolderWatchOptions, 'watchFolder'> {
  /** Of the extension alone, the same for all windows of the machine. */
  readonly folder: string;
  readonly clock: Clock;
  /** Hears why something could not be shared; the window then goes on by itself. */
  readonly onProblem?: (error: unknown) => void;
}

/** All that the windows of one machine share through a folder, with one watch over it. Holds no token. */
export class MachineShare {
  readonly ledger: RequestLedger;
  readonly attention: SharedAttention;
  readonly claims: Claims;
  private readonly watch: FolderWatch;
  private readonly problem: { readonly onProblem: (error: unknown) => void };

  constructor(private readonly options: MachineShareOptions) {
    const { folder, clock, watchFolder, onProblem } = options;
    this.problem = { onProblem: (error) => onProblem?.(error) };
    this.watch = new FolderWatch({ folder, clock, ...(watchFolder && { watchFolder }) });
    this.ledger = new RequestLedger({ folder, clock, ...this.problem });
    this.attention = new SharedAttention(folder, this.watch, this.problem.onProblem);
    this.claims = new Claims(path.join(folder, 'claims'), clock);
    sweepAbandoned(folder);
  }

  /** Who of the windows that know the account polls it. */
  election(accountId: string): Election {
    return new Election({ folder: this.options.folder, name: hashedName(accountId), clock: this.options.clock, watch: this.watch, ...this.problem });
  }

  snapshot(accountId: string): SharedSnapshot {
    return new SharedSnapshot({ folder: this.options.folder, accountId, clock: this.options.clock, watch: this.watch, ...this.problem });
  }

  /** `name`: letters and dashes. */
  map<T>(name: string, decode: SharedMapOptions<T>['decode']): SharedMap<T> {
    return new SharedMap({ folder: this.options.folder, name, clock: this.options.clock, watch: this.watch, decode, ...this.problem });
  }

  dispose(): void {
    this.attention.dispose();
    this.watch.dispose();
  }
}

/** What killed windows have left half-written. */
function sweepAbandoned(folder: string): void {
  try {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.tmp'))) {
      const file = path.join(folder, name);
      if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > ABANDONED_AFTER_MS) {
        removeFile(file);
      }
    }
  } catch {
    return; // what cannot be read cannot be swept either
  }
}
