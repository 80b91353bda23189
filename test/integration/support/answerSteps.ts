import * as vscode from 'vscode';

const COMMANDS = {
  Enter: 'workbench.action.acceptSelectedQuickOpenItem',
  Escape: 'workbench.action.closeQuickOpen',
} as const;

/** Presses a key in the open quick input, repeatedly until `command` has ended, and returns the command's result. */
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
