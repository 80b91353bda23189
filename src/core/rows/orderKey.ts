/** The value that cells are sorted by. Only comparable within one column. Undefined for an empty cell. */
export type OrderKey = number | bigint | string | undefined;
