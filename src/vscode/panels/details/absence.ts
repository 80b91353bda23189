import * as vscode from 'vscode';
import type { AccountSnapshot } from '../../../core/jobs/snapshot';
import type { DetailsMessage } from '../../../webviews/details/protocol';
import { sentenceFor } from '../../words/errorMessages';
import { clockTime } from '../../words/timeWords';
import { actionView } from './jobActions';

type Absence = Pick<Extract<DetailsMessage, { kind: 'absent' }>, 'sentence' | 'isBusy' | 'actions'>;

/** Why there's no job to show, and the next step. `lookError` is the error if impact.com was asked for the job. */
export function absence(
  account: AccountSnapshot | undefined,
  accountId: string,
  lookError: unknown,
  nowMs: number,
): Absence {
  if (account === undefined) {
    return accountId.startsWith('demo:')
      ? {
          sentence: vscode.l10n.t("This job belongs to the demo, which isn't running."),
          isBusy: false,
          actions: [actionView('startDemo', 'primary')],
        }
      : {
          sentence: vscode.l10n.t("You're signed out of this job's account."),
          isBusy: false,
          actions: [actionView('addAccount', 'primary')],
        };
  }
  switch (account.sync.kind) {
    case 'off':
      return {
        sentence: vscode.l10n.t("This job's account is turned off. Turn it on in the Jobs view."),
        isBusy: false,
        actions: [],
      };
    case 'loading':
      return { sentence: vscode.l10n.t('Loading job…'), isBusy: true, actions: [] };
    case 'failed':
      return {
        sentence: sentenceFor(account.sync.error, nowMs),
        isBusy: false,
        actions: [actionView('refresh', 'primary')],
      };
    case 'current':
      return lookError === undefined
        ? { sentence: vscode.l10n.t('Loading job…'), isBusy: true, actions: [] }
        : { sentence: sentenceFor(lookError, nowMs), isBusy: false, actions: [actionView('lookAgain', 'primary')] };
  }
}

/** Why the job might have changed since. Empty if it's current. `goneSinceMs` is when the job was last in the list. */
export function staleness({ sync }: AccountSnapshot, goneSinceMs: number | undefined, nowMs: number): string {
  if (sync.kind === 'failed') {
    const asOfMs = goneSinceMs ?? sync.lastGoodAtMs;
    return asOfMs === undefined
      ? sentenceFor(sync.error, nowMs)
      : `${vscode.l10n.t('As of {0}.', clockTime(asOfMs, nowMs))} ${sentenceFor(sync.error, nowMs)}`;
  }
  return goneSinceMs === undefined
    ? ''
    : vscode.l10n.t("As of {0}. The job is no longer in the list, so it isn't updated.", clockTime(goneSinceMs, nowMs));
}
