import { appendFileSync, closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { PRIVATE_FILE } from '../files/createFile';
import { ensureFolder, removeFile } from '../files/wholeFile';
import { errorCode } from '../files/fileError';

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
  /** The number of bytes read from each file. */
  private readonly read = new Map<string, number>();
  private sweptPeriod: number | undefined;

  constructor(private readonly options: SharedLogOptions) {
    this.fileName = new RegExp(`^${options.name}\\.(\\d+)\\.log$`);
    ensureFolder(options.folder);
  }

  /** Whether a file belongs to this log. */
  owns(fileName: string): boolean {
    return this.fileName.test(fileName);
  }

  /** Appends a line. Throws the file system's error. */
  append(line: string): void {
    const { folder, name, clock, periodMs } = this.options;
    const period = Math.floor(clock.now() / periodMs);
    appendLine(path.join(folder, `${name}.${period}.log`), line);
    if (this.sweptPeriod !== period) {
      this.sweptPeriod = period;
      this.sweep(period);
    }
  }

  /**
   * The new lines since the last call, oldest first, or all lines at the first call. Throws the file system's error.
   */
  readNew(): string[] {
    const lines: string[] = [];
    const files = this.files();
    const periods = new Set(files.map(({ period }) => period));
    for (const { file } of files) {
      lines.push(...this.readFile(file));
    }
    for (const file of this.read.keys()) {
      if (!periods.has(this.periodOf(file) ?? -1)) {
        this.read.delete(file);
      }
    }
    return lines;
  }

  private files(): { readonly file: string; readonly period: number }[] {
    return namesIn(this.options.folder)
      .map((file) => ({ file, period: this.periodOf(file) ?? -1 }))
      .filter(({ period }) => period >= 0)
      .sort((a, b) => a.period - b.period);
  }

  private periodOf(file: string): number | undefined {
    const digits = this.fileName.exec(file)?.[1];
    return digits === undefined ? undefined : Number(digits);
  }

  private readFile(file: string): string[] {
    let handle: number;
    try {
      handle = openSync(path.join(this.options.folder, file), 'r');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw error;
    }
    try {
      const { size } = fstatSync(handle);
      const known = this.read.get(file) ?? 0;
      const start = size < known ? 0 : known;
      const bytes = Buffer.alloc(size - start);
      const length = readSync(handle, bytes, 0, bytes.length, start);
      // Text after the last line break is still being written, or was abandoned.
      const end = bytes.subarray(0, length).lastIndexOf('\n') + 1;
      this.read.set(file, start + end);
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
    for (const { file, period: other } of this.files()) {
      if (other <= period - this.options.keptPeriods || other > period + this.options.keptPeriods) {
        removeFile(path.join(this.options.folder, file));
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

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
