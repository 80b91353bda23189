import * as vscode from 'vscode';
import type { Snapshot, SyncState } from '../../core/jobs/snapshot';
import { sentenceFor } from '../errorMessages';
import { clockTime } from '../words/timeWords';

/** What the view shows; each but `jobs` has a welcome of its own in package.json. */
export const VIEW_STATES = ['signedOut', 'loading', 'empty', 'offline', 'badToken', 'forbidden', 'rateLimited', 'trouble', 'jobs'] as const;
export type ViewState = (typeof VIEW_STATES)[number];

/** With several accounts each has a row that tells its own state. */
export function viewStateOf({ accounts }: Snapshot): ViewState {
  const [only, ...others] = accounts;
  if (only === undefined) {
    return 'signedOut';
  }
  return others.length > 0 || only.entries.size > 0 ? 'jobs' : emptyStateOf(only.sync);
}

function emptyStateOf(sync: SyncState): ViewState {
  if (sync.kind !== 'failed') {
    return sync.kind === 'loading' ? 'loading' : 'empty';
  }
  switch (sync.error.kind) {
    case 'unauthorized':
      return 'badToken';
    case 'forbidden':
      return 'forbidden';
    case 'rateLimited':
      return 'rateLimited';
    case 'offline':
    case 'refused':
    case 'timeout':
    case 'cut':
    case 'tls':
      return 'offline';
    default:
      return 'trouble';
  }
}

/**
 * What stands above the rows when the jobs are not current: as of when they are, why, and when it is tried again. Beside
 * an empty tree VS Code hides the welcome for it, so there it is kept for what a welcome cannot tell: a time.
 */
export function viewMessage({ accounts }: Snapshot, nowMs: number): string | undefined {
  const [only, ...others] = accounts;
  if (only === undefined || others.length > 0 || only.sync.kind !== 'failed') {
    return undefined;
  }
  const { error, lastGoodAtMs, nextTryAtMs } = only.sync;
  if (only.entries.size === 0) {
    return error.kind === 'rateLimited' ? sentenceFor(error, nowMs) : undefined;
  }
  const sentences = [
    lastGoodAtMs === undefined ? '' : vscode.l10n.t('As of {0}.', clockTime(lastGoodAtMs, nowMs)),
    sentenceFor(error, nowMs),
    nextTryAtMs === undefined || error.kind === 'rateLimited' ? '' : vscode.l10n.t('Next try at {0}.', clockTime(nextTryAtMs, nowMs)),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
