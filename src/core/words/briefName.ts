/** A longer name would push the rest of a narrow row out of sight. */
const MAX_CHARS = 30;

/**
 * A name for a row that says more than the name. Leaves out the middle of a long one, because the names of one
 * company's brands often differ only at the end.
 */
export function briefName(name: string): string {
  const letters = [...name];
  if (letters.length <= MAX_CHARS) {
    return name;
  }
  const end = letters.slice(-Math.floor((MAX_CHARS - 1) / 2)).join('');
  const start = letters.slice(0, Math.ceil((MAX_CHARS - 1) / 2)).join('');
  return `${start.trimEnd()}…${end.trimStart()}`;
}
