import path from 'node:path';
import { RequestBlock } from '../api/requestBlock';
import type { Clock } from '../clock';
import { ensureFolder, readWhole, versionOf, writeWhole } from './sharedFile';

export interface SharedBlockOptions {
  readonly folder: string;
  /** Of the account: letters, digits and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** No honest wait is longer, and a file may hold anything. */
  readonly maxLengthMs: number;
  /** Hears why a block could not be told; this window obeys it all the same. */
  readonly onProblem?: (error: unknown) => void;
}

/** The time in which the server wants to hear nothing of an account, whichever window it has told. */
export class SharedBlock {
  private readonly block: RequestBlock;
  private readonly filePath: string;
  private version: string | undefined;

  constructor(private readonly options: SharedBlockOptions) {
    this.block = new RequestBlock(options.clock);
    this.filePath = path.join(options.folder, `${options.name}.block.json`);
  }

  /** Milliseconds since the epoch; in the past when nothing is blocked. Reads what other windows were told. */
  get untilMs(): number {
    this.read();
    return this.block.untilMs;
  }

  blockUntil(timeMs: number): void {
    const before = this.untilMs;
    this.block.blockUntil(timeMs);
    if (this.block.untilMs === before) {
      return;
    }
    try {
      ensureFolder(this.options.folder);
      writeWhole(
        this.filePath,
        JSON.stringify({ sinceMs: this.options.clock.now(), lengthMs: timeMs - this.options.clock.now() }),
      );
      this.version = versionOf(this.filePath);
    } catch (error) {
      this.options.onProblem?.(error);
    }
  }

  private read(): void {
    const version = versionOf(this.filePath);
    if (version === undefined || version === this.version) {
      return;
    }
    this.version = version;
    const { sinceMs, lengthMs } = decode(readWhole(this.filePath) ?? '');
    // Where the clock was set back since, the block keeps its length and begins anew.
    this.block.blockUntil(Math.min(sinceMs, this.options.clock.now()) + Math.min(lengthMs, this.options.maxLengthMs));
  }
}

function decode(text: string): { readonly sinceMs: number; readonly lengthMs: number } {
  try {
    const { sinceMs, lengthMs } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return typeof sinceMs === 'number' && typeof lengthMs === 'number' ? { sinceMs, lengthMs } : NONE;
  } catch {
    return NONE;
  }
}

const NONE = { sinceMs: 0, lengthMs: 0 };
