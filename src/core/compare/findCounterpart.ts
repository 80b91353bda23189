import type { JobEntry } from '../jobs/jobEntry';
import { isSameExport } from '../reports/exportRequest';
import { periodIn } from '../reports/periodFilters';

/** Two results of the same work, the earlier first. */
export interface Counterparts {
  readonly before: JobEntry;
  readonly after: JobEntry;
}

/**
 * The result to compare a downloaded one with. Looks in its chain of replays, and then among jobs with the same
 * parameters. Takes the last downloaded one before it or, if there is none, the first one after it.
 */
export function findCounterpart(entry: JobEntry, entries: Iterable<JobEntry>): Counterparts | undefined {
  const all = [...entries].filter((other) => other.accountId === entry.accountId);
  const chain = chainOf(entry, all);
  const related = all.filter(
    (other) =>
      other.key !== entry.key && other.download !== undefined && (chain.has(other.job.id) || isSameWork(entry, other)),
  );
  const ordered = related.sort((a, b) => madeAt(a) - madeAt(b));
  const before = ordered.filter((other) => madeAt(other) <= madeAt(entry)).at(-1);
  const after = ordered.find((other) => madeAt(other) > madeAt(entry));
  if (before !== undefined) {
    return { before, after: entry };
  }
  return after && { before: entry, after };
}

/** Sorts two results by their days, if they have different ones, and otherwise by when they were created. */
export function inOrder(a: JobEntry, b: JobEntry): Counterparts {
  const [one, other] = [startOf(a), startOf(b)];
  const isOrdered = one === undefined || other === undefined || one === other ? madeAt(a) <= madeAt(b) : one < other;
  return isOrdered ? { before: a, after: b } : { before: b, after: a };
}

/** The first day of the result. */
function startOf({ parameters }: JobEntry): string | undefined {
  return periodIn(parameters?.filters ?? {})?.start;
}

/** The IDs of all jobs that repeat each other, even those no longer in the list. */
function chainOf({ job, replayOf }: JobEntry, entries: readonly JobEntry[]): ReadonlySet<string> {
  const chain = new Set([job.id, ...(replayOf === undefined ? [] : [replayOf])]);
  for (let size = 0; size < chain.size;) {
    size = chain.size;
    for (const other of entries) {
      if (other.replayOf !== undefined && (chain.has(other.replayOf) || chain.has(other.job.id))) {
        chain.add(other.replayOf).add(other.job.id);
      }
    }
  }
  return chain;
}

function isSameWork(a: JobEntry, b: JobEntry): boolean {
  return a.parameters !== undefined && b.parameters !== undefined && isSameExport(a.parameters, b.parameters);
}

function madeAt({ job, download }: JobEntry): number {
  return job.createdAt ?? job.completedAt ?? download?.atMs ?? 0;
}
