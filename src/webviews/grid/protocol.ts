/** The texts of a grid and its tools. `{0}` stands for a value. */
export interface GridWords {
  /** The placeholder of the search box. */
  readonly search: string;
  readonly clearFilters: string;
  /** What a screen reader says for the column that contains the row titles. */
  readonly rowTitles: string;
  /** The placeholder of a filter. */
  readonly filter: string;
  readonly filterColumn: string;
  /** What the user can type in a filter. */
  readonly filterHint: string;
  readonly nothingFound: string;
  /** What a screen reader says for an empty cell. */
  readonly emptyCell: string;
  /** Closes the view of a whole cell. */
  readonly closeCell: string;
}
