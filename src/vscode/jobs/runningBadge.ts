import * as vscode from 'vscode';
import type { Snapshot } from '../../core/jobs/snapshot';
import { countUnfinished } from '../../core/jobs/statusCounts';

/** How many jobs run, on the view's icon; undefined where none does. */
export function runningBadge(snapshot: Snapshot): vscode.ViewBadge | undefined {
  const { running } = countUnfinished(snapshot);
  if (running === 0) {
    return undefined;
  }
  return {
    value: running,
    tooltip: running === 1 ? vscode.l10n.t('1 job running') : vscode.l10n.t('{0} jobs running', running),
  };
}
