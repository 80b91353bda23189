import type { JobWords } from '../../src/core/arrange/arrangeJobs';

/** The words of jobs where no editor translates them. */
export const jobWords: JobWords = {
  nameOf: ({ name, job }) => name ?? job.type,
  typeName: (type) => type,
  searchText: ({ name, job }) => name ?? job.type,
};
