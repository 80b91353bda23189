/** What a grid and its tools say of their own; `{0}` stands for a value. */
export interface GridWords {
  /** In the empty search box. */
  readonly search: string;
  readonly clearFilters: string;
  /** Heard of the column that holds the titles of the rows. */
  readonly rowTitles: string;
  /** In an empty filter. */
  readonly filter: string;
  readonly filterColumn: string;
  /** What may be typed there. */
  readonly filterHint: string;
  readonly nothingFound: string;
  /** Heard of a cell without a text. */
  readonly emptyCell: string;
}
