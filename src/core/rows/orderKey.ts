/** What cells are ordered by: comparable among the cells of one column. Undefined for an empty cell. */
export type OrderKey = number | bigint | string | undefined;
