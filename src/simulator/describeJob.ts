import type { Account, AccountKind } from './account';
import { type DateForm, formatIsoDate } from './isoDate';
import type { JobState } from './jobState';
import type { StoredJob } from './storedJob';

/** How the API writes a job. Each kind of account has its own variations. */
export interface JobSpelling {
  /** The value of a date that hasn't happened. */
  readonly missing: '' | null | undefined;
  /** Writes `Completed`, as in the guides, instead of `COMPLETED`. */
  readonly titleCaseStatus: boolean;
  readonly dates: DateForm;
  /** The text used for COMPLETED. */
  readonly completedAs: string;
}

export const MISSING_DATES: Record<AccountKind, JobSpelling['missing']> = {
  agency: '',
  brand: null,
  partner: undefined,
};

/** The API's Job object, with its fields in the published order. Undefined fields are left out of the response. */
export function describeJob(
  job: StoredJob,
  state: JobState,
  { kind, path, brand }: Account,
  spelling: JobSpelling,
): Record<string, unknown> {
  const dates = { ...job.earlier, ...state };
  const date = (timeMs: number | undefined) =>
    timeMs === undefined ? spelling.missing : formatIsoDate(timeMs, spelling.dates, brand?.timeZone);
  const status = state.status === 'COMPLETED' ? spelling.completedAs : state.status;
  const hasResult = state.status === 'COMPLETED' && job.script.result !== undefined;
  return {
    Id: job.id,
    Type: job.script.type,
    ProgramId: job.script.programId,
    CreatedBy: job.accountSid,
    CreatedDate: date(job.script.createdAtMs),
    StartedDate: date(dates.startedAtMs),
    CompletedDate: date(dates.completedAtMs),
    AbandonedDate: date(dates.abandonedAtMs),
    CancelledDate: date(dates.cancelledAtMs),
    FailedDate: date(dates.failedAtMs),
    LastProgressUpdateDate: date(dates.progressAtMs),
    Status: spelling.titleCaseStatus ? status.charAt(0) + status.slice(1).toLowerCase() : status,
    StatusMessage: state.message,
    RecordsProcessed: state.records,
    PercentageComplete: state.percentage,
    Replayable: isReplayable(job, state, kind),
    ResultUri: hasResult ? `${path}/Jobs/${job.id}/Download` : spelling.missing,
    ...job.script.fields,
  };
}

/** Whether a job can be replayed. A Brand's or Partner's ERROR job can't, because it's going to be retried. */
export function isReplayable(job: StoredJob, state: JobState, kind: AccountKind): boolean {
  const isOver =
    ['COMPLETED', 'CANCELLED', 'FAILED'].includes(state.status) || (state.status === 'ERROR' && kind === 'agency');
  return isOver && job.script.replayable;
}
