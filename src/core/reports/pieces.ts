import { addDays, type Day, weekday } from './calendar';
import type { DayRange } from './period';

export const PIECES = ['day', 'week', 'month'] as const;
export type PieceLength = (typeof PIECES)[number];

/**
 * Cuts a period into calendar days, weeks from Monday to Sunday, or calendar months, the earliest first. The first and
 * the last piece contain only the days of the period.
 */
export function piecesOf({ start, end }: DayRange, length: PieceLength): readonly DayRange[] {
  const pieces: DayRange[] = [];
  for (let day = start; day !== '' && day <= end;) {
    const last = lastDayOf(day, length);
    pieces.push({ start: day, end: last < end ? last : end });
    day = addDays(last, 1);
  }
  return pieces;
}

/** `2026-10` for a whole month, `2026-10-05` for a day, otherwise both days with a slash between, as in ISO 8601. */
export function pieceName({ start, end }: DayRange): string {
  if (start === end) {
    return start;
  }
  return start.endsWith('-01') && lastDayOf(start, 'month') === end ? start.slice(0, 7) : `${start}/${end}`;
}

function lastDayOf(day: Day, length: PieceLength): Day {
  switch (length) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, 7 - weekday(day));
    case 'month': {
      const inNextMonth = addDays(`${day.slice(0, 8)}28`, 4);
      return addDays(`${inNextMonth.slice(0, 8)}01`, -1);
    }
  }
}
