import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import type { JobEntry } from '../jobs/jobEntry';
import { endedAt, lastChangeAt } from '../jobs/jobState';
import { PRIVATE_FILE } from '../files/createFile';
import { ensureFolder, hashedName, removeFile } from '../files/wholeFile';
import { errorCode } from '../files/fileError';

const MS_PER_DAY = 86_400_000;
/** How long claims are kept. All windows see an event within seconds of each other. */
const KEPT_MS = 2 * MS_PER_DAY;

/** A name for the end of a job's run. A later run of the job gets another name. */
export function endingEvent({ key, job }: Pick<JobEntry, 'key' | 'job'>): string {
  return `${key} ${job.status} ${job.statusText} ${endedAt(job) ?? lastChangeAt(job) ?? ''}`;
}

/**
 * Makes exactly one window act on an event that all of them see. Creating an empty file exclusively gives the right to
 * act.
 */
export class Claims {
  private sweptAtMs: number | undefined;

  /** `folder` contains only claims. */
  constructor(
    private readonly folder: string,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** True for the first window that asks. If files can't be created, true for all: two reports are better than none. */
  tryClaim(event: string): boolean {
    try {
      ensureFolder(this.folder);
      writeFileSync(path.join(this.folder, hashedName(event)), '', { flag: 'wx', mode: PRIVATE_FILE });
      this.sweep();
      return true;
    } catch (error) {
      return errorCode(error) !== 'EEXIST';
    }
  }

  private sweep(): void {
    const nowMs = this.clock.now();
    if (this.sweptAtMs !== undefined && Math.abs(nowMs - this.sweptAtMs) < MS_PER_DAY) {
      return;
    }
    this.sweptAtMs = nowMs;
    for (const name of readdirSync(this.folder)) {
      const file = path.join(this.folder, name);
      if (nowMs - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? nowMs) > KEPT_MS) {
        removeFile(file);
      }
    }
  }
}
