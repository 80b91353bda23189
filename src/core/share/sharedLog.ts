import { appendFileSync, closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { PRIVATE_FILE } from '../files/createFile';
import { ensureFolder, removeFile } from '../files/wholeFile';
import { errorCode, orIfMissing } from '../files/fileError';

export interface SharedLogOptions {
  readonly folder: string;
  /** The name of the log: letters and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** The length of a period, in ms. Lines are kept for at least `keptPeriods - 1` periods, and at most for one more. */
  readonly periodMs: number;
  readonly keptPeriods: number;
}

/**
 * Lines that any window can append and every window reads. Each period has its own file, which is deleted as a whole
 * when it's old. No file is ever rewritten, so no line is lost if windows write at the same time or are killed. An
 * append is one small write with O_APPEND. Readers must handle repeated and damaged lines.
 */
export class SharedLog {
  private readonly fileName: RegExp;
  /** The number of bytes read from the file of each period. */
  private readonly read = new Map<number, number>();
  private sweptPeriod: number | undefined;

  constructor(private readonly options: SharedLogOptions) {
    this.fileName = new RegExp(`^${options.name}\\.(\\d+)\\.log$`);
  }

  /** Appends a line. Creates the folder if it's missing. Throws the file system's error. */
  append(line: string): void {
    const { clock, periodMs } = this.options;
    const period = Math.floor(clock.now() / periodMs);
    appendLine(this.fileOf(period), line);
    if (this.sweptPeriod !== period) {
      this.sweptPeriod = period;
      this.sweep(period);
    }
  }

  /**
   * The new lines since the last call, oldest first, or all lines at the first call. Throws the file system's error.
   */
  readNew(): string[] {
    const periods = this.periods();
    const lines = periods.flatMap((period) => this.readFile(period));
    for (const period of this.read.keys()) {
      if (!periods.includes(period)) {
        this.read.delete(period);
      }
    }
    return lines;
  }

  /** The periods that have a file, in their order. */
  private periods(): readonly number[] {
    const names = orIfMissing([], () => readdirSync(this.options.folder));
    return names
      .flatMap((name) => this.fileName.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  private fileOf(period: number): string {
    return path.join(this.options.folder, `${this.options.name}.${period}.log`);
  }

  private readFile(period: number): string[] {
    const handle = orIfMissing(undefined, () => openSync(this.fileOf(period), 'r'));
    if (handle === undefined) {
      return [];
    }
    try {
      const { size } = fstatSync(handle);
      const known = this.read.get(period) ?? 0;
      const start = size < known ? 0 : known;
      const bytes = Buffer.alloc(size - start);
      const length = readSync(handle, bytes, 0, bytes.length, start);
      // Text after the last line break is still being written, or was abandoned.
      const end = bytes.subarray(0, length).lastIndexOf('\n') + 1;
      this.read.set(period, start + end);
      return bytes
        .toString('utf8', 0, end)
        .split('\n')
        .filter((line) => line !== '');
    } finally {
      closeSync(handle);
    }
  }

  /** Removes old files, and files dated in the future by a wrong clock. */
  private sweep(period: number): void {
    for (const other of this.periods()) {
      if (other <= period - this.options.keptPeriods || other > period + this.options.keptPeriods) {
        removeFile(this.fileOf(other));
      }
    }
  }
}

function appendLine(filePath: string, line: string): void {
  // The line break in front ends a line that a killed process left incomplete.
  const append = (): void => appendFileSync(filePath, `\n${line}\n`, { mode: PRIVATE_FILE });
  try {
    append();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw error;
    }
    ensureFolder(path.dirname(filePath)); // somebody deleted the folder
    append();
  }
}
