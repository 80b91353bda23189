import * as vscode from 'vscode';
import { EXAMPLE_SID } from '../../core/accounts/accountSid';
import { canSaveAnyway, type CheckOutcome, type CheckProblem } from '../../core/accounts/checkAccount';
import { sentenceFor } from '../errorMessages';
import { kindInWords } from '../words/accountWords';
import { fullTime } from '../words/timeWords';

/** What the user can do about an account that does not answer. */
export type Remedy = 'token' | 'sid' | 'otherKind' | 'again' | 'save';

export interface CheckWords {
  /** What is wrong, in a line. */
  readonly headline: string;
  /** More of it, shown with the first remedy. */
  readonly detail: string;
  /** The most promising first. */
  readonly remedies: readonly Remedy[];
}

type Failure = Exclude<CheckOutcome, { kind: 'accepted' }>;

/** What stands above an account that was tried in vain. */
export function checkWords(failure: Failure, nowMs: number): CheckWords {
  if (failure.kind === 'otherKind') {
    return {
      headline: vscode.l10n.t(
        'These are the credentials of another kind of account: {0}.',
        kindInWords(failure.accountKind),
      ),
      detail: vscode.l10n.t('impact.com accepts them there.'),
      remedies: ['otherKind', 'sid', 'token'],
    };
  }
  const { kind, error } = failure;
  const headline = HEADLINES[kind]?.() ?? sentenceFor(error, nowMs);
  const details: Readonly<Partial<Record<CheckProblem, string>>> = {
    wrongSid: vscode.l10n.t('Most begin with IR and are 34 characters long, such as {0}.', EXAMPLE_SID),
    wrongToken: vscode.l10n.t('The Account SID is right: with another token it answers.'),
    wrongSidOrToken: vscode.l10n.t('It does not say which of the two is wrong: copy both again.'),
    noScope: vscode.l10n.t(
      'Give it the scope for Jobs in impact.com, under Settings > Technical > API, or use another token.',
    ),
    proxyLogin: vscode.l10n.t('Name them in the setting http.proxy, or in http.proxyAuthorization.'),
    proxy: vscode.l10n.t('Check the setting http.proxy and the network connection.'),
    clock: vscode.l10n.t("By this machine's clock it is {0}. Is that right?", fullTime(nowMs)),
    certificate: vscode.l10n.t(
      "A company's own certificate can be installed in the system, or named in NODE_EXTRA_CA_CERTS.",
    ),
  };
  return {
    headline,
    detail: details[kind] ?? '',
    remedies: [...REMEDIES[kind], ...(canSaveAnyway(kind) ? (['save'] as const) : [])],
  };
}

const HEADLINES: Readonly<Partial<Record<CheckProblem, () => string>>> = {
  swapped: () => vscode.l10n.t('The token looks like an Account SID: are the two swapped?'),
  wrongSid: () => vscode.l10n.t('impact.com does not accept this. The Account SID looks wrong.'),
  wrongToken: () => vscode.l10n.t('impact.com does not accept this token.'),
  wrongSidOrToken: () => vscode.l10n.t('impact.com does not accept this Account SID and token.'),
  noScope: () => vscode.l10n.t('The credentials are right, but the token may not list jobs.'),
  proxyLogin: () => vscode.l10n.t('The proxy asks for a user name and password.'),
  proxy: () => vscode.l10n.t('impact.com cannot be reached through the proxy.'),
  clock: () => vscode.l10n.t("The server's certificate is not valid at this time."),
  certificate: () => vscode.l10n.t("The server's certificate is not trusted."),
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
