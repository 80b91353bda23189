import type { JobEntry } from '../../core/jobs/jobEntry';
import { learnedName } from '../../core/reports/learnedName';
import type { StoredJobMemory } from '../jobs/jobMemory';

/** Names a job that nobody has named after the server's name for its result. Renaming it replaces the name. */
export function learnName(
  { learnedNames }: Pick<StoredJobMemory, 'learnedNames'>,
  { key, job, name, isNameLearned }: JobEntry,
  fileName: string | undefined,
): void {
  const learned = name === undefined || isNameLearned ? learnedName(fileName, job.type) : undefined;
  if (learned !== undefined && learned !== name) {
    learnedNames.set([[key, learned]]);
  }
}
