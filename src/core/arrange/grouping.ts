import { BY_STATUS, type GroupOrder } from '../jobs/jobGroups';
import type { TextOrder } from '../rows/textOrder';

export const GROUPINGS = ['status', 'type', 'program', 'day'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface GroupWords {
  readonly typeName: (type: string) => string;
  readonly programName: (programId: string) => string;
  /** The order of texts in the user's language. */
  readonly order: TextOrder;
}

/** Decides which group a job belongs to, and the order of groups. */
export type GroupRule = Pick<GroupOrder, 'idOf' | 'compareIds'>;

/**
 * Returns the rule for a grouping. Types and programs are sorted by their names, and days are those of this machine's
 * time zone.
 */
export function groupRule(grouping: Grouping, { typeName, programName, order }: GroupWords): GroupRule {
  switch (grouping) {
    case 'status':
      return BY_STATUS;
    case 'type':
      return {
        idOf: ({ job }) => `type ${job.type}`,
        compareIds: (a, b) => order(typeName(valueOfGroup(a)), typeName(valueOfGroup(b))) || (a < b ? -1 : 1),
      };
    case 'program':
      return {
        idOf: ({ job }) => `program ${job.programId}`,
        compareIds: (a, b) =>
          lastIfEmpty(a, b) || order(programName(valueOfGroup(a)), programName(valueOfGroup(b))) || (a < b ? -1 : 1),
      };
    case 'day':
      return {
        idOf: ({ job }) => `day ${job.createdAt === undefined ? '' : dayOf(job.createdAt)}`,
        compareIds: (a, b) => lastIfEmpty(a, b) || (a < b ? 1 : -1),
      };
  }
}

/** The value that the jobs of a group share: the type, the program, or the day in the group's ID. */
export function valueOfGroup(groupId: string): string {
  return groupId.slice(groupId.indexOf(' ') + 1);
}

/** `2026-11-24`, in this machine's time zone. */
export function dayOf(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

function lastIfEmpty(a: string, b: string): number {
  return Number(valueOfGroup(a) === '') - Number(valueOfGroup(b) === '');
}
