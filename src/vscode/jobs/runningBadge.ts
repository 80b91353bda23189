import * as vscode from 'vscode';
import type { Snapshot } from '../../core/jobs/snapshot';
import { countUnfinished } from '../../core/jobs/statusCounts';
import { plural } from '../words/plural';

/** How many jobs run, on the view's icon; undefined where none does. */
export function runningBadge(snapshot: Snapshot): vscode.ViewBadge | undefined {
  const { running } = countUnfinished(snapshot);
  if (running === 0) {
    return undefined;
  }
  return {
    value: running,
    tooltip: plural(running, vscode.l10n.t('{0} job running', running), vscode.l10n.t('{0} jobs running', running)),
  };
}
