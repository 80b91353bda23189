import { isFixedOffset, offsetAt } from '../reports/calendar';
import { machineZone } from '../machineZone';

/** The UTC offset in one of impact.com's dates. */
export interface SeenOffset {
  /** Such as `-05:00`. */
  readonly offset: string;
  /** The moment of that date, in milliseconds since the epoch. */
  readonly atMs: number;
}

export interface ZoneSources {
  /** The IANA time zone that impact.com states for the account. */
  readonly own: string | undefined;
  /** The time zone that the user selected for the account. */
  readonly chosen: string | undefined;
  /** What impact.com states for the account's company. See `statedZone`. */
  readonly stated: string | undefined;
  readonly seen: SeenOffset | undefined;
}

/**
 * The time zone in which an account's days begin: its own, the one that the user selected, the company's, or this
 * machine's if impact.com's dates have the same offset. Otherwise the offset of those dates, or of the company, which
 * doesn't follow clock changes, so tell the user. The machine's time zone if nothing is known.
 */
export function accountZone({ own, chosen, stated, seen }: ZoneSources, machine = machineZone()): string {
  const known = own ?? chosen;
  if (known !== undefined) {
    return known;
  }
  if (seen === undefined || (stated !== undefined && !isFixedOffset(stated))) {
    return stated ?? machine;
  }
  return offsetAt(seen.atMs, machine) === seen.offset ? machine : seen.offset;
}
