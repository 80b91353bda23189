import type { Readable } from 'node:stream';
import { ApiError } from '../apiError';
import { classifyNetworkError } from '../api/networkError';
import type { Clock } from '../clock';
import { isDownloadError } from './downloadError';

/** The longest time without data. */
const IDLE_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 1_000;
/** Less than this in a minute isn't a slow network, but a server that never ends and blocks other downloads. */
const LEAST_BYTES = 1024;
const LEAST_BYTES_WITHIN_MS = 60_000;

export interface BodyListener {
  /** Takes a piece. If it returns false, the body pauses until `resume` is called. */
  readonly onPiece: (piece: Buffer) => boolean;
  /** Called once a second, even if no data came. */
  readonly onTick: () => void;
}

export interface BodyReading {
  /**
   * Resolves at the end of the body. Rejects with ApiError, with DownloadError if the body can't be decoded, or with
   * the error given to `fail`. The request then ends.
   */
  readonly ended: Promise<void>;
  readonly resume: () => void;
  /** Ends the request as if the body had ended, because enough was read. */
  readonly stop: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Reads a body piece by piece. Uses events, because a promise for each piece would halve the rate. Checks for silence
 * once a second with a single timer, because starting a timer for each piece costs as much as the piece.
 */
export function readBody(
  body: Readable,
  clock: Clock,
  signal: AbortSignal,
  { onPiece, onTick }: BodyListener,
): BodyReading {
  let isPaused = false;
  let heardAtMs = clock.now();
  let countedFromMs = heardAtMs;
  let countedBytes = 0;
  let settle: (error?: unknown) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    let cancelTimer = (): void => undefined;
    let isSettled = false;
    const onAbort = (): void => settle(new ApiError('aborted', 'The download was canceled'));
    settle = (error) => {
      if (isSettled) {
        return;
      }
      isSettled = true;
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      body.off('data', onData);
      if (error === undefined) {
        resolve();
      } else {
        body.destroy();
        reject(error instanceof Error ? error : classifyNetworkError(error));
      }
    };
    const onData = (piece: Buffer): void => {
      heardAtMs = clock.now();
      countedBytes += piece.length;
      if (!onPiece(piece)) {
        isPaused = true;
        body.pause();
      }
    };
    const look = (): void => {
      const nowMs = clock.now();
      // If the disk is slow, or the clock was set back, it isn't the server's fault.
      heardAtMs = isPaused ? nowMs : Math.min(heardAtMs, nowMs);
      if (isPaused || countedBytes >= LEAST_BYTES || nowMs < countedFromMs) {
        countedFromMs = nowMs;
        countedBytes = 0;
      }
      if (nowMs - countedFromMs >= LEAST_BYTES_WITHIN_MS) {
        settle(new ApiError('timeout', `Only ${countedBytes} bytes arrived in ${LEAST_BYTES_WITHIN_MS / 1000} s`));
        return;
      }
      if (nowMs - heardAtMs >= IDLE_TIMEOUT_MS) {
        settle(new ApiError('timeout', `Nothing was received for ${IDLE_TIMEOUT_MS / 1000} s`));
        return;
      }
      onTick();
      cancelTimer = clock.setTimer(look, LOOK_EVERY_MS);
    };
    body.on('end', () => settle());
    body.on('error', (error) => settle(isDownloadError(error) ? error : classifyNetworkError(error)));
    body.on('close', () => settle(new ApiError('cut', 'The connection was closed early')));
    signal.addEventListener('abort', onAbort);
    cancelTimer = clock.setTimer(look, LOOK_EVERY_MS);
    if (signal.aborted) {
      onAbort();
    } else if (body.closed) {
      // The connection was lost after the headers arrived, and no event will report it.
      settle(
        body.errored ? classifyNetworkError(body.errored) : new ApiError('cut', 'The connection was closed early'),
      );
    } else {
      body.on('data', onData);
    }
  });
  return {
    ended,
    resume: () => {
      isPaused = false;
      body.resume();
    },
    stop: () => {
      settle();
      body.destroy();
    },
    fail: (error) => settle(error),
  };
}
