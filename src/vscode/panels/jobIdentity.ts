import { fieldsOf } from '../../core/isRecord';

/** Which job a panel is about, and what to call it while the job is not there. Kept by VS Code over a reload. */
export interface JobIdentity {
  readonly accountId: string;
  readonly jobId: string;
  readonly name: string;
}

/** Undefined for what another version of this extension may have kept. */
export function decodeJobIdentity(value: unknown): JobIdentity | undefined {
  const { accountId, jobId, name } = fieldsOf(value);
  return typeof accountId === 'string' && typeof jobId === 'string'
    ? { accountId, jobId, name: typeof name === 'string' ? name : jobId }
    : undefined;
}
