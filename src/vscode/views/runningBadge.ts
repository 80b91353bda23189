import * as vscode from 'vscode';
import { isActive } from '../../core/jobs/jobState';
import { listedEntries, type Snapshot } from '../../core/jobs/snapshot';

/** How many jobs run, on the view's icon; undefined where none does. */
export function runningBadge(snapshot: Snapshot): vscode.ViewBadge | undefined {
  const running = listedEntries(snapshot).filter(({ job }) => isActive(job) && job.status !== 'QUEUED').length;
  if (running === 0) {
    return undefined;
  }
  return {
    value: running,
    tooltip: running === 1 ? vscode.l10n.t('1 job running') : vscode.l10n.t('{0} jobs running', running),
  };
}
