/** What a grid says of its own; `{0}` stands for a value. */
export interface GridWords {
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
