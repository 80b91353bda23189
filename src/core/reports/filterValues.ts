import type { ReportFilter } from './report';

/**
 * A filter's value as it's sent. Several values repeat the parameter: `SUPERSTATUS_MS=APPROVED&SUPERSTATUS_MS=PENDING`.
 */
export type FilterValue = string | readonly string[];

/** Filters by their query names: `START_DATE`. */
export type Filters = Readonly<Record<string, FilterValue>>;

/** The values of filters whose names say that they take several, as far as they're known. */
const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  SUPERSTATUS_MS: ['APPROVED', 'PENDING', 'REVERSED', 'NA'],
};
/** `_MS` stands for multi-select. */
const TAKES_MANY = /_MS$|^(?:MP_GROUP_ID|AdId|MediaId|SubId)$/;

/** The values of a filter, without empty ones. */
export function valuesOf(value: FilterValue | undefined): readonly string[] {
  const values = typeof value === 'string' ? [value] : value;
  return Array.isArray(values) ? (values as readonly string[]).filter((text) => text !== '') : [];
}

/** Several values as a list, one as a text, and none as an empty text, so that each export has only one form. */
export function filterValueOf(values: readonly string[]): FilterValue {
  const [first = '', ...others] = [...new Set(valuesOf(values))];
  return others.length === 0 ? first : [first, ...others];
}

/** A text, number, true, or false, or a list of these. Undefined for anything else. */
export function readFilterValue(value: unknown): FilterValue | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.every(isScalar) ? filterValueOf(values.map(String)) : undefined;
}

/** Whether impact.com receives the same, in whatever order. */
export function isSameValue(a: FilterValue | undefined, b: FilterValue | undefined): boolean {
  const [valuesA, valuesB] = [a, b].map((value) => [...valuesOf(value)].sort());
  return JSON.stringify(valuesA) === JSON.stringify(valuesB);
}

/** Whether the filter takes several values: by itself, by its name, or because it has several already. */
export function takesMany(
  { queryName, isRepeatable }: Pick<ReportFilter, 'queryName' | 'isRepeatable'>,
  value?: FilterValue,
): boolean {
  return isRepeatable === true || TAKES_MANY.test(queryName) || typeof value === 'object';
}

export function knownValuesOf(queryName: string): readonly string[] {
  return Object.hasOwn(KNOWN_VALUES, queryName) ? (KNOWN_VALUES[queryName] ?? []) : [];
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
