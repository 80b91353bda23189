import { isApiError } from '../core/apiError';
import { isCliError } from './cliError';

/** What the end of the program says to scripts. README.md documents the numbers. */
export const EXIT = {
  /** Everything that was asked for is there. */
  done: 0,
  /** Some of it isn't. */
  failed: 1,
  usage: 2,
  credentials: 3,
  /** impact.com or this machine's limit allows no more requests for now. */
  blocked: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitCodeOf(error: unknown): ExitCode {
  if (isCliError(error)) {
    return EXIT[error.kind];
  }
  if (!isApiError(error)) {
    return EXIT.failed;
  }
  switch (error.kind) {
    case 'unauthorized':
    case 'forbidden':
    case 'otherServer':
      return EXIT.credentials;
    case 'rateLimited':
    case 'budget':
      return EXIT.blocked;
    case 'aborted':
      return EXIT.interrupted;
    default:
      return EXIT.failed;
  }
}

/** The code for several parts that failed: what stops all of them counts more than what concerns one. */
export function exitCodeOfAll(codes: readonly ExitCode[]): ExitCode {
  const worstFirst = [EXIT.interrupted, EXIT.credentials, EXIT.blocked, EXIT.usage, EXIT.failed];
  return worstFirst.find((code) => codes.includes(code)) ?? EXIT.done;
}
