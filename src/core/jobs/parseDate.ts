const MS_PER_DAY = 86_400_000;

/**
 * Parses a date of the API (`2026-05-29T04:33:50-05:00`) to milliseconds since the epoch, or returns undefined if it
 * isn't a date. Parses by hand for speed, because a list of 10,000 jobs has 40,000 dates; other formats go to
 * `Date.parse`. A time without an offset counts as UTC, so that a response means the same on every machine.
 */
export function parseDate(text: string): number | undefined {
  if (text.length < 19 || !hasSeparators(text)) {
    return parseLoosely(text);
  }
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const isDay = century >= 0 && yearOfCentury >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  // 24:00:00 is the end of a day, and the 60th second a leap second.
  const isTime =
    hour === 24
      ? minute === 0 && second === 0
      : hour >= 0 && hour < 24 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
  if (!isDay || !isTime) {
    return undefined;
  }
  let offsetAt = 19;
  let millis = 0;
  if (text.charCodeAt(19) === DOT) {
    offsetAt = endOfDigits(text, 20);
    millis = Math.trunc(Number(`0.${text.slice(20, offsetAt)}`) * 1000);
  }
  const offsetMinutes = readOffset(text, offsetAt);
  if (offsetMinutes === undefined) {
    return parseLoosely(text);
  }
  return (
    daysFromCivil(century * 100 + yearOfCentury, month, day) * MS_PER_DAY +
    ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000 +
    millis
  );
}

/** Parses other formats with `Date.parse`. That finds a date even in `n/a 1`, so the text must contain a year. */
function parseLoosely(text: string): number | undefined {
  if (!/\d{4}/.test(text)) {
    return undefined;
  }
  const saysWhere = /(?:z|[a-z]{3,}|[+-]\d{2}:?\d{2})\s*$/i.test(text);
  const readings = saysWhere ? [text] : [`${text}Z`, `${text} UTC`];
  return readings.map((reading) => Date.parse(reading)).find((time) => !Number.isNaN(time));
}

const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const T = 84;
const Z = 90;
const LOWER = 32;

function hasSeparators(text: string): boolean {
  const middle = text.charCodeAt(10);
  return (
    text.charCodeAt(4) === MINUS &&
    text.charCodeAt(7) === MINUS &&
    (middle === T || middle === SPACE || middle === T + LOWER) &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  );
}

/** `Z`, `+02:00`, `+0200`, `+02` or nothing, in minutes east of UTC. */
function readOffset(text: string, start: number): number | undefined {
  const length = text.length - start;
  const sign = text.charCodeAt(start);
  if (length === 0 || (length === 1 && (sign === Z || sign === Z + LOWER))) {
    return 0;
  }
  if (sign !== PLUS && sign !== MINUS) {
    return undefined;
  }
  const hours = twoDigits(text, start + 1);
  const minutes = offsetMinutes(text, start, length);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
    return undefined;
  }
  return sign === MINUS ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** The minutes of `+HH`, `+HHMM`, or `+HH:MM`, or -1 if they can't be read. */
function offsetMinutes(text: string, start: number, length: number): number {
  if (length === 6 && text.charCodeAt(start + 3) === COLON) {
    return twoDigits(text, start + 4);
  }
  if (length === 5) {
    return twoDigits(text, start + 3);
  }
  return length === 3 ? 0 : -1;
}

/** The number at two digits, or -1 if one of them isn't a digit. */
function twoDigits(text: string, start: number): number {
  const tens = text.charCodeAt(start) - 48;
  const ones = text.charCodeAt(start + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) {
    end++;
  }
  return end;
}

/** Days from 1970-01-01 to a date in the Gregorian calendar. Years start in March, so leap days are at a year's end. */
function daysFromCivil(year: number, month: number, day: number): number {
  const years = month <= 2 ? year + 399 : year + 400; // one era more, so that `| 0` rounds down
  const era = (years / 400) | 0;
  const yearOfEra = years - era * 400;
  const dayOfYear = (((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + ((yearOfEra / 4) | 0) - ((yearOfEra / 100) | 0) + dayOfYear;
  return (era - 1) * 146_097 + dayOfEra - 719_468;
}
