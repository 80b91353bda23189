import { memberLabel } from '../core/runs/memberNames';
import type { RunMember } from '../core/runs/run';
import type { MemberReason } from '../core/runs/runPorts';
import { statusInWords } from '../core/words/jobWords';
import { ENGLISH } from '../core/words/language';
import { clockTime } from '../core/words/timeWords';
import { cliSentence } from './cliSentence';

/** Why a member of a run has no file. */
export function runSentence(
  member: Pick<RunMember, 'export' | 'client' | 'piece'>,
  reason: MemberReason,
  nowMs: number,
): string {
  return `${memberLabel(member, ENGLISH.locale)}: ${reasonInWords(reason, nowMs)}`;
}

function reasonInWords(reason: MemberReason, nowMs: number): string {
  switch (reason.kind) {
    case 'error':
      return cliSentence(reason.error, nowMs);
    case 'ended': {
      const { statusMessage } = reason.job;
      const status = statusInWords(reason.job, ENGLISH).toLowerCase();
      const said = statusMessage === '' ? '' : ` impact.com says: ${statusMessage}`;
      return `the job ended without a result (${status}).${said}`;
    }
    case 'notReplayable': {
      const status = statusInWords(reason.job, ENGLISH).toLowerCase();
      return `impact.com returned an existing job with the same parameters, which ended with the status ${status} and can't be replayed.`;
    }
    case 'overLimit':
      return "today's exports are used up. Run it again tomorrow.";
    case 'waitsForExports':
      return `the account's exports for today are used up. Continues at ${clockTime(reason.untilMs, nowMs, ENGLISH)}.`;
    case 'cancelled':
      return reason.wasRequested ? 'canceled. The job continues at impact.com.' : 'canceled before it was requested.';
    case 'downloadCancelled':
      return 'the download was canceled.';
  }
}
