import * as vscode from 'vscode';
import { commandId } from '../ids';
import { PENDING_RUNS_KEY } from './runMark';

/** Takes up the runs that the window waited for before it was closed; nothing is loaded where there are none. */
export function resumeRuns(workspaceState: vscode.Memento): void {
  if (workspaceState.get(PENDING_RUNS_KEY) !== undefined) {
    void vscode.commands.executeCommand(commandId('resumeSavedRuns')).then(undefined, () => undefined);
  }
}
