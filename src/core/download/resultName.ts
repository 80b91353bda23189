import type { JobEntry } from '../jobs/jobEntry';
import { learnedName } from '../reports/learnedName';
import { typeInWords } from '../words/jobWords';
import type { Language } from '../words/language';
import { fillTemplate } from './fileTemplate';

export interface ResultNameOptions {
  readonly template: string;
  readonly nowMs: number;
  /** Without a dot. */
  readonly extension: string;
  /** The server's name for the file. */
  readonly suggestedName?: string | undefined;
  readonly language: Language;
}

/** The name of a job's result by the user's template. */
export function resultName(
  { job, name, programName }: Pick<JobEntry, 'job' | 'name' | 'programName'>,
  { template, nowMs, extension, suggestedName, language }: ResultNameOptions,
): string {
  return fillTemplate(template, {
    report: name ?? learnedName(suggestedName, job.type) ?? typeInWords(job.type, language),
    type: typeInWords(job.type, language),
    program: programName ?? job.programId,
    date: new Date(job.completedAt ?? nowMs).toISOString().slice(0, 10),
    id: job.id.slice(0, 8),
    ext: extension,
  });
}
