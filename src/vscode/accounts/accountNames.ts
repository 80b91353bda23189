import * as vscode from 'vscode';
import type { Account, AccountKind } from '../../core/account';
import { accountKindInWords } from '../../core/words/accountKindInWords';
import { editorLanguage } from '../words/editorLanguage';

const MAX_NAME_CHARS = 60;
/** Enough to tell accounts apart. */
const SID_CHARS = 6;

/** The name of an account until the user chooses one: `Agency IR1234…`. */
export function defaultName(kind: AccountKind, sid: string): string {
  return `${accountKindInWords(kind, editorLanguage())} ${sid.slice(0, SID_CHARS)}…`;
}

/** A name without line breaks and extra spaces. */
export function cleanName(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

/** What's wrong with a name, or what the user should know about it. */
export function judgeName(name: string, others: readonly Account[]): vscode.InputBoxValidationMessage | undefined {
  if (name.length > MAX_NAME_CHARS) {
    return {
      message: vscode.l10n.t('Use {0} characters or fewer.', MAX_NAME_CHARS),
      severity: vscode.InputBoxValidationSeverity.Error,
    };
  }
  const isTaken = others.some((other) => other.name === name);
  return isTaken
    ? {
        message: vscode.l10n.t('Another account already has this name.'),
        severity: vscode.InputBoxValidationSeverity.Warning,
      }
    : undefined;
}
