/** Reports describe themselves in at most this many lines. */
const MAX_LINES_ABOUT_REPORT = 40;
/** Matches values, which aren't titles: numbers, amounts, and days. */
const IS_VALUE = /^[\s\p{Sc}(+-]*\d[\d\s.,:/%()-]*(?:[ap]m)?$/iu;

/**
 * The position of the row with the titles. It's the first row, unless narrower rows come before one that looks like
 * titles. Some reports start with lines such as `Report Time Zone,America/New_York`. Pure.
 */
export function findTitleRow(rows: readonly (readonly string[])[]): number {
  const widths = rows.map(filledWidth);
  const width = usualWidth(widths.slice(Math.floor(widths.length / 2)));
  const place = widths.findIndex((filled) => filled >= width);
  const row = rows[place];
  const isBelowOthers = place > 0 && place <= MAX_LINES_ABOUT_REPORT && width > 1;
  return isBelowOthers && row !== undefined && areTitles(row.slice(0, width)) ? place : 0;
}

/** Spreadsheets pad every row with empty cells to the width of the table. */
function filledWidth(cells: readonly string[]): number {
  let width = cells.length;
  while (width > 0 && cells[width - 1]?.trim() === '') {
    width--;
  }
  return width;
}

function usualWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  widths.forEach((width) => counts.set(width, (counts.get(width) ?? 0) + 1));
  return [...counts].reduce((best, next) => (next[1] >= best[1] ? next : best), [0, 0])[0];
}

function areTitles(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim());
  return names.every((name) => name !== '' && !IS_VALUE.test(name)) && new Set(names).size === names.length;
}
