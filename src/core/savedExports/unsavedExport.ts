/** What an export that isn't saved leaves open. */
export const UNSAVED = {
  reportName: undefined,
  timeZone: undefined,
  folder: undefined,
  fileName: undefined,
  account: undefined,
  existingJob: 'use',
} as const;
