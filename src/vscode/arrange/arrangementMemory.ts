import type * as vscode from 'vscode';
import { type Arrangement, decodeArrangement } from '../../core/arrange/arrangement';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';

const KEY = 'impactJobs.arrangement';

/** How this workspace arranged its jobs in the last session. */
export function rememberedArrangement(state: vscode.Memento): Arrangement {
  return decodeArrangement(state.get(KEY));
}

export function rememberArrangement(state: vscode.Memento, arranged: ArrangedJobs): () => void {
  return arranged.onDidChange(({ isRearranged }) => isRearranged && void state.update(KEY, arranged.arrangement));
}
