import * as vscode from 'vscode';
import type { Language } from '../../core/words/language';

/** VS Code's language. */
export function editorLanguage(): Language {
  return { l10n: vscode.l10n, locale: vscode.env.language };
}
