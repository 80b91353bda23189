import type { Readable } from 'node:stream';
import { ApiError } from '../apiError';
import { classifyNetworkError } from '../api/networkError';
import type { Clock } from '../clock';
import { isDownloadError } from './downloadError';

/** The longest silence between two pieces. */
const IDLE_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 1_000;
/** Less than this in a minute is no slow network but a server that never ends, and holds a place among the downloads. */
const LEAST_BYTES = 1024;
const LEAST_BYTES_WITHIN_MS = 60_000;

export interface BodyListener {
  /** Takes a piece. False: the body is paused until `resume` is called. */
  readonly onPiece: (piece: Buffer) => boolean;
  /** Once a second, whether or not anything came. */
  readonly onTick: () => void;
}

export interface BodyReading {
  /**
   * Resolves at the end of the body. Rejects with ApiError, DownloadError where the body cannot be decoded, or with what
   * `fail` was given; the request is over then.
   */
  readonly ended: Promise<void>;
  readonly resume: () => void;
  /** Enough was read: ends the request as if the body were over. */
  readonly stop: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Reads a body piece by piece, by events: a promise for each piece would halve the rate. One timer looks once a second
 * for the silence that ends it, for a timer started at each piece costs as much as the piece.
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
    const onAbort = (): void => settle(new ApiError('aborted', 'The download was cancelled'));
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
      // While the disk is what is slow, the server is not to blame; nor is it when the clock was set back.
      heardAtMs = isPaused ? nowMs : Math.min(heardAtMs, nowMs);
      if (isPaused || countedBytes >= LEAST_BYTES || nowMs < countedFromMs) {
        countedFromMs = nowMs;
        countedBytes = 0;
      }
      if (nowMs - countedFromMs >= LEAST_BYTES_WITHIN_MS) {
        settle(new ApiError('timeout', `Only ${countedBytes} bytes came in ${LEAST_BYTES_WITHIN_MS / 1000} s`));
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
    body.on('close', () => settle(new ApiError('cut', 'The connection was closed before the end')));
    signal.addEventListener('abort', onAbort);
    cancelTimer = clock.setTimer(look, LOOK_EVERY_MS);
    if (signal.aborted) {
      onAbort();
    } else if (body.closed) {
      // It broke between its headers and now, and will not say so again.
      settle(
        body.errored
          ? classifyNetworkError(body.errored)
          : new ApiError('cut', 'The connection was closed before the end'),
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
