import * as vscode from 'vscode';

const COMMANDS = {
  Enter: 'workbench.action.acceptSelectedQuickOpenItem',
  Escape: 'workbench.action.closeQuickOpen',
} as const;

/** Presses a key in whatever quick input is open, again and again until `command` has ended, and returns what it gives. */
export async function answerSteps<T>(key: keyof typeof COMMANDS, command: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  command.then(over, over);
  while (!isOver) {
    await vscode.commands.executeCommand(COMMANDS[key]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return command;
}
