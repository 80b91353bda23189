import * as vscode from 'vscode';
import { EXAMPLE_SID } from '../../../core/accounts/accountSid';
import { canSaveAnyway, type CheckOutcome, type CheckProblem } from '../../../core/accounts/checkAccount';
import { sentenceFor } from '../../words/errorMessages';
import { kindInWords } from '../accountWords';
import { fullTime } from '../../words/timeWords';

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

type Failure = Exclude<CheckOutcome, { kind: 'accepted' }>;

/** The text above the remedies for an account whose check failed. */
export function checkWords(failure: Failure, nowMs: number): CheckWords {
  if (failure.kind === 'otherKind') {
    return {
      headline: vscode.l10n.t(
        'These credentials are for a different kind of account: {0}.',
        kindInWords(failure.accountKind),
      ),
      detail: vscode.l10n.t('impact.com accepts them for that kind of account.'),
      remedies: ['otherKind', 'sid', 'token'],
    };
  }
  const { kind, error } = failure;
  const headline = HEADLINES[kind]?.() ?? sentenceFor(error, nowMs);
  const details: Readonly<Partial<Record<CheckProblem, string>>> = {
    wrongSid: vscode.l10n.t('Most begin with IR and are 34 characters long, such as {0}.', EXAMPLE_SID),
    wrongToken: vscode.l10n.t('The Account SID is correct: it works with another token.'),
    wrongSidOrToken: vscode.l10n.t("impact.com doesn't say which one is wrong. Copy both again."),
    noScope: vscode.l10n.t(
      'Give the token the Jobs scope in impact.com under Settings > Technical > API, or use another token.',
    ),
    proxyLogin: vscode.l10n.t('Enter them in the setting http.proxy or http.proxyAuthorization.'),
    proxy: vscode.l10n.t('Check the http.proxy setting and the network connection.'),
    clock: vscode.l10n.t("This machine's clock shows {0}. Is that correct?", fullTime(nowMs)),
    certificate: vscode.l10n.t(
      "Install your company's certificate on the system, or specify it in NODE_EXTRA_CA_CERTS.",
    ),
  };
  return {
    headline,
    detail: details[kind] ?? '',
    remedies: [...REMEDIES[kind], ...(canSaveAnyway(kind) ? (['save'] as const) : [])],
  };
}

const HEADLINES: Readonly<Partial<Record<CheckProblem, () => string>>> = {
  swapped: () => vscode.l10n.t('The token looks like an Account SID. Did you swap the two?'),
  wrongSid: () => vscode.l10n.t("impact.com doesn't accept these credentials. The Account SID looks wrong."),
  wrongToken: () => vscode.l10n.t("impact.com doesn't accept this token."),
  wrongSidOrToken: () => vscode.l10n.t("impact.com doesn't accept this Account SID and token."),
  noScope: () => vscode.l10n.t("The credentials are correct, but the token can't list jobs."),
  proxyLogin: () => vscode.l10n.t('The proxy requires a user name and password.'),
  proxy: () => vscode.l10n.t("Can't reach impact.com through the proxy."),
  clock: () => vscode.l10n.t("The server's certificate isn't valid at this time."),
  certificate: () => vscode.l10n.t("The server's certificate isn't trusted."),
};

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

export function remedyInWords(remedy: Remedy, failure: Failure): string {
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
