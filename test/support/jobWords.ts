import type { JobWords } from '../../src/core/arrange/arrangeJobs';
import { textOrder } from '../../src/core/rows/textOrder';

/** The words of jobs where no editor translates them. */
export const jobWords: JobWords = {
  nameOf: ({ name, job }) => name ?? job.type,
  typeName: (type) => type,
  order: textOrder('en'),
  searchText: ({ name, job }) => name ?? job.type,
};
