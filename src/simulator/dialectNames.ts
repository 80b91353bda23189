/** The names of the ways in which the simulator can answer. */
export const DIALECT_NAMES = [
  'published',
  'bareLists',
  'wrappedLists',
  'linkedPages',
  'countedPages',
  'nullLists',
  'objectLists',
  'texts',
  'utcDates',
  'localDates',
  'otherWords',
  'camelCaseDates',
  'gateway',
  'portal',
  'lateResults',
  'expiredRequest',
  'storedGzip',
  'emptyResults',
] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];
