import type { JobEntry } from './jobEntry';
import type { GroupOrder, JobGroup } from './jobGroups';
import { JobList } from './jobList';
import type { EntryChange } from './snapshot';

/** What changes about one group. */
interface Edit {
  readonly gone: JobEntry[];
  readonly come: JobEntry[];
}

const ALL = (): boolean => true;

/**
 * The groups after `changes`, without empty ones, at a cost that depends on the changes. A group without changes keeps
 * its identity. Leaves out jobs that `isShown` excludes. Undefined if a job isn't where the order says: the groups then
 * have to be made from all jobs.
 */
export function regroup(
  groups: readonly JobGroup[],
  changes: readonly EntryChange[],
  order: GroupOrder,
  isShown: (entry: JobEntry) => boolean = ALL,
): readonly JobGroup[] | undefined {
  const edits = editsOf(changes, order, isShown);
  const next: JobGroup[] = [];
  for (const group of groups) {
    const { gone, come } = edits.get(group.id) ?? { gone: [], come: [] };
    edits.delete(group.id);
    const entries = group.entries.edited(gone, come, order, isShown);
    if (entries === undefined) {
      return undefined;
    }
    if (entries.length > 0) {
      next.push(entries === group.entries ? group : { id: group.id, entries });
    }
  }
  for (const [id, { gone, come }] of edits) {
    const entries = JobList.empty.edited(gone, come, order, isShown);
    if (entries === undefined) {
      return undefined;
    }
    if (entries.length > 0) {
      next.push({ id, entries });
    }
  }
  next.sort((a, b) => order.compareIds(a.id, b.id));
  return next.length === groups.length && next.every((group, index) => group === groups[index]) ? groups : next;
}

/** The groups of these jobs. */
export function groupAll(
  entries: Iterable<JobEntry>,
  order: GroupOrder,
  isShown?: (entry: JobEntry) => boolean,
): readonly JobGroup[] {
  return (
    regroup(
      [],
      Array.from(entries, (after) => ({ before: undefined, after })),
      order,
      isShown,
    ) ?? []
  );
}

function editsOf(
  changes: readonly EntryChange[],
  { idOf }: GroupOrder,
  isShown: (entry: JobEntry) => boolean,
): Map<string, Edit> {
  const edits = new Map<string, Edit>();
  const editOf = (id: string): Edit => {
    const edit = edits.get(id) ?? { gone: [], come: [] };
    edits.set(id, edit);
    return edit;
  };
  for (const { before, after } of changes) {
    if (before !== undefined) {
      editOf(idOf(before)).gone.push(before);
    }
    if (after !== undefined && isShown(after)) {
      editOf(idOf(after)).come.push(after);
    }
  }
  return edits;
}
