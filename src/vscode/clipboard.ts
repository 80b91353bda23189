import * as vscode from 'vscode';

const SHOWN_MS = 3000;

/** Puts lines on the clipboard, says so in passing, and returns the text. */
export async function copyLines(lines: readonly string[]): Promise<string> {
  const text = lines.join('\n');
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Copied to the clipboard'), SHOWN_MS);
  return text;
}
