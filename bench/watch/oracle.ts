import { watchAllowance } from '../../src/core/share/requestLedger';
import type { Exchange } from './dayMetrics';
import { endingOf, type PlayedDay } from './playDay';
import { type DayJob, HOUR_MS, type Span, type WorkingDay } from './workingDay';

/**
 * Computes what somebody would send and see who knows every end in advance and is under the same hourly limit of
 * polling: one request at each end, or as soon as there is an answer and the limit allows it. An answer shows all jobs
 * of its account that have ended.
 */
export function playOracle(day: WorkingDay, requestsPerHour: number): PlayedDay {
  const allowance = watchAllowance(requestsPerHour);
  const sentMs: number[] = [];
  const exchanges: Exchange[] = [];
  const lastMs = new Map<number, number>();
  const jobs = [...day.jobs].sort((a, b) => a.endMs - b.endMs);
  const noticedMs = new Map<DayJob, number>();
  for (const job of jobs) {
    const knownMs = lastMs.get(job.accountIndex) ?? -Infinity;
    if (knownMs >= job.endMs) {
      noticedMs.set(job, knownMs);
      continue;
    }
    const freeMs = (sentMs.at(-allowance) ?? -Infinity) + HOUR_MS;
    const atMs = afterHindrances(day, job.accountIndex, Math.max(job.endMs, freeMs));
    sentMs.push(atMs);
    lastMs.set(job.accountIndex, atMs);
    noticedMs.set(job, atMs);
    exchanges.push({ atMs, accountSid: String(job.accountIndex), status: 200, bytes: 0 });
  }
  return {
    sids: [],
    exchanges,
    endings: jobs.map((job) => endingOf(day, job, noticedMs.get(job) ?? Infinity)),
    discoveries: [],
  };
}

function afterHindrances({ sleep, outage, blocks }: WorkingDay, accountIndex: number, timeMs: number): number {
  const spans: readonly Span[] = [sleep, outage, ...blocks.filter((block) => block.accountIndex === accountIndex)];
  return spans.reduce((atMs, { startMs, endMs }) => (startMs <= atMs && atMs < endMs ? endMs : atMs), timeMs);
}
