import type { CellOrder } from './cellOrder';

/** More bars would be too thin to see and click. */
const MAX_BINS = 20;
/** Up to this many different numbers have a bar each. */
const MAX_SINGLE_BARS = 12;
const MAX_VALUES = 6;

/** A bar in the chart of a column. */
export interface Bar {
  /** The number of rows with these values. */
  readonly count: number;
  /** The minimum and the maximum value, as written in the file. Equal for a bar of one value. */
  readonly from: string;
  readonly to: string;
  /** The text for the column's filter that shows only these rows. */
  readonly filter: string;
}

/**
 * How the values of a column are distributed. `bins` have equal widths, from the minimum to the maximum; a bin without
 * rows is undefined. `values` are the most frequent ones. `none`: hardly any value repeats, or there are no values.
 */
export type Distribution =
  | { readonly kind: 'bins'; readonly bars: readonly (Bar | undefined)[] }
  | { readonly kind: 'values'; readonly bars: readonly Bar[]; readonly otherCount: number }
  | { readonly kind: 'none' };

/** Computes the distribution of a column's filled cells. Pure. */
export function distributionOf(filled: readonly string[], { type, keyOf }: CellOrder): Distribution {
  if (type === 'text' || type === 'boolean' || type === 'empty') {
    return frequentValues(filled);
  }
  const values = filled.map((cell) => ({ cell: cell.trim(), key: Number(keyOf(cell)) })).sort((a, b) => a.key - b.key);
  return { kind: 'bins', bars: binsOf(values) };
}

interface Value {
  readonly cell: string;
  readonly key: number;
}

function binsOf(sorted: readonly Value[]): readonly (Bar | undefined)[] {
  const least = sorted[0]?.key ?? 0;
  const width = (sorted.at(-1)?.key ?? 0) - least;
  const distinct = new Set(sorted.map(({ key }) => key)).size;
  if (distinct <= MAX_SINGLE_BARS) {
    return groupsOf(sorted, ({ key }) => key).map(barOf);
  }
  const count = Math.min(MAX_BINS, Math.ceil(Math.log2(sorted.length)) + 1);
  const bins = Array.from({ length: count }, (): Value[] => []);
  for (const value of sorted) {
    bins[Math.min(count - 1, Math.floor(((value.key - least) / width) * count))]?.push(value);
  }
  return bins.map((values) => (values.length === 0 ? undefined : barOf(values)));
}

function barOf(values: readonly Value[]): Bar {
  const [from, to] = [values[0]?.cell ?? '', values.at(-1)?.cell ?? ''];
  return { count: values.length, from, to, filter: `>=${from} & <=${to}` };
}

/** Compares texts like the filter: ignores case and surrounding spaces. */
function frequentValues(filled: readonly string[]): Distribution {
  const groups = groupsOf(filled, (cell) => cell.trim().toLowerCase()).sort((a, b) => b.length - a.length);
  if (groups.length === 0 || groups.length > Math.max(2, filled.length / 2)) {
    return { kind: 'none' };
  }
  const bars = groups.slice(0, MAX_VALUES).map((cells): Bar => {
    const value = (cells[0] ?? '').trim();
    return { count: cells.length, from: value, to: value, filter: `=${value}` };
  });
  return { kind: 'values', bars, otherCount: filled.length - bars.reduce((sum, { count }) => sum + count, 0) };
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string | number): T[][] {
  const groups = new Map<string | number, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return [...groups.values()];
}
