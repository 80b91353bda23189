import { isRecord } from '../core/isRecord';

/** Jobs that a person acts on in one of our panels or messages, for `executeCommand`. */
export interface FromUser {
  readonly fromUser: true;
  readonly jobs: readonly JobInPanel[];
}

export interface JobInPanel {
  readonly accountId: string;
  readonly jobId: string;
}

/** Says that a person asks for these jobs, who might not mean it; a script that passes a list does. */
export function fromUser(...jobs: readonly JobInPanel[]): FromUser {
  return { fromUser: true, jobs };
}

export function isFromUser(argument: unknown): argument is FromUser {
  return isRecord(argument) && argument['fromUser'] === true && Array.isArray(argument['jobs']);
}

/** Members of what scripts pass. Rows of views have none of them but `jobId`, beside `kind`. */
const SCRIPT_MEMBERS = ['jobId', 'reportId', 'accountSid', 'brandIds', 'accounts', 'text', 'types', 'programs', 'days'];

/**
 * Whether a script or another extension calls: it passes an ID, a reference, a list of them, an export, brands, or a
 * filter. VS Code passes nothing, the rows of a view, or the `args` of a key binding, and a panel passes `fromUser`.
 */
export function isFromScript(argument: unknown): boolean {
  return (
    typeof argument === 'string' ||
    Array.isArray(argument) ||
    (isRecord(argument) && SCRIPT_MEMBERS.some((member) => member in argument) && !('kind' in argument))
  );
}
