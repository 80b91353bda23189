import type { ApiError, ApiErrorKind } from '../apiError';
import type { Clock } from '../clock';

const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 5 * 60_000;
/**
 * The pause after an answer that won't change soon. A list says everything else about the job. An unreadable one isn't
 * among them: a gateway in between sends it, and passes.
 */
const LONG_PAUSE_MS = 30 * 60_000;
/** The longest valid wait that a server asks for. A longer one is a mistake or a trap. */
const MAX_ASKED_PAUSE_MS = 2 * 3_600_000;
const LASTING: readonly ApiErrorKind[] = ['unauthorized', 'forbidden', 'rejected', 'tooLarge', 'unsafe'];
/** After this many answers in a row that impact.com doesn't know the job, it's gone. One can be a mistake. */
const ABSENCES = 2;

interface Pause {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly failures: number;
  readonly absences: number;
}

/** The jobs that aren't requested one by one for a while, because that failed. */
export class JobPauses {
  private readonly pauses = new Map<string, Pause>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  isPaused(jobId: string): boolean {
    const { fromMs, untilMs } = this.pauses.get(jobId) ?? { fromMs: 0, untilMs: 0 };
    const nowMs = this.clock.now();
    // A clock that was set back must not extend a pause.
    return fromMs <= nowMs && nowMs < untilMs;
  }

  /** Begins a pause, as long as the server asks for, or longer with each failure. */
  begin(jobId: string, error: ApiError): void {
    const nowMs = this.clock.now();
    const { failures = 0, absences = 0 } = this.pauses.get(jobId) ?? {};
    const usualMs = LASTING.includes(error.kind)
      ? LONG_PAUSE_MS
      : Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
    const askedMs = Math.min(MAX_ASKED_PAUSE_MS, (error.retryAtMs ?? nowMs) - nowMs);
    this.pauses.set(jobId, {
      fromMs: nowMs,
      untilMs: nowMs + Math.max(usualMs, askedMs),
      failures: failures + 1,
      absences: error.kind === 'notFound' ? absences + 1 : 0,
    });
  }

  /** Forgets the failures of a job, because a request for it succeeded. */
  end(jobId: string): void {
    this.pauses.delete(jobId);
  }

  /** Whether impact.com has said often enough that it doesn't know the job. */
  isGone(jobId: string): boolean {
    return (this.pauses.get(jobId)?.absences ?? 0) >= ABSENCES;
  }
}
