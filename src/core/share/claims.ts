import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock';
import type { JobEntry } from '../jobs/jobEntry';
import { endedAt, lastChangeAt } from '../jobs/jobState';
import { PRIVATE_FILE } from '../files/createFile';
import { ensureFolder, hashedName, removeFiles } from '../files/wholeFile';
import { errorCode } from '../files/fileError';

/** How long claims are kept. All windows see an event within seconds of each other. */
const KEPT_MS = 2 * 86_400_000;

/** A name for the end of a job's run. A later run of the job gets another name. */
export function endingEvent({ key, job }: Pick<JobEntry, 'key' | 'job'>): string {
  return `${key} ${job.status} ${job.statusText} ${endedAt(job) ?? lastChangeAt(job) ?? ''}`;
}

/**
 * Makes exactly one window act on an event that all of them see. Creating an empty file exclusively gives the right to
 * act.
 */
export class Claims {
  private isSwept = false;

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
      this.sweepOnce();
      return true;
    } catch (error) {
      return errorCode(error) !== 'EEXIST';
    }
  }

  private sweepOnce(): void {
    if (!this.isSwept) {
      this.isSwept = true;
      removeFiles(this.folder, this.clock.now(), (_, ageMs) => ageMs > KEPT_MS);
    }
  }
}
