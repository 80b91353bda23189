import * as vscode from 'vscode';

/** The messages that VS Code is given to show; `stop` gives them back to it. Presses the buttons with this title. */
export function recordMessages(pressed?: string): { readonly messages: string[]; stop(): void } {
  const messages: string[] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const record = (message: string, ...titles: readonly unknown[]): Promise<string | undefined> => {
    messages.push(message);
    return Promise.resolve(titles.includes(pressed) ? pressed : undefined);
  };
  Object.assign(window, { showInformationMessage: record, showWarningMessage: record, showErrorMessage: record });
  return {
    messages,
    stop: () => void Object.assign(window, { showInformationMessage, showWarningMessage, showErrorMessage }),
  };
}

/** All messages that a command shows, when it resolves. The buttons are left alone. */
export async function toldBy(run: () => Promise<unknown>): Promise<string> {
  const shown = recordMessages();
  try {
    await run();
    return shown.messages.join('\n');
  } finally {
    shown.stop();
  }
}
