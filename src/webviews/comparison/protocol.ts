import {
  type Difference,
  DIFFERENCE_KINDS,
  type DifferenceColumn,
  type DifferenceKind,
  type DifferenceQuery,
  type DifferenceWords,
} from '../../core/compare/differences';
import { fieldsOf, isRecord } from '../../core/isRecord';
import type { GridWords } from '../grid/protocol';
import type { IconName } from '../kit/icons';

/** The page's own texts. `{0}` stands for a value. */
export interface ComparisonWords extends GridWords, DifferenceWords {
  readonly actions: string;
  readonly table: string;
  readonly sumsTable: string;
  readonly showRows: string;
  readonly showSums: string;
  readonly showKinds: string;
  readonly allKinds: string;
  /** The title of the column that says what happened to a row. */
  readonly kind: string;
  /** A kind and the number of its rows. */
  readonly kindCount: string;
  readonly shownRows: string;
  readonly noDifferences: string;
  readonly noSums: string;
  /** A column and its currency. */
  readonly sumOf: string;
  readonly sums: {
    readonly column: string;
    readonly currency: string;
    readonly before: string;
    readonly after: string;
    readonly difference: string;
    readonly percent: string;
  };
}

export const COMPARISON_ACTIONS = [
  'download',
  'exportChanges',
  'compareLines',
  'compareAgain',
  'cancelComparing',
] as const;
export type ComparisonAction = (typeof COMPARISON_ACTIONS)[number];

export interface ComparisonActionView {
  readonly action: ComparisonAction;
  readonly label: string;
  readonly icon: IconName;
  readonly isPrimary: boolean;
}

/** The sums of a column of numbers in one currency. */
export interface SumView {
  readonly column: string;
  /** Empty if the file names none. */
  readonly currency: string;
  readonly isMoney: boolean;
  readonly before: number;
  readonly after: number;
}

export interface ColumnView extends Pick<DifferenceColumn, 'label' | 'type' | 'isKey'> {
  /** Whether rows changed in this column. */
  readonly isChanged: boolean;
}

export interface ComparisonView {
  /** Changes with each comparison. */
  readonly comparisonId: number;
  /** Which results are compared. */
  readonly sentence: string;
  readonly facts: readonly string[];
  /** What the reader should know before they trust the comparison. */
  readonly caveats: readonly string[];
  readonly columns: readonly ColumnView[];
  readonly counts: Readonly<Record<DifferenceKind, number>>;
  /** The number of rows in the list. */
  readonly rows: number;
  /** The beginning of the list. */
  readonly firstRows: readonly Difference[];
  readonly sums: readonly SumView[];
}

interface About {
  readonly name: string;
  readonly actions: readonly ComparisonActionView[];
}

export type ComparisonMessage =
  | (About & { readonly kind: 'comparison'; readonly comparison: ComparisonView })
  /** There's no comparison, or it isn't made yet. */
  | (About & {
      readonly kind: 'absent';
      readonly sentence: string;
      readonly isBusy: boolean;
      readonly isError: boolean;
    })
  /** How many rows match a query. */
  | { readonly kind: 'found'; readonly queryId: number; readonly rows: number }
  | {
      readonly kind: 'rows';
      readonly queryId: number;
      readonly from: number;
      readonly rows: readonly Difference[];
    };

export type ComparisonRequest =
  | { readonly kind: 'run'; readonly action: ComparisonAction }
  | { readonly kind: 'find'; readonly queryId: number; readonly query: DifferenceQuery }
  | { readonly kind: 'rows'; readonly queryId: number; readonly from: number; readonly to: number }
  /** Copies the cells at these places of the rows from `from` to `to`, not including `to`. */
  | {
      readonly kind: 'copy';
      readonly queryId: number;
      readonly from: number;
      readonly to: number;
      readonly places: readonly number[];
    };

/** Runs in the page. Checks little, because the extension that sends the message has the same version. */
export function decodeComparisonMessage(message: unknown): ComparisonMessage | undefined {
  const { kind } = fieldsOf(message);
  return kind === 'absent' || kind === 'comparison' || kind === 'found' || kind === 'rows'
    ? (message as ComparisonMessage)
    : undefined;
}

/** Runs in the extension. Checks the whole message, because the page shows data from strangers. */
export function decodeComparisonRequest(message: unknown): ComparisonRequest | undefined {
  const { kind, action: name, queryId, query, from, to, places } = fieldsOf(message);
  const action = COMPARISON_ACTIONS.find((known) => known === name);
  if (kind === 'run' && action !== undefined) {
    return { kind, action };
  }
  if (!isIndex(queryId)) {
    return undefined;
  }
  if (kind === 'find') {
    return { kind, queryId, query: decodeQuery(query) };
  }
  if (!isIndex(from) || !isIndex(to)) {
    return undefined;
  }
  if (kind === 'rows') {
    return { kind, queryId, from, to };
  }
  return kind === 'copy' && Array.isArray(places) && places.every((place) => Number.isSafeInteger(place))
    ? { kind, queryId, from, to, places: places as readonly number[] }
    : undefined;
}

/** Reads a query that a page sent or stored. What isn't valid doesn't filter. */
export function decodeQuery(value: unknown): DifferenceQuery {
  const { kind: name, search, filters, sort } = fieldsOf(value);
  const { columnId, direction } = fieldsOf(sort);
  const texts = Object.entries(isRecord(filters) ? filters : {}).filter(
    (filter): filter is [string, string] => typeof filter[1] === 'string',
  );
  return {
    kind: DIFFERENCE_KINDS.find((known) => known === name),
    search: typeof search === 'string' ? search : '',
    filters: Object.fromEntries(texts),
    sort: typeof columnId === 'string' && (direction === 1 || direction === -1) ? { columnId, direction } : undefined,
  };
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
