/** The requests that watching may send in an hour from this machine, and those of the last hour. */
export interface Budget {
  readonly spent: number;
  readonly allowance: number;
}
