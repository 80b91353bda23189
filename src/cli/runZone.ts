import { isApiError, isCredentialError } from '../core/apiError';
import { accountZone } from '../core/accounts/accountZone';
import { machineZone } from '../core/machineZone';
import { isFixedOffset, isTimeZone } from '../core/reports/calendar';
import type { SavedExport } from '../core/savedExports/savedExport';
import type { Cli } from './cli';
import { CliError } from './cliError';
import type { Session } from './session';

/** Enough to find a job of nearly every account, in one page. */
const LOOKBACK_MS = 7 * 86_400_000;
const HINT = "The account's time zone isn't known: if it has clock changes, name it with --time-zone.";

export const TIME_ZONE_OPTION = {
  flags: '--time-zone <zone>',
  about: 'where days begin, such as Europe/Berlin, for exports without a time zone of their own',
  read: readTimeZone,
};

/** Whether the days of an export depend on the account's time zone. */
function isZoneNeeded({ period, timeZone }: SavedExport): boolean {
  return period !== undefined && timeZone === undefined;
}

/** The time zone of an export in a run that was planned without one. Looks it up only if the export needs it. */
export async function zoneOfExport(saved: SavedExport, lookUp: () => Promise<string>): Promise<string> {
  return isZoneNeeded(saved) ? lookUp() : machineZone();
}

/**
 * The time zone of a run: the given one, or the account's. Undefined if no export needs it, or if impact.com can't be
 * asked now: each export then looks it up when it's scheduled, because a run waits for the network.
 */
export async function runZone(
  cli: Cli,
  session: Session,
  exports: readonly SavedExport[],
  given: string | undefined,
): Promise<string | undefined> {
  if (given !== undefined || !exports.some(isZoneNeeded)) {
    return given;
  }
  try {
    return await lookUpZone(cli, session);
  } catch (error) {
    if (isApiError(error) && !isCredentialError(error) && !cli.signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

/**
 * The time zone of the account's days: the brand's, or what the newest job shows. Says so if it isn't certain. Throws
 * ApiError.
 */
export async function lookUpZone({ terminal, signal }: Cli, session: Session): Promise<string> {
  const { account, clock, clientFor } = session;
  const { brandId, ...payer } = account;
  if (brandId !== undefined) {
    const own = (await clientFor({ ...payer, kind: 'agency' }).getBrand(brandId, signal))?.timeZone;
    if (own !== undefined) {
      return own;
    }
  }
  // A client of its own, because the one that watches keeps what it has read.
  const reader = clientFor(account);
  await reader.listJobs(clock.now() - LOOKBACK_MS, signal);
  const { seenOffset: seen } = reader;
  const stated = seen === undefined ? await reader.companyZone(clock.now(), signal).catch(unlessAborted) : undefined;
  const zone = accountZone({ own: undefined, chosen: undefined, stated, seen });
  if (isFixedOffset(zone)) {
    const source = seen === undefined ? 'as impact.com states' : 'as in the newest job';
    terminal.note(`The days of this run begin at UTC${zone}, ${source}. ${HINT}`);
  } else if (seen === undefined && stated === undefined) {
    terminal.note(`The days of this run begin in the time zone of this machine, ${zone}. ${HINT}`);
  }
  return zone;
}

/** Some tokens may not read the account's company. */
function unlessAborted(error: unknown): undefined {
  if (isApiError(error) && error.kind === 'aborted') {
    throw error;
  }
}

/** Reads an IANA time zone. Throws a sentence. */
function readTimeZone(text: string): string {
  if (!isTimeZone(text) || isFixedOffset(text)) {
    throw new CliError('usage', `--time-zone takes a time zone such as Europe/Berlin or UTC, not "${text}".`);
  }
  return text;
}
