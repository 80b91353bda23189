import { EXAMPLE_SID } from '../accounts/accountSid';
import type { CheckProblem, FailedCheck } from '../accounts/checkAccount';
import { accountKindInWords } from './accountKindInWords';
import { sentenceFor } from './errorSentence';
import type { Language } from './language';
import { fullTime } from './timeWords';

/** Why an account can't be used: one line, and what helps. */
export function failedCheckInWords(
  failure: FailedCheck,
  nowMs: number,
  language: Language,
): { readonly headline: string; readonly detail: string } {
  const { l10n } = language;
  if (failure.kind === 'otherKind') {
    return {
      headline: l10n.t(
        'These credentials are for a different kind of account: {0}.',
        accountKindInWords(failure.accountKind, language),
      ),
      detail: l10n.t('impact.com accepts them for that kind of account.'),
    };
  }
  const { kind, error } = failure;
  const headline = HEADLINES[kind]?.(l10n) ?? sentenceFor(error, nowMs, language);
  const details: Readonly<Partial<Record<CheckProblem, string>>> = {
    wrongSid: l10n.t('Most begin with IR and are 34 characters long, such as {0}.', EXAMPLE_SID),
    wrongToken: l10n.t('The Account SID is correct: it works with another token.'),
    wrongSidOrToken: l10n.t("impact.com doesn't say which one is wrong. Copy both again."),
    noScope: l10n.t(
      'Give the token the Jobs scope in impact.com under Settings > Technical > API, or use another token.',
    ),
    proxyLogin: l10n.t('Enter them in the setting http.proxy or http.proxyAuthorization.'),
    proxy: l10n.t('Check the http.proxy setting and the network connection.'),
    clock: l10n.t("This machine's clock shows {0}. Is that correct?", fullTime(nowMs, language)),
    certificate: l10n.t("Install your company's certificate on the system, or specify it in NODE_EXTRA_CA_CERTS."),
  };
  return { headline, detail: details[kind] ?? '' };
}

const HEADLINES: Readonly<Partial<Record<CheckProblem, (l10n: Language['l10n']) => string>>> = {
  swapped: (l10n) => l10n.t('The token looks like an Account SID. Did you swap the two?'),
  wrongSid: (l10n) => l10n.t("impact.com doesn't accept these credentials. The Account SID looks wrong."),
  wrongToken: (l10n) => l10n.t("impact.com doesn't accept this token."),
  wrongSidOrToken: (l10n) => l10n.t("impact.com doesn't accept this Account SID and token."),
  noScope: (l10n) => l10n.t("The credentials are correct, but the token can't list jobs."),
  proxyLogin: (l10n) => l10n.t('The proxy requires a user name and password.'),
  proxy: (l10n) => l10n.t("Can't reach impact.com through the proxy."),
  clock: (l10n) => l10n.t("The server's certificate isn't valid at this time."),
  certificate: (l10n) => l10n.t("The server's certificate isn't trusted."),
};
