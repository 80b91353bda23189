/** The number of midnights between two times in this machine's time zone. */
export function daysBetween(fromMs: number, toMs: number): number {
  return dayNumber(toMs) - dayNumber(fromMs);
}

function dayNumber(timeMs: number): number {
  const date = new Date(timeMs);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
}
