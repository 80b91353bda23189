import path from 'node:path';
import { RequestBlock } from '../api/requestBlock';
import type { Clock } from '../clock';
import { fieldsOf } from '../isRecord';
import { parsed } from '../parsed';
import { ensureFolder, readWhole, versionOf, writeWhole } from '../files/wholeFile';

export interface SharedBlockOptions {
  readonly folder: string;
  /** The name of the account's block: letters, digits, and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** The longest valid block, because a file can contain anything. */
  readonly maxLengthMs: number;
  /** Called if a block can't be shared. This window respects it anyway. */
  readonly onProblem: (error: unknown) => void;
}

/** The time in which the server allows an account no requests, whichever window received the block. */
export class SharedBlock {
  private readonly block: RequestBlock;
  private readonly filePath: string;
  private version: string | undefined;

  constructor(private readonly options: SharedBlockOptions) {
    this.block = new RequestBlock(options.clock);
    this.filePath = path.join(options.folder, `${options.name}.block.json`);
  }

  /**
   * The end of the block, in milliseconds since the epoch. In the past if there is no block. Reads the blocks that
   * other windows received.
   */
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
      this.options.onProblem(error);
    }
  }

  private read(): void {
    const version = versionOf(this.filePath);
    if (version === undefined || version === this.version) {
      return;
    }
    this.version = version;
    const { sinceMs, lengthMs } = fieldsOf(parsed(readWhole(this.filePath)));
    if (typeof sinceMs === 'number' && typeof lengthMs === 'number') {
      // If the clock was set back, the block starts again with the same length.
      this.block.blockUntil(Math.min(sinceMs, this.options.clock.now()) + Math.min(lengthMs, this.options.maxLengthMs));
    }
  }
}
