/** Whether the filter selects a program: `SUBAID` in reports for agencies and brands, a campaign for partners. */
export function isProgramFilter(queryName: string): boolean {
  return /^(SUBAID|PROGRAM(_ID)?|CAMPAIGN(_ID)?|ProgramId)$/.test(queryName);
}
