/**
 * Names for the columns of a file: a column without a title gets its place, and one that repeats a
 * title a number. `fold` maps names that count as the same to one text. Pure.
 */
export function uniqueNames(
  titles: readonly string[],
  fold: (name: string) => string = (name) => name,
): readonly string[] {
  const taken = new Set(titles.map(fold));
  const used = new Set<string>();
  return titles.map((title, index) => {
    const base = title.trim() === '' ? `Column ${index + 1}` : title;
    let name = base;
    for (let count = 2; used.has(fold(name)) || (name !== title && taken.has(fold(name))); count++) {
      name = `${base} ${count}`;
    }
    used.add(fold(name));
    return name;
  });
}
