import type { Comparison } from '../../src/core/compare/comparison';

/** A table in memory. */
export interface PlainTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The parts of a comparison that follow from both tables and the key. */
export type NaiveComparison = Pick<Comparison, 'columns' | 'unchanged' | 'added' | 'removed' | 'changed'> & {
  readonly isKeyUnique: boolean;
  /** How many of the changed rows differ in each column. */
  readonly changesByColumn: Readonly<Record<string, number>>;
};

/** Compares two tables in the simplest way, with maps of all rows. An oracle for tests. */
export function naiveComparison(before: PlainTable, after: PlainTable, key: Comparison['key']): NaiveComparison {
  const taken = new Map([...before.columns, ...after.columns].map((title) => [title, JSON.stringify([title, 1])]));
  const [labelsBefore, labelsAfter] = [labelsOf(before, taken), labelsOf(after, taken)];
  const idsAfter = labelsAfter.map(({ id }) => id);
  const idsBefore = labelsBefore.map(({ id }) => id);
  const common = labelsBefore
    .map(({ id, label }, place) => ({ label, before: place, after: idsAfter.indexOf(id) }))
    .filter((pair) => pair.after >= 0);
  const isSeen = (table: PlainTable, place: number): boolean =>
    (table.columns[place] ?? '').trim() !== '' || table.rows.some((row) => (row[place] ?? '') !== '');
  const old = before.rows.map((row) => common.map((pair) => row[pair.before] ?? ''));
  const now = after.rows.map((row) => common.map((pair) => row[pair.after] ?? ''));
  const columns = {
    common: common.filter((pair) => isSeen(before, pair.before) || isSeen(after, pair.after)).map(({ label }) => label),
    added: labelsAfter
      .filter(({ id }, place) => !idsBefore.includes(id) && isSeen(after, place))
      .map(({ label }) => label),
    removed: labelsBefore
      .filter(({ id }, place) => !idsAfter.includes(id) && isSeen(before, place))
      .map(({ label }) => label),
    repeated: [
      ...new Set(
        [before, after].flatMap((table) =>
          table.columns.filter((title, place) => title.trim() !== '' && table.columns.indexOf(title) !== place),
        ),
      ),
    ],
  };
  return key.kind === 'rows'
    ? { columns, ...compareWhole(old, now), isKeyUnique: true }
    : {
        columns,
        ...compareKeyed(
          old,
          now,
          common.map(({ label }) => label),
          key.columns,
        ),
      };
}

function compareWhole(old: readonly string[][], now: readonly string[][]) {
  const left = new Map<string, number>();
  old.map((row) => JSON.stringify(row)).forEach((row) => left.set(row, (left.get(row) ?? 0) + 1));
  let unchanged = 0;
  for (const row of now.map((cells) => JSON.stringify(cells))) {
    const count = left.get(row) ?? 0;
    unchanged += count > 0 ? 1 : 0;
    left.set(row, count - 1);
  }
  return { unchanged, added: now.length - unchanged, removed: old.length - unchanged, changed: 0, changesByColumn: {} };
}

function compareKeyed(
  old: readonly string[][],
  now: readonly string[][],
  labels: readonly string[],
  key: readonly string[],
) {
  const keyOf = (row: readonly string[]): string => JSON.stringify(key.map((label) => row[labels.indexOf(label)]));
  const oldByKey = new Map(old.map((row) => [keyOf(row), row]));
  const nowByKey = new Map(now.map((row) => [keyOf(row), row]));
  const changesByColumn: Record<string, number> = {};
  let [unchanged, changed] = [0, 0];
  for (const [id, row] of nowByKey) {
    const known = oldByKey.get(id);
    const differing = known === undefined ? [] : labels.filter((_, place) => known[place] !== row[place]);
    differing.forEach((label) => (changesByColumn[label] = (changesByColumn[label] ?? 0) + 1));
    changed += differing.length > 0 ? 1 : 0;
    unchanged += known !== undefined && differing.length === 0 ? 1 : 0;
  }
  return {
    unchanged,
    changed,
    added: now.length - unchanged - changed,
    removed: old.length - unchanged - changed,
    changesByColumn,
    isKeyUnique: oldByKey.size === old.length && nowByKey.size === now.length,
  };
}

/** Names each column with a name that no other one has. `taken` maps names to the columns that have them. */
function labelsOf(
  { columns }: PlainTable,
  taken: Map<string, string>,
): readonly { readonly id: string; readonly label: string }[] {
  const counts = new Map<string, number>();
  return columns.map((title, place) => {
    const name = title.trim() === '' ? '' : title;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const id = JSON.stringify([name, count]);
    const numbered = count === 1 ? name : `${name} (${count})`;
    let label = name === '' ? `Column ${place + 1}` : numbered;
    while (taken.has(label) && taken.get(label) !== id) {
      label += ' (2)';
    }
    taken.set(label, id);
    return { id, label };
  });
}
