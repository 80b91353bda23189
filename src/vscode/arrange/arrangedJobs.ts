import type * as vscode from 'vscode';
import { ArrangedJobs, type ArrangedJobsOptions } from '../../core/arrange/arrangedJobs';
import { decodeArrangement } from '../../core/arrange/arrangement';
import { JOB_WORDS } from './arrangementWords';

const KEY = 'impactJobs.arrangement';

/** The jobs, arranged as in this workspace's last session. The workspace remembers each change. */
export function restoreArrangedJobs(
  state: vscode.Memento,
  options: Pick<ArrangedJobsOptions, 'store' | 'clock'>,
): ArrangedJobs {
  const arranged = new ArrangedJobs({ ...options, words: JOB_WORDS, arrangement: decodeArrangement(state.get(KEY)) });
  arranged.onDidChange(({ isRearranged }) => isRearranged && void state.update(KEY, arranged.arrangement));
  return arranged;
}
