import type { Notation } from '../rows/cellOrder';

const ISO = /^\d{4}([-/])\d\d[-/]\d\d(?:([T ])\d\d:\d\d(:\d\d(?:([.,])\d{1,9})?)?(\s*)(Z|[+-]\d\d:?\d\d)?)?$/i;
const TIME = String.raw`(?:(,? )\d{1,2}:\d\d(:\d\d)?(\s*)([AP]M)?)?`;
const LOCAL = new RegExp(String.raw`^\d{1,2}([/.-])\d{1,2}[/.-]\d{4}${TIME}$`, 'i');
const MONTH_FIRST = new RegExp(String.raw`^([a-z]{3,9})(\.?) \d{1,2}(,?) \d{4}${TIME}$`, 'i');
const DAY_FIRST = new RegExp(String.raw`^\d{1,2}([ -])([a-z]{3,9})(\.?)([ -])\d{4}${TIME}$`, 'i');

/**
 * How a date is written, in the directives of `strptime`. Undefined for a cell that no directive stands for, such as
 * one with the month `Sept`. Pure.
 */
export function dateFormat(cell: string, notation: Notation | undefined): string | undefined {
  return notation === 'named' ? namedFormat(cell) : (isoFormat(cell) ?? localFormat(cell, notation));
}

function isoFormat(cell: string): string | undefined {
  const match = ISO.exec(cell);
  if (match === null) {
    return undefined;
  }
  const [, separator, between, seconds, point, space = '', zone] = match;
  const day = `%Y${separator}%m${separator}%d`;
  const second = seconds === undefined ? '' : `:%S${point === undefined ? '' : `${point}%f`}`;
  return between === undefined ? day : `${day}${between}%H:%M${second}${zone === undefined ? '' : `${space}%z`}`;
}

function localFormat(cell: string, notation: Notation | undefined): string | undefined {
  const match = LOCAL.exec(cell);
  const between = match?.[1] ?? '';
  const day = notation === 'monthFirst' ? ['%m', '%d', '%Y'] : ['%d', '%m', '%Y'];
  return match === null ? undefined : day.join(between) + timeFormat(match.slice(2));
}

function namedFormat(cell: string): string | undefined {
  const [monthFirst, dayFirst] = [MONTH_FIRST.exec(cell), DAY_FIRST.exec(cell)];
  const month = monthDirective((monthFirst?.[1] ?? dayFirst?.[2]) || '');
  if (month === undefined) {
    return undefined;
  }
  if (monthFirst !== null) {
    return `${month}${monthFirst[2]} %d${monthFirst[3]} %Y${timeFormat(monthFirst.slice(4))}`;
  }
  return dayFirst === null
    ? undefined
    : `%d${dayFirst[1]}${month}${dayFirst[3]}${dayFirst[4]}%Y${timeFormat(dayFirst.slice(5))}`;
}

function monthDirective(name: string): string | undefined {
  if (name.length === 3) {
    return '%b';
  }
  return name.length > 3 && name.toLowerCase() !== 'sept' ? '%B' : undefined;
}

function timeFormat([between, seconds, space, half]: readonly (string | undefined)[]): string {
  if (between === undefined) {
    return '';
  }
  const second = seconds === undefined ? '' : ':%S';
  return half === undefined ? `${between}%H:%M${second}` : `${between}%I:%M${second}${space}%p`;
}
