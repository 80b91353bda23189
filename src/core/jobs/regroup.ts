import type { JobEntry } from './jobEntry';
import { byRank, entriesByGroup, groupIdOf, type JobGroup, makeGroup, newestFirst } from './jobGroups';
import { type EntryChange, isInPlace } from './snapshot';

/**
 * The groups after `changes`; `entries` are the account's jobs by ID, already changed. A group without changes keeps
 * its identity, and a group without new jobs isn't sorted again.
 */
export function regroup(
  groups: readonly JobGroup[],
  entries: ReadonlyMap<string, JobEntry>,
  changes: readonly EntryChange[],
): readonly JobGroup[] {
  const touched = new Set<string>();
  const arriving: JobEntry[] = [];
  for (const change of changes) {
    const { before, after } = change;
    if (before !== undefined) {
      touched.add(groupIdOf(before.job));
    }
    if (after !== undefined && !isInPlace(change)) {
      arriving.push(after);
    }
  }
  const arrivals = entriesByGroup(arriving);
  const known = groups.flatMap((group): JobGroup[] => {
    const arrived = arrivals.get(group.id);
    arrivals.delete(group.id);
    const stayed = touched.has(group.id) ? remaining(group, entries) : group.entries;
    const members = arrived === undefined ? stayed : stayed.concat(arrived).sort(newestFirst);
    if (members === group.entries) {
      return [group];
    }
    return members.length === 0 ? [] : [makeGroup(group.id, members)];
  });
  const added = [...arrivals].map(([id, members]) => makeGroup(id, members.sort(newestFirst)));
  return added.length === 0 ? known : [...known, ...added].sort(byRank);
}

/** The current entries of the group's jobs that still exist and haven't moved. */
function remaining(group: JobGroup, entries: ReadonlyMap<string, JobEntry>): readonly JobEntry[] {
  const members: JobEntry[] = [];
  for (const before of group.entries) {
    const after = entries.get(before.job.id);
    if (after !== undefined && (after === before || isInPlace({ before, after }))) {
      members.push(after);
    }
  }
  return members;
}
