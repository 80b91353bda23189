import type * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { accountZone } from '../../core/accounts/accountZone';
import type { Watchers } from '../watching/watchers';
import { readChoices } from './exportChoices';

export interface ZoneParts {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly watchers: Watchers;
}

/** The time zone in which an account's days begin, if an export doesn't have its own. */
export function zoneOf({ context, watchers }: ZoneParts, { id, timeZone }: Pick<Account, 'id' | 'timeZone'>): string {
  return accountZone({
    own: timeZone,
    chosen: readChoices(context).timeZones[id],
    seen: watchers.client(id)?.seenOffset,
  });
}
