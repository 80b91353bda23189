import type * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { accountZone, type ZoneSources } from '../../core/accounts/accountZone';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import { fieldsOf } from '../../core/isRecord';
import { isTimeZone } from '../../core/reports/calendar';
import type { Log } from '../diagnostics/log';
import type { Watchers } from '../watching/watchers';
import { readChoices } from './exportChoices';

export interface ZoneParts {
  readonly context: Pick<vscode.ExtensionContext, 'globalState'>;
  readonly watchers: Watchers;
}

type Zoned = Pick<Account, 'id' | 'timeZone'>;

/** The time zones that impact.com states for companies, by the ID of the account. */
const STATED_KEY = 'impactJobs.statedZones';

/** The time zone in which an account's days begin, if an export doesn't have its own. */
export function zoneOf(parts: ZoneParts, account: Zoned): string {
  return accountZone(sourcesOf(parts, account));
}

/** The time zone that impact.com states for the account. Undefined if it isn't known. */
export function ownZone({ context }: Pick<ZoneParts, 'context'>, { id, timeZone }: Zoned): string | undefined {
  return timeZone ?? statedZoneOf(context, id);
}

/** Whether anything is known of the account's time zone. If not, this machine's is used. */
export function isZoneKnown(parts: ZoneParts, account: Zoned): boolean {
  return Object.values(sourcesOf(parts, account)).some((source) => source !== undefined);
}

/**
 * Asks impact.com for the time zones of accounts of which nothing is known, before their days are calculated. Keeps
 * what it learns. Undefined if all are known. Never rejects: some tokens may not read it, and then the newest job
 * shows it, if there is one.
 */
export function learnZones(
  parts: ZoneParts & { readonly clock: Clock; readonly store: JobStore; readonly log: Log },
  accounts: readonly Zoned[],
  signal?: AbortSignal,
): Promise<unknown> | undefined {
  const { context, watchers, store, clock, log } = parts;
  const unknown = accounts.filter((account) => !isZoneKnown(parts, account));
  const learn = async ({ id }: Zoned): Promise<void> => {
    const client = watchers.client(id);
    try {
      const zone = await client?.companyZone(clock.now(), signal);
      if (zone !== undefined) {
        await context.globalState.update(STATED_KEY, { ...fieldsOf(context.globalState.get(STATED_KEY)), [id]: zone });
        return;
      }
    } catch (error) {
      log.warn(`Can't read an account's time zone: ${String(error)}`);
    }
    // Only the window that polls has read a job's dates.
    const [newest] = store.account(id)?.entries.values() ?? [];
    if (newest !== undefined) {
      await client?.getJob(newest.job.id, signal).catch(() => undefined);
    }
  };
  return unknown.length === 0 ? undefined : Promise.all(unknown.map(learn));
}

function sourcesOf({ context, watchers }: ZoneParts, { id, timeZone }: Zoned): ZoneSources {
  return {
    own: timeZone,
    chosen: readChoices(context).timeZones[id],
    stated: statedZoneOf(context, id),
    seen: watchers.client(id)?.seenOffset,
  };
}

function statedZoneOf({ globalState }: ZoneParts['context'], id: string): string | undefined {
  const zone = fieldsOf(globalState.get(STATED_KEY))[id];
  return typeof zone === 'string' && isTimeZone(zone) ? zone : undefined;
}
