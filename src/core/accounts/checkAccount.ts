import { type ApiError, asApiError } from '../apiError';
import { codesOf } from '../api/networkError';
import type { AccountKind } from '../account';
import { isTypicalSid } from './accountSid';

/** The outcome of checking an account, by what the user can do about it. */
export type CheckOutcome =
  | { readonly kind: 'accepted' }
  /** The credentials belong to an account of another kind. */
  | { readonly kind: 'otherKind'; readonly accountKind: AccountKind }
  | { readonly kind: CheckProblem; readonly error: ApiError };

export type FailedCheck = Exclude<CheckOutcome, { readonly kind: 'accepted' }>;

export const CHECK_PROBLEMS = [
  'swapped',
  'wrongSid',
  'wrongToken',
  'wrongSidOrToken',
  'noScope',
  'proxyLogin',
  'proxy',
  'gateway',
  'clock',
  'certificate',
  'offline',
  'slow',
  'rateLimited',
  'server',
  'aborted',
  'other',
] as const;
export type CheckProblem = (typeof CHECK_PROBLEMS)[number];

export interface CheckQuestion {
  readonly kind: AccountKind;
  readonly sid: string;
  readonly token: string;
  /** Throws ApiError unless impact.com lists the account's jobs. */
  readonly ask: (kind: AccountKind) => Promise<unknown>;
  /** The other kinds to try if the credentials are rejected. */
  readonly others: readonly AccountKind[];
  /** Whether an account with this SID has accepted another token, so that the SID is right. */
  readonly isKnownSid: boolean;
  readonly hasProxy: boolean;
}

/** Checks the account as its given kind and, if the credentials are rejected, as the other kinds. */
export async function checkAccount(question: CheckQuestion): Promise<CheckOutcome> {
  const { kind, ask, others } = question;
  const error = await errorOf(ask(kind));
  if (error === undefined) {
    return { kind: 'accepted' };
  }
  if (concernsCredentials(error)) {
    for (const other of others.filter((candidate) => candidate !== kind)) {
      const otherError = await errorOf(ask(other));
      if (otherError === undefined || (otherError.kind === 'forbidden' && error.kind !== 'forbidden')) {
        return { kind: 'otherKind', accountKind: other };
      }
      if (!concernsCredentials(otherError)) {
        break; // the current problem says nothing about the account
      }
    }
  }
  return { kind: problemOf(error, question), error };
}

/** What an error means during sign-in. impact.com responds with 401 to a wrong SID and to a wrong token. */
export function problemOf(
  error: ApiError,
  { sid, token, isKnownSid, hasProxy }: Pick<CheckQuestion, 'sid' | 'token' | 'isKnownSid' | 'hasProxy'>,
): CheckProblem {
  switch (error.kind) {
    case 'unauthorized':
      if (isTypicalSid(token) && !isTypicalSid(sid)) {
        return 'swapped';
      }
      if (isKnownSid) {
        return 'wrongToken';
      }
      return isTypicalSid(sid) ? 'wrongSidOrToken' : 'wrongSid';
    case 'unknownAccount':
      return 'wrongSid';
    case 'forbidden':
      return 'noScope';
    case 'tls':
      return codesOf(error).some((code) => code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED')
        ? 'clock'
        : 'certificate';
    case 'offline':
    case 'refused':
    case 'cut':
      return hasProxy ? 'proxy' : 'offline';
    case 'timeout':
      return hasProxy ? 'proxy' : 'slow';
    case 'rejected':
      return error.status === 407 ? 'proxyLogin' : 'other';
    case 'unreadable':
      return 'gateway';
    case 'rateLimited':
    case 'budget':
      return 'rateLimited';
    case 'server':
    case 'aborted':
      return error.kind;
    case 'tooLarge':
    case 'notFound':
    case 'unknownReport':
    case 'noClicks':
    case 'unsafe':
    case 'otherServer':
      return 'other';
  }
}

/** Whether the user may save the account anyway, because the problem passes or can be fixed at impact.com. */
export function canSaveAnyway(problem: CheckProblem): boolean {
  return problem !== 'swapped' && problem !== 'aborted';
}

/** Whether impact.com rejects an account of another kind in this way. */
function concernsCredentials({ kind }: ApiError): boolean {
  return kind === 'unauthorized' || kind === 'forbidden' || kind === 'unknownAccount';
}

async function errorOf(answer: Promise<unknown>): Promise<ApiError | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    return asApiError(error);
  }
}
