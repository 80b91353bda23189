import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted, isRunning } from '../../core/jobs/jobState';
import { stalledFor } from '../../core/jobs/progress';
import { isRetrying } from '../../core/jobs/retries';
import { STATUSES } from '../../core/jobs/statuses';

/** media/ contains a ring for each step of this many percent. */
const RING_STEP_PERCENT = 5;

export interface IconPaths {
  readonly light: vscode.Uri;
  readonly dark: vscode.Uri;
}

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

/** The icons by name. Each is created once, because a row needs its icon again on every change. */
export class JobIcons {
  private readonly paths = new Map<string, IconPaths>();

  constructor(private readonly extensionUri: vscode.Uri) {}

  get(name: string): IconPaths {
    const known = this.paths.get(name);
    if (known !== undefined) {
      return known;
    }
    const folder = vscode.Uri.joinPath(this.extensionUri, 'media', 'rings');
    const paths = {
      light: vscode.Uri.joinPath(folder, 'light', `${name}.svg`),
      dark: vscode.Uri.joinPath(folder, 'dark', `${name}.svg`),
    };
    this.paths.set(name, paths);
    return paths;
  }
}
