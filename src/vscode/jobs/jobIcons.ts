import * as vscode from 'vscode';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isCompleted, isRetrying, isRunning, stalledFor } from '../../core/jobs/jobState';
import { STATUSES } from '../../core/jobs/statuses';

/** The rings of media/ are drawn for every so many percent. */
const RING_STEP_PERCENT = 5;

export interface IconPaths {
  readonly light: vscode.Uri;
  readonly dark: vscode.Uri;
}

/** The icon's name in media/rings: shape, not colour alone, tells the status. */
export function iconName({ job, download }: JobEntry, nowMs: number): string {
  if (stalledFor(job, nowMs) !== undefined) {
    return 'stalled';
  }
  if (isRunning(job) && job.percent !== undefined) {
    return String(Math.floor(job.percent / RING_STEP_PERCENT) * RING_STEP_PERCENT).padStart(2, '0');
  }
  if (isCompleted(job) && download !== undefined) {
    return 'downloaded';
  }
  return isRetrying(job, nowMs) ? 'retrying' : STATUSES[job.status].ring;
}

/** Icons by name; made once each, for a row asks for its icon at every change. */
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
