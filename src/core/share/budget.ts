/** The number of requests that polling can send from this machine in an hour, and the number used in the last hour. */
export interface Budget {
  readonly spent: number;
  readonly allowance: number;
}
