import { fieldsOf, isRecord } from '../isRecord';
import { API_ERROR_KINDS, ApiError } from '../apiError';
import { parsed } from '../parsed';
import type { Job } from '../jobs/job';
import { isJobStatus } from '../jobs/statuses';
import type { PollOutcome } from './pollOutcome';

/** The first line of the file. */
export interface SharedState {
  readonly outcome: PollOutcome;
  /** Changes with the jobs. */
  readonly listId: string;
}

const VERSION = 2;

/** Encodes the outcome as one line. */
export function encodeState({ outcome, listId }: SharedState): string {
  const { error } = outcome;
  const said = error && {
    kind: error.kind,
    message: error.message,
    status: error.status,
    serverMessage: error.serverMessage,
    retryAtMs: error.retryAtMs,
  };
  return JSON.stringify({ version: VERSION, listId, outcome: { ...outcome, error: said } });
}

/** Decodes the outcome. Undefined if it's damaged or has another version. */
export function decodeState(text: string): SharedState | undefined {
  const { version, listId, outcome } = fieldsOf(parsed(text));
  return version === VERSION && typeof listId === 'string' && isRecord(outcome)
    ? { listId, outcome: decodeOutcome(outcome) }
    : undefined;
}

export function encodeJobs(jobs: readonly Job[]): string {
  return JSON.stringify(jobs);
}

/** Decodes the jobs. Undefined if any of them is damaged. */
export function decodeJobs(text: string): readonly Job[] | undefined {
  const value = parsed(text);
  const jobs = Array.isArray(value) ? value.map(decodeSharedJob) : [undefined];
  return jobs.every((job) => job !== undefined) ? jobs : undefined;
}

function decodeOutcome(value: Readonly<Record<string, unknown>>): PollOutcome {
  const { lookedAtMs, listedAtMs, lastGoodAtMs, error, failures, nextTryAtMs, rateLimit, clockAheadMs, shortfall } =
    value;
  return {
    lookedAtMs: numberIn(lookedAtMs) ?? 0,
    listedAtMs: numberIn(listedAtMs),
    lastGoodAtMs: numberIn(lastGoodAtMs),
    error: isRecord(error) ? decodeError(error) : undefined,
    failures: numberIn(failures) ?? 0,
    nextTryAtMs: numberIn(nextTryAtMs),
    clockAheadMs: numberIn(clockAheadMs),
    shortfall: isRecord(shortfall) ? { total: numberIn(shortfall['total']) } : undefined,
    rateLimit: isRecord(rateLimit)
      ? {
          limit: numberIn(rateLimit['limit']),
          remaining: numberIn(rateLimit['remaining']),
          resetAtMs: numberIn(rateLimit['resetAtMs']),
        }
      : undefined,
  };
}

function decodeError({ kind, message, status, serverMessage, retryAtMs }: Readonly<Record<string, unknown>>): ApiError {
  const known = API_ERROR_KINDS.find((candidate) => candidate === kind) ?? 'unreadable';
  return new ApiError(known, textIn(message) ?? '', {
    status: numberIn(status),
    serverMessage: textIn(serverMessage),
    retryAtMs: numberIn(retryAtMs),
  });
}

/**
 * Decodes a shared job. The fields are in the order of the API's decoder, and fields that JSON leaves out become
 * undefined again.
 */
export function decodeSharedJob(value: unknown): Job | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { id, status } = value;
  if (typeof id !== 'string' || !isJobStatus(status)) {
    return undefined;
  }
  return {
    id,
    type: textIn(value['type']) ?? '',
    status,
    statusText: textIn(value['statusText']) ?? status,
    statusMessage: textIn(value['statusMessage']) ?? '',
    programId: textIn(value['programId']) ?? '',
    createdBy: textIn(value['createdBy']) ?? '',
    createdAt: numberIn(value['createdAt']),
    startedAt: numberIn(value['startedAt']),
    completedAt: numberIn(value['completedAt']),
    abandonedAt: numberIn(value['abandonedAt']),
    cancelledAt: numberIn(value['cancelledAt']),
    failedAt: numberIn(value['failedAt']),
    progressAt: numberIn(value['progressAt']),
    recordsProcessed: numberIn(value['recordsProcessed']),
    percent: numberIn(value['percent']),
    replayable: typeof value['replayable'] === 'boolean' ? value['replayable'] : undefined,
    resultUri: textIn(value['resultUri']) ?? '',
    unread: isRecord(value['unread']) ? value['unread'] : undefined,
  };
}

function numberIn(value: unknown): number | undefined {
  return Number.isFinite(value) ? (value as number) : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
