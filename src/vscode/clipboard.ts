import * as vscode from 'vscode';

const SHOWN_MS = 3000;

/** Copies a text to the clipboard, shows a short confirmation, and returns the text. */
export async function copyText(text: string): Promise<string> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Copied to the clipboard'), SHOWN_MS);
  return text;
}

export function copyLines(lines: readonly string[]): Promise<string> {
  return copyText(lines.join('\n'));
}
