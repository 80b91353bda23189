import { memberLabel } from '../runs/memberNames';
import type { RunMember } from '../runs/run';
import type { MemberReason } from '../runs/runPorts';
import { sentenceFor } from './errorSentence';
import { statusInWords } from './jobWords';
import type { Language } from './language';
import { clockTime } from './timeWords';

/** Why an export of a run has no file, with the export's name. */
export function memberReasonInWords(
  member: Pick<RunMember, 'export' | 'client' | 'piece'>,
  reason: MemberReason,
  nowMs: number,
  language: Language,
): string {
  const { l10n } = language;
  const name = memberLabel(member, language.locale);
  switch (reason.kind) {
    case 'error':
      return l10n.t('{0}: {1}', name, sentenceFor(reason.error, nowMs, language));
    case 'ended': {
      const status = statusInWords(reason.job, language).toLowerCase();
      const ended = l10n.t('{0}: the job ended with the status {1}.', name, status);
      return reason.job.statusMessage === '' ? ended : `${ended} ${reason.job.statusMessage}`;
    }
    case 'notReplayable':
      return l10n.t(
        "{0}: impact.com returned an existing job with the same parameters, which ended with the status {1} and can't be replayed.",
        name,
        statusInWords(reason.job, language).toLowerCase(),
      );
    case 'overLimit':
      return l10n.t("{0}: today's exports are used up. Run it again tomorrow.", name);
    case 'waitsForExports':
      return l10n.t(
        "{0}: the account's exports for today are used up. Continues at {1}.",
        name,
        clockTime(reason.untilMs, nowMs, language),
      );
    case 'downloadCancelled':
      return l10n.t('{0}: the download was canceled.', name);
    case 'cancelled':
      return reason.wasRequested
        ? l10n.t('{0}: the run was canceled. The job continues at impact.com.', name)
        : l10n.t('{0}: the run was canceled before this export was requested.', name);
  }
}
