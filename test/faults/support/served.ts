import type { RestartReason } from '../../../src/core/download/downloadProgress';
import type { RequestRecord } from '../../../src/simulator/requestLog';

/** How often the engine resumed at a byte that it named, and got the rest or the answer that there is none. */
export function countResumptions(requests: readonly RequestRecord[], notes: readonly RestartReason[]): number {
  const partial = requests.filter(
    ({ status, headers }) => (status === 206 || status === 416) && headers['range'] !== undefined,
  );
  return partial.length - notes.filter((note) => note === 'wrongRange' || note === 'encoded').length;
}

/** Bytes of the file that were sent more than once. */
export function countTwice(requests: readonly RequestRecord[]): number {
  const parts = requests
    .filter(({ status, sentBytes }) => (status === 200 || status === 206) && sentBytes > 0)
    .map(({ status, headers, sentBytes }) => {
      const start = status === 206 ? Number(/^bytes=(\d+)-/.exec(headers['range'] ?? '')?.[1] ?? 0) : 0;
      return { start, end: start + sentBytes };
    })
    .sort((a, b) => a.start - b.start);
  let reached = 0;
  let twice = 0;
  for (const { start, end } of parts) {
    twice += Math.max(0, Math.min(reached, end) - start);
    reached = Math.max(reached, end);
  }
  return twice;
}
