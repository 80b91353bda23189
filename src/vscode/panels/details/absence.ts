import * as vscode from 'vscode';
import type { AccountSnapshot } from '../../../core/jobs/snapshot';
import type { DetailsMessage } from '../../../webviews/details/protocol';
import { sentenceFor } from '../../errorMessages';
import { actionView } from './jobActions';

type Absence = Pick<Extract<DetailsMessage, { kind: 'absent' }>, 'sentence' | 'isBusy' | 'actions'>;

/** Why there is no job to show, and the next step. */
export function absence(account: AccountSnapshot | undefined, accountId: string, nowMs: number): Absence {
  if (account === undefined) {
    return accountId.startsWith('demo:')
      ? { sentence: vscode.l10n.t('This job is one of the demo, which is not running.'), isBusy: false, actions: [actionView('startDemo', true)] }
      : { sentence: vscode.l10n.t('The account of this job is signed out.'), isBusy: false, actions: [actionView('addAccount', true)] };
  }
  switch (account.sync.kind) {
    case 'off':
      return { sentence: vscode.l10n.t('The account of this job is switched off. Switch it on in the Jobs view.'), isBusy: false, actions: [] };
    case 'loading':
      return { sentence: vscode.l10n.t('Loading the job…'), isBusy: true, actions: [] };
    case 'failed':
      return { sentence: sentenceFor(account.sync.error, nowMs), isBusy: false, actions: [actionView('refresh', true)] };
    case 'current':
      return { sentence: vscode.l10n.t('This job is not in the list: it is older than the days that the list covers, or impact.com no longer knows it.'), isBusy: false, actions: [actionView('refresh', true)] };
  }
}
