import type { Account } from '../../../core/account';
import { actionsOf } from '../../../core/jobs/jobActions';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { isUnsuccessful } from '../../../core/jobs/jobState';
import { isRetrying } from '../../../core/jobs/retries';
import { type ActionView, DETAILS_ACTIONS, type DetailsAction } from '../../../webviews/details/protocol';
import { actionWords } from '../../words/actionWords';

/** Actions that few users look for. */
const QUIET: readonly DetailsAction[] = ['revealJob', 'copyId', 'copyLink', 'copyCurl', 'copyScript', 'showJson'];
/** Quiet actions that need a file. */
const QUIET_WITH_FILE: readonly DetailsAction[] = ['copyReadingCode', 'newNotebook'];
/** Actions that most jobs always support, and that are never the most likely next step. */
const NEVER_FIRST: readonly DetailsAction[] = ['watchJob', 'unwatchJob', 'muteJob', 'unmuteJob'];

export function actionView(action: DetailsAction, weight: ActionView['weight']): ActionView {
  return { action, ...actionWords(action), weight };
}

/** The actions that a job supports now, the most likely first. */
export function jobActions(entry: JobEntry, account: Account, nowMs: number): readonly ActionView[] {
  const actions = actionsOf(entry, account, nowMs)
    .map((action) => DETAILS_ACTIONS.find((shown) => shown === action))
    .filter((action) => action !== undefined);
  const loud = actions.filter((action) => !QUIET.includes(action) && !QUIET_WITH_FILE.includes(action));
  return [
    ...loud.map((action, index) =>
      actionView(action, index === 0 && isWantedNext(action, entry, nowMs) ? 'primary' : 'secondary'),
    ),
    ...[...QUIET_WITH_FILE.filter((action) => actions.includes(action)), ...QUIET].map((action) =>
      actionView(action, 'quiet'),
    ),
  ];
}

/**
 * Whether the action is the most likely next step. A replay is after a failure, but not while impact.com retries, or
 * after a success.
 */
function isWantedNext(action: DetailsAction, entry: JobEntry, nowMs: number): boolean {
  return action === 'replay' ? isUnsuccessful(entry.job) && !isRetrying(entry, nowMs) : !NEVER_FIRST.includes(action);
}
