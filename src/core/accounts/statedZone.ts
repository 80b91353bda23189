import { machineZone } from '../machineZone';
import { isFixedOffset, isTimeZone, offsetAt } from '../reports/calendar';

/** `(GMT -06:00) Central Time (US & Canada)`, the way in which impact.com's web app shows time zones. */
const SHOWN = /^\(\s*(?:GMT|UTC)\s*(?:([+-])\s*(\d{1,2})(?::?(\d{2}))?)?\s*\)\s*(.*)$/i;
const MAX_CHARS = 200;

/**
 * The time zone that impact.com states for a company, as IANA's name if it can be told: by a city of the text, or by a
 * name such as `Central Time`. This machine's, if it has the same offset without daylight saving time. Otherwise the
 * offset alone. Undefined if the text is no time zone.
 */
export function statedZone(text: unknown, nowMs: number, machine = machineZone()): string | undefined {
  if (typeof text !== 'string' || text.length > MAX_CHARS) {
    return undefined;
  }
  const given = text.trim();
  const [shown, sign = '+', hours = '0', minutes = '00', name = ''] = SHOWN.exec(given) ?? [];
  if (shown === undefined) {
    return isTimeZone(given) ? given : undefined;
  }
  const offset = `${sign}${hours.padStart(2, '0')}:${minutes}`;
  const isThere = (zone: string): boolean => isTimeZone(zone) && standardOffset(zone, nowMs) === offset;
  const found = [...nationalZone(name), ...zonesNamedIn(name), machine].find(isThere);
  return found ?? (isTimeZone(offset) ? offset : undefined);
}

/** The offset outside of daylight saving time, which is how time zones are listed. */
function standardOffset(zone: string, nowMs: number): string {
  if (isFixedOffset(zone)) {
    return zone;
  }
  const year = new Date(nowMs).getUTCFullYear();
  const [winter = '', summer = ''] = [0, 6].map((month) => offsetAt(Date.UTC(year, month, 1), zone));
  return minutesOf(winter) < minutesOf(summer) ? winter : summer;
}

function minutesOf(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return offset.startsWith('-') ? -minutes : minutes;
}

/** `US/Central` for `Central Time`, by its usual name. */
function nationalZone(name: string): readonly string[] {
  const [, region = ''] = /^([A-Z][a-z]+) Time\b/.exec(name) ?? [];
  const zone = `US/${region}`;
  return isTimeZone(zone) ? [new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone] : [];
}

/** The zones of the cities in a name, in their order. */
function zonesNamedIn(name: string): readonly string[] {
  const words = ` ${name.toLowerCase().replace(/[^\p{L}]+/gu, ' ')} `;
  return Intl.supportedValuesOf('timeZone')
    .map((zone) => ({ zone, at: words.indexOf(` ${cityOf(zone)} `) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ zone }) => zone);
}

function cityOf(zone: string): string {
  return zone
    .slice(zone.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/_/g, ' ');
}
