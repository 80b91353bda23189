import { type FilteredColumn, rowTest } from '../rows/cellFilter';
import { compareKeys, knownOrder } from '../rows/cellOrder';
import { limitReader } from '../rows/limitReader';
import { numberReader } from '../rows/numberReader';
import type { OrderKey } from '../rows/orderKey';
import { textOrder } from '../rows/textOrder';
import { DifferenceReader } from './differenceFile';
import {
  type Difference,
  DIFFERENCE_KINDS,
  type DifferenceQuery,
  differenceText,
  type DifferenceWords,
  KIND_PLACE,
  type ListedDifferences,
} from './differences';

const ROWS_AT_ONCE = 500;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

export interface FindRequest {
  readonly differences: ListedDifferences;
  readonly query: DifferenceQuery;
  /** How numbers in filters are read and texts are sorted. */
  readonly language: string | undefined;
  readonly words: DifferenceWords;
}

/** The positions in the list of the rows that match, in order. */
export async function findDifferences({ differences, query, language, words }: FindRequest): Promise<Uint32Array> {
  const readNumber = numberReader(language);
  const kinds: FilteredColumn<Difference> = {
    id: String(KIND_PLACE),
    text: (row) => differenceText(row, KIND_PLACE, words),
    order: ({ kind }) => DIFFERENCE_KINDS.indexOf(kind),
  };
  const cells = differences.columns.map(({ type, notation }, place): FilteredColumn<Difference> => {
    const order = knownOrder({ type, ...(notation && { notation }) });
    const readKey = limitReader(order, readNumber);
    return {
      id: String(place),
      text: (row) => differenceText(row, place, words),
      order: ({ before, after }) => order.keyOf((after ?? before)?.[place] ?? ''),
      ...(readKey && { readKey }),
    };
  });
  const columns = [kinds, ...cells];
  const test = rowTest(columns, query);
  const sorted = columns.find(({ id }) => id === query.sort?.columnId);
  const found: number[] = [];
  const keys: OrderKey[] = [];
  for await (const [position, row] of eachDifference(differences)) {
    if ((query.kind === undefined || query.kind === row.kind) && (test === undefined || test(row))) {
      if (sorted !== undefined) {
        keys.push(sorted.order(row));
      }
      found.push(position);
    }
  }
  const { direction } = query.sort ?? {};
  if (sorted === undefined || direction === undefined) {
    return Uint32Array.from(found);
  }
  const order = textOrder(language);
  const places = Uint32Array.from(found.keys()).sort(
    (a, b) => compareKeys(keys[a], keys[b], direction, order) || a - b,
  );
  return places.map((place) => found[place] ?? 0);
}

/** All rows of the list in order, or those at the given positions. */
export async function* eachDifference(
  { folder, rows }: Pick<ListedDifferences, 'folder' | 'rows'>,
  positions?: Uint32Array,
): AsyncGenerator<readonly [position: number, row: Difference]> {
  const reader = await DifferenceReader.open(folder);
  try {
    const count = positions?.length ?? rows;
    for (let from = 0; from < count;) {
      const wanted = Array.from(
        { length: Math.min(ROWS_AT_ONCE, count - from) },
        (_, offset) => positions?.[from + offset] ?? from + offset,
      );
      const read = await reader.read(wanted, BYTES_AT_ONCE);
      for (const [offset, row] of read.entries()) {
        yield [wanted[offset] ?? 0, row];
      }
      from += read.length;
    }
  } finally {
    await reader.close();
  }
}
