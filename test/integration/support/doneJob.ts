const MINUTE_MS = 60_000;

/** A completed export with a small result. */
export const DONE = {
  id: '11111111-0000-4000-8000-000000000001',
  type: 'ApiReport',
  createdAgoMs: 30 * MINUTE_MS,
  queueMs: 0,
  runMs: MINUTE_MS,
  result: { rows: 40 },
} as const;
