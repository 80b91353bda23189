/** A column by its title and its position among columns with the same title. */
interface NamedColumn {
  readonly id: string;
  readonly title: string;
  /** No other column of either file has this label. */
  readonly label: string;
  readonly place: number;
}

/** A column that both files have, and its position in each. */
export interface ColumnPair {
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

export interface MatchedColumns {
  readonly common: readonly ColumnPair[];
  /** Columns of one file only. */
  readonly added: readonly NamedColumn[];
  readonly removed: readonly NamedColumn[];
  readonly repeated: readonly string[];
}

/**
 * Matches the columns of two files by title. Columns with the same title, and those without one, are matched in order.
 * `untitled` names a column without a title, for example `Column {0}`. Pure.
 */
export function matchColumns(before: readonly string[], after: readonly string[], untitled: string): MatchedColumns {
  const owners = new Map([...before, ...after].map((title) => [title, idOf(title, 1)]));
  const columnsBefore = nameColumns(before, untitled, owners);
  const columnsAfter = nameColumns(after, untitled, owners);
  const idsBefore = new Set(columnsBefore.map(({ id }) => id));
  const placesAfter = new Map(columnsAfter.map(({ id, place }) => [id, place]));
  const repeated = [...columnsBefore, ...columnsAfter].filter(
    ({ id, title }) => title.trim() !== '' && !id.startsWith('1:'),
  );
  return {
    common: columnsBefore.flatMap(({ id, label, place }) => {
      const other = placesAfter.get(id);
      return other === undefined ? [] : [{ label, before: place, after: other }];
    }),
    added: columnsAfter.filter(({ id }) => !idsBefore.has(id)),
    removed: columnsBefore.filter(({ id }) => !placesAfter.has(id)),
    repeated: [...new Set(repeated.map(({ title }) => title))],
  };
}

/** `owners` maps each label to the ID of its column. */
function nameColumns(titles: readonly string[], untitled: string, owners: Map<string, string>): readonly NamedColumn[] {
  const seen = new Map<string, number>();
  return titles.map((title, place) => {
    const name = title.trim() === '' ? '' : title;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const id = idOf(name, count);
    let label = labelOf(name, count, place, untitled);
    while ((owners.get(label) ?? id) !== id) {
      label += ' (2)';
    }
    owners.set(label, id);
    return { id, title, label, place };
  });
}

function idOf(name: string, count: number): string {
  return `${count}:${name}`;
}

function labelOf(name: string, count: number, place: number, untitled: string): string {
  if (name === '') {
    return untitled.replace('{0}', String(place + 1));
  }
  return count === 1 ? name : `${name} (${count})`;
}
