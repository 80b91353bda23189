import { fieldsOf } from '../../core/isRecord';

/** The job that a panel is about, and its name while the job isn't loaded. VS Code keeps this across a reload. */
export interface JobIdentity {
  readonly accountId: string;
  readonly jobId: string;
  readonly name: string;
  /** Whether the panel stays with this job when another one is opened. */
  readonly isKept?: boolean;
}

/** Undefined if another version of this extension stored something else. */
export function decodeJobIdentity(value: unknown): JobIdentity | undefined {
  const { accountId, jobId, name, isKept } = fieldsOf(value);
  return typeof accountId === 'string' && typeof jobId === 'string'
    ? { accountId, jobId, name: typeof name === 'string' ? name : jobId, isKept: isKept === true }
    : undefined;
}
