import type { Snapshot } from '../../../core/jobs/snapshot';
import { stillMessages, viewStateOf } from '../../jobs/viewState';
import { type Welcome, welcomeOf } from '../../jobs/welcomes';

/**
 * Why the table has no jobs, and the next steps, in the words of the jobs view. Of several accounts, each has its own
 * reason, unless they all have the same.
 */
export function noRows(snapshot: Snapshot, manifest: unknown, nowMs: number): Welcome {
  const { accounts } = snapshot;
  const hasStoredAccounts = accounts.some(({ account }) => account.source === 'stored');
  const states = new Set(accounts.map((account) => viewStateOf({ ...snapshot, accounts: [account] }, 0)));
  const [first = 'signedOut', ...others] = states;
  const state = others.length === 0 ? first : 'empty';
  const welcome = welcomeOf(manifest, state, hasStoredAccounts) ?? { sentences: [], actions: [] };
  const messages = stillMessages(snapshot, nowMs);
  const isExplained = others.length === 0 && welcome.sentences.length > 0;
  return isExplained || messages.length === 0 ? welcome : { ...welcome, sentences: messages };
}
