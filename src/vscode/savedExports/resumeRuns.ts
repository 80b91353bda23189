import * as vscode from 'vscode';
import { commandId } from '../ids';
import { readPending } from './pendingState';
import { PENDING_RUNS_KEY, WANTED_DOWNLOADS_KEY } from './runMark';

/** Takes up the runs and downloads that the window waited for before it was closed; nothing is loaded where there are none. */
export function resumeRuns(context: vscode.ExtensionContext): void {
  if ([PENDING_RUNS_KEY, WANTED_DOWNLOADS_KEY].some((key) => readPending(context, key) !== undefined)) {
    void vscode.commands.executeCommand(commandId('resumeSavedRuns')).then(undefined, () => undefined);
  }
}
