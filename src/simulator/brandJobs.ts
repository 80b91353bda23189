import { embeddedJobs } from './embeddedJobs';
import type { NewJob } from './jobScript';
import { hashOf } from './random';

const MINUTE = 60_000;
/** Jobs that are older have ended, so they can be moved in time. */
const ENDED_FOR_MS = 34 * MINUTE;
const MOST_MOVED_MINUTES = 50;
/** An agency exports less for a single brand than all together. */
const KEPT_ONE_IN = { ended: 2, others: 5 } as const;
const PROGRAMS = 2;
const FIRST_PROGRAM = 11_000;
const PROGRAM_NUMBERS = 8_000;

/**
 * What one brand of an agency has of such a Monday: some of the jobs, in its own programs and, once they have ended, at
 * its own times.
 */
export function brandJobs(sid: string, seed: number, nowMs: number): NewJob[] {
  const chance = (of: number, ...parts: readonly (string | number)[]): number => hashOf(seed, sid, ...parts) % of;
  return embeddedJobs('brand', seed, nowMs).flatMap((job, index) => {
    const isEnded = (job.createdAgoMs ?? 0) > ENDED_FOR_MS;
    if (chance(isEnded ? KEPT_ONE_IN.ended : KEPT_ONE_IN.others, 'kept', index) !== 0) {
      return [];
    }
    const program = FIRST_PROGRAM + chance(PROGRAM_NUMBERS, 'program', chance(PROGRAMS, 'which', index));
    const movedMs = isEnded ? chance(MOST_MOVED_MINUTES, 'moved', index) * MINUTE : 0;
    return [
      {
        ...job,
        createdAtMs: (job.createdAtMs ?? nowMs) - movedMs,
        ...(job.programId ? { programId: String(program) } : {}),
      },
    ];
  });
}
