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

/** An export that took a minute, half an hour ago. */
export const FINISHED = {
  type: 'ApiReport',
  createdAgoMs: 30 * MINUTE_MS,
  queueMs: 10_000,
  runMs: MINUTE_MS,
} as const;

/** An upload that runs for an hour. */
export const UPLOADING = {
  type: 'UploadAds',
  createdAgoMs: MINUTE_MS,
  queueMs: 0,
  runMs: 60 * MINUTE_MS,
  programId: '',
} as const;
