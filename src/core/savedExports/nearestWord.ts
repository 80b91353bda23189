/** Longer words aren't treated as typing mistakes. */
const MAX_CHARS = 40;

/**
 * The known word that was probably meant: at most two typing mistakes away, or different only in letter case. Undefined
 * if there is none.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_CHARS) {
    return undefined;
  }
  const [nearest] = known
    .map((candidate) => ({ candidate, slips: slipsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, slips }) => slips <= Math.min(2, candidate.length / 3))
    .sort((a, b) => a.slips - b.slips);
  return nearest?.candidate;
}

/** The Levenshtein distance. */
function slipsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
