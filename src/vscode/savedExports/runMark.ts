/** The progress of a running export or set, shown in its row. */
export interface RunMark {
  readonly done: number;
  readonly total: number;
}
