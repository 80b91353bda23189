import type { JobWords } from '../../src/core/arrange/arrangeJobs';
import { textOrder } from '../../src/core/rows/textOrder';

/** The texts of jobs for tests without VS Code, which would translate them. */
export const jobWords: JobWords = {
  nameOf: ({ name, job }) => name ?? job.type,
  typeName: (type) => type,
  programName: (programId) => `Program ${programId}`,
  order: textOrder('en'),
  searchText: ({ name, job }) => name ?? job.type,
};
