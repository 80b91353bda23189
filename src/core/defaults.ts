/** Applies in the editor and on the command line unless the user has chosen another value. */
export const DEFAULTS = {
  requestsPerHour: 240,
  lookbackDays: 7,
  folder: 'impact-results',
  fileName: '${report} ${date} ${id}.${ext}',
} as const;
