import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted, isRunning } from '../../core/jobs/jobState';
import { stalledFor } from '../../core/jobs/progress';
import { isRetrying } from '../../core/jobs/retries';
import { STATUSES, type Tone } from '../../core/jobs/statuses';

/** The icons have a ring for each step of this many percent. */
const RING_STEP_PERCENT = 5;

/** The icon's name in media/rings. The shape, not only the color, shows the status. */
export function iconName(entry: JobEntry, nowMs: number): string {
  const { job, download } = entry;
  if (stalledFor(entry, nowMs) !== undefined) {
    return 'stalled';
  }
  if (isRunning(job) && job.percent !== undefined) {
    return String(Math.floor(job.percent / RING_STEP_PERCENT) * RING_STEP_PERCENT).padStart(2, '0');
  }
  if (isCompleted(job) && download !== undefined) {
    return 'downloaded';
  }
  return isRetrying(entry, nowMs) ? 'retrying' : STATUSES[job.status].ring;
}

/** Decides the icon's color, which package.json contributes as `impactJobsIcon.TONE`. */
export function iconTone(entry: JobEntry, nowMs: number): Tone {
  return stalledFor(entry, nowMs) === undefined ? STATUSES[entry.job.status].tone : 'warning';
}

/** A character of a font, so that a row doesn't load a picture whenever its icon changes. */
export function jobIcon(entry: JobEntry, nowMs: number): vscode.ThemeIcon {
  return new vscode.ThemeIcon(
    `impact-jobs-${iconName(entry, nowMs)}`,
    new vscode.ThemeColor(`impactJobsIcon.${iconTone(entry, nowMs)}`),
  );
}
