import * as vscode from 'vscode';
import { canSaveAnyway, type CheckProblem, type FailedCheck } from '../../../core/accounts/checkAccount';
import { kindInWords } from '../accountWords';
import { failedCheckInWords } from '../../../core/words/failedCheckInWords';
import { editorLanguage } from '../../words/editorLanguage';

/** What the user can do if the check of an account fails. */
export type Remedy = 'token' | 'sid' | 'otherKind' | 'again' | 'save';

export interface CheckWords {
  /** What's wrong, in one line. */
  readonly headline: string;
  /** Details, shown with the first remedy. */
  readonly detail: string;
  /** The most promising first. */
  readonly remedies: readonly Remedy[];
}

/** The text above the remedies for an account whose check failed. */
export function checkWords(failure: FailedCheck, nowMs: number): CheckWords {
  const { headline, detail } = failedCheckInWords(failure, nowMs, editorLanguage());
  if (failure.kind === 'otherKind') {
    return { headline, detail, remedies: ['otherKind', 'sid', 'token'] };
  }
  const { kind } = failure;
  return {
    headline,
    detail,
    remedies: [...REMEDIES[kind], ...(canSaveAnyway(kind) ? (['save'] as const) : [])],
  };
}

const REMEDIES: Readonly<Record<CheckProblem, readonly Remedy[]>> = {
  swapped: ['sid', 'token'],
  wrongSid: ['sid', 'token'],
  wrongToken: ['token', 'sid'],
  wrongSidOrToken: ['token', 'sid'],
  noScope: ['again', 'token'],
  proxyLogin: ['again'],
  proxy: ['again'],
  gateway: ['again'],
  clock: ['again'],
  certificate: ['again'],
  offline: ['again'],
  slow: ['again'],
  rateLimited: ['again'],
  server: ['again'],
  aborted: ['again'],
  other: ['again', 'token', 'sid'],
};

export function remedyInWords(remedy: Remedy, failure: FailedCheck): string {
  switch (remedy) {
    case 'token':
      return vscode.l10n.t('Correct the Token');
    case 'sid':
      return vscode.l10n.t('Correct the Account SID');
    case 'otherKind':
      return failure.kind === 'otherKind' ? vscode.l10n.t('Sign In as {0}', kindInWords(failure.accountKind)) : '';
    case 'again':
      return vscode.l10n.t('Try Again');
    case 'save':
      return vscode.l10n.t('Save Anyway');
  }
}
