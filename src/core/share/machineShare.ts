import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Account } from '../account';
import { type Allowance, gateOf, MAX_BLOCK_MS, type RequestGate } from '../api/requestGate';
import type { Clock } from '../clock';
import type { Budget } from './budget';
import { Election } from './election';
import { FolderWatch, type FolderWatchOptions } from './folderWatch';
import { RequestLedger } from './requestLedger';
import { SharedAttention } from './sharedAttention';
import { SharedBlock } from './sharedBlock';
import { hashedName, removeFile } from './sharedFile';
import { SharedSnapshot } from './sharedSnapshot';

/** A file that was being written this long ago is not being written any more. */
const ABANDONED_AFTER_MS = 60_000;
/** What nobody has written to for so long concerns an account that is no longer watched. */
const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

type Served = Pick<Account, 'id' | 'kind' | 'sid' | 'baseUrl'>;

export interface MachineShareOptions extends Pick<FolderWatchOptions, 'watchFolder'> {
  /** Of the extension alone, the same for all windows of the machine. */
  readonly folder: string;
  readonly clock: Clock;
  /** The most requests that this machine sends to a server in an hour. */
  readonly requestsPerHour: () => number;
  /** Hears why something could not be shared; the window then goes on by itself. */
  readonly onProblem?: (error: unknown) => void;
}

/** What the windows of one machine share to watch accounts together, in a folder with one watch over it. Holds no token. */
export class MachineShare {
  readonly attention: SharedAttention;
  private readonly watch: FolderWatch;
  private readonly ledgers = new Map<string, RequestLedger>();
  private readonly common: Pick<MachineShareOptions, 'folder' | 'clock'> & {
    readonly onProblem: (error: unknown) => void;
  };

  constructor(private readonly options: MachineShareOptions) {
    const { folder, clock, watchFolder, onProblem } = options;
    this.common = { folder, clock, onProblem: (error) => onProblem?.(error) };
    sweep(folder);
    this.watch = new FolderWatch({ folder, clock, ...(watchFolder && { watchFolder }) });
    this.attention = new SharedAttention(folder, this.watch, this.common.onProblem);
  }

  /** What the account's requests pass: the server's blocks, whichever window it told, and the machine's own allowance. */
  gate({ kind, sid, baseUrl }: Omit<Served, 'id'>): RequestGate {
    // The allowance is the account's, whatever it is called here and wherever its token comes from.
    const block = (allowance: Allowance): SharedBlock =>
      new SharedBlock({
        ...this.common,
        name: `${hashedName(`${baseUrl} ${kind} ${sid}`)}.${allowance}`,
        maxLengthMs: MAX_BLOCK_MS[allowance],
      });
    const ledger = this.ledger(baseUrl);
    return gateOf({ requests: block('requests'), exports: block('exports') }, (purpose) =>
      ledger.trySpend(purpose, this.options.requestsPerHour()),
    );
  }

  /** What watching may still spend at a server. */
  budget({ baseUrl }: Pick<Served, 'baseUrl'>): Budget {
    return this.ledger(baseUrl).watchBudget(this.options.requestsPerHour());
  }

  /** Who of the windows that want the same list of an account polls it. */
  election(listName: string): Election {
    return new Election({ ...this.common, name: hashedName(listName), watch: this.watch });
  }

  snapshot(listName: string): SharedSnapshot {
    return new SharedSnapshot({ ...this.common, name: hashedName(listName), watch: this.watch });
  }

  dispose(): void {
    this.attention.dispose();
    this.watch.dispose();
  }

  /** One for each server: what the demo's simulator is asked costs impact.com nothing. */
  private ledger(baseUrl: string): RequestLedger {
    const known =
      this.ledgers.get(baseUrl) ?? new RequestLedger({ ...this.common, name: `requests-${hashedName(baseUrl)}` });
    this.ledgers.set(baseUrl, known);
    return known;
  }
}

/** What killed windows have left half-written, and what concerns accounts of long ago. */
function sweep(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const file = path.join(folder, name);
      const ageMs = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity);
      if (
        (name.endsWith('.tmp') && ageMs > ABANDONED_AFTER_MS) ||
        (/^[\da-f]{24}\.|^requests-/.test(name) && ageMs > FORGOTTEN_AFTER_MS)
      ) {
        removeFile(file);
      }
    }
  } catch {
    return; // what cannot be read cannot be swept either
  }
}
