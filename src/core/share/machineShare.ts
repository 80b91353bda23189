import { type Account, payerKind } from '../account';
import { type Allowance, gateOf, MAX_BLOCK_MS, type RequestGate } from '../api/requestGate';
import type { Clock } from '../clock';
import type { Budget } from './budget';
import { Election } from './election';
import { Heartbeat, HEARTBEAT_ENDING } from './heartbeat';
import { FolderWatch, type FolderWatchOptions } from './folderWatch';
import { RequestLedger } from './requestLedger';
import { SharedAttention } from './sharedAttention';
import { SharedBlock } from './sharedBlock';
import { hashedName, removeFiles } from '../files/wholeFile';
import { SharedSnapshot } from './sharedSnapshot';

/** After this long, a file that was being written is abandoned, and a heart has stopped. */
const ABANDONED_AFTER_MS = 60_000;
/** After this long without a write, a file belongs to an account that is no longer watched. */
const FORGOTTEN_AFTER_MS = 30 * 86_400_000;

type Served = Pick<Account, 'kind' | 'sid' | 'brandId' | 'baseUrl'>;

export interface MachineShareOptions extends Pick<FolderWatchOptions, 'watchFolder'> {
  /** A folder that only this extension uses, the same for all windows of the machine. */
  readonly folder: string;
  /** The folder where command lines count their requests, too. Default: `folder`. */
  readonly budgetFolder?: string;
  readonly clock: Clock;
  /** The maximum number of requests per hour from this machine to one server. */
  readonly requestsPerHour: () => number;
  /** Called if something can't be shared. The window then continues independently. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * What the windows of one machine share to watch accounts together, in a folder with one watch over it. Contains no
 * token.
 */
export class MachineShare {
  readonly attention: SharedAttention;
  private readonly watch: FolderWatch;
  private readonly heartbeat: Heartbeat;
  private readonly ledgers = new Map<string, RequestLedger>();
  private readonly common: Pick<MachineShareOptions, 'folder' | 'clock'> & {
    readonly onProblem: (error: unknown) => void;
  };

  /** For what command lines share, too. */
  private readonly counted: typeof this.common;

  constructor(private readonly options: MachineShareOptions) {
    const { folder, budgetFolder = folder, clock, watchFolder, onProblem } = options;
    this.common = { folder, clock, onProblem: (error) => onProblem?.(error) };
    this.counted = { ...this.common, folder: budgetFolder };
    new Set([folder, budgetFolder]).forEach(sweep);
    this.watch = new FolderWatch({ folder, clock, ...(watchFolder && { watchFolder }) });
    this.heartbeat = new Heartbeat(this.common);
    this.attention = new SharedAttention(folder, this.watch, this.common.onProblem);
  }

  /** The gate for the account's requests: the server's blocks, received by any window, and the machine's own limit. */
  gate(account: Served): RequestGate {
    const { sid, baseUrl } = account;
    // The limit belongs to the account, whatever its name here and wherever its token comes from. Its brands share it.
    const block = (allowance: Allowance): SharedBlock =>
      new SharedBlock({
        ...this.counted,
        name: `${hashedName(`${baseUrl} ${payerKind(account)} ${sid}`)}.${allowance}`,
        maxLengthMs: MAX_BLOCK_MS[allowance],
      });
    const ledger = this.ledger(baseUrl);
    const blocks = { requests: block('requests'), exports: block('exports'), clickExports: block('clickExports') };
    return gateOf(blocks, (purpose) => ledger.trySpend(purpose, this.options.requestsPerHour()));
  }

  /** The budget for polling a server. */
  budget({ baseUrl }: Pick<Served, 'baseUrl'>): Budget {
    return this.ledger(baseUrl).watchBudget(this.options.requestsPerHour());
  }

  /** When polling a server has used no more than this share of its allowance if it stopped, in ms since the epoch. */
  easesAtMs({ baseUrl }: Pick<Served, 'baseUrl'>, share: number): number {
    return this.ledger(baseUrl).easesAtMs(share, this.options.requestsPerHour());
  }

  /** The most polls of a server per ms that can be sent evenly from now on. */
  lastingRate({ baseUrl }: Pick<Served, 'baseUrl'>): number {
    return this.ledger(baseUrl).lastingRate(this.options.requestsPerHour());
  }

  /** The election of the window that polls one list of an account. */
  election(listName: string): Election {
    return new Election({ ...this.common, name: hashedName(listName), watch: this.watch, heartbeat: this.heartbeat });
  }

  snapshot(listName: string): SharedSnapshot {
    return new SharedSnapshot({ ...this.common, name: hashedName(listName), watch: this.watch });
  }

  dispose(): void {
    this.attention.dispose();
    this.watch.dispose();
  }

  /** One ledger for each server, because requests to the demo's simulator cost nothing at impact.com. */
  private ledger(baseUrl: string): RequestLedger {
    const known =
      this.ledgers.get(baseUrl) ?? new RequestLedger({ ...this.counted, name: `requests-${hashedName(baseUrl)}` });
    this.ledgers.set(baseUrl, known);
    return known;
  }
}

/** Removes partly written files of killed windows, and files of accounts that are long gone. */
function sweep(folder: string): void {
  removeFiles(
    folder,
    Date.now(),
    (name, ageMs) =>
      ((name.endsWith('.tmp') || name.endsWith(HEARTBEAT_ENDING)) && ageMs > ABANDONED_AFTER_MS) ||
      (/^[\da-f]{24}\.|^requests-/.test(name) && ageMs > FORGOTTEN_AFTER_MS),
  );
}
