import type { Exchange } from './dayMetrics';
import { endingOf, type PlayedDay } from './playDay';
import { HOUR_MS, type Span, type WorkingDay } from './workingDay';

/**
 * Computes what somebody would send and see who knows every end in advance and is under the same hourly limit: one
 * request at each end, or as soon as there is an answer and the limit allows it.
 */
export function playOracle(day: WorkingDay, requestsPerHour: number): PlayedDay {
  const sentMs: number[] = [];
  const exchanges: Exchange[] = [];
  const endings = [...day.jobs]
    .sort((a, b) => a.endMs - b.endMs)
    .map((job) => {
      const freeMs = (sentMs.at(-requestsPerHour) ?? -Infinity) + HOUR_MS;
      const atMs = afterHindrances(day, job.accountIndex, Math.max(job.endMs, freeMs));
      sentMs.push(atMs);
      exchanges.push({ atMs, accountSid: String(job.accountIndex), status: 200, bytes: 0 });
      return endingOf(day, job, atMs);
    });
  return { sids: [], exchanges, endings };
}

function afterHindrances({ sleep, outage, blocks }: WorkingDay, accountIndex: number, timeMs: number): number {
  const spans: readonly Span[] = [sleep, outage, ...blocks.filter((block) => block.accountIndex === accountIndex)];
  return spans.reduce((atMs, { startMs, endMs }) => (startMs <= atMs && atMs < endMs ? endMs : atMs), timeMs);
}
