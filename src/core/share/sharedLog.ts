import { appendFileSync, closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import { ensureFolder, isFileError, PRIVATE_FILE, removeFile } from './sharedFile';

export interface SharedLogOptions {
  readonly folder: string;
  /** Letters and dashes. */
  readonly name: string;
  readonly clock: Clock;
  /** Lines are kept for at least `keptPeriods - 1` of these, at most for one more. */
  readonly periodMs: number;
  readonly keptPeriods: number;
}

/**
 * Lines that any window may append and every window reads. Each period has a file of its own, which goes as a whole when it
 * is old: no file is ever rewritten, so no line is lost to somebody who rewrites while another appends, and none to a kill.
 * Appending is one small write with O_APPEND. Readers must stand lines that come twice, or are torn.
 */
export class SharedLog {
  private readonly fileName: RegExp;
  /** How far each file has been read, in bytes. */
  private readonly read = new Map<string, number>();
  private sweptPeriod: number | undefined;

  constructor(private readonly options: SharedLogOptions) {
    this.fileName = new RegExp(`^${options.name}\\.(\\d+)\\.log$`);
    ensureFolder(options.folder);
  }

  /** Whether a change of this file is one of this log. */
  owns(fileName: string): boolean {
    return this.fileName.test(fileName);
  }

  /** Throws the file system's error. */
  append(line: string): void {
    const { folder, name, clock, periodMs } = this.options;
    const period = Math.floor(clock.now() / periodMs);
    appendLine(path.join(folder, `${name}.${period}.log`), line);
    if (this.sweptPeriod !== period) {
      this.sweptPeriod = period;
      this.sweep(period);
    }
  }

  /** The lines since the last call, oldest first; at the first call all that are kept. Throws the file system's error. */
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
      if (isFileError(error, 'ENOENT')) {
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
      // What follows the last break is still being written, or never will be.
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

  /** Old files, and those of a future that a wrongly set clock has dreamed of. */
  private sweep(period: number): void {
    for (const { file, period: other } of this.files()) {
      if (other <= period - this.options.keptPeriods || other > period + this.options.keptPeriods) {
        removeFile(path.join(this.options.folder, file));
      }
    }
  }
}

function appendLine(filePath: string, line: string): void {
  // The break in front ends a line that a killed process left half-written.
  const append = (): void => appendFileSync(filePath, `\n${line}\n`, { mode: PRIVATE_FILE });
  try {
    append();
  } catch (error) {
    if (!isFileError(error, 'ENOENT')) {
      throw error;
    }
    ensureFolder(path.dirname(filePath)); // somebody has cleared the folder away
    append();
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) {
      return [];
    }
    throw error;
  }
}
