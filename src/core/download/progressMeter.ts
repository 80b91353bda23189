import type { Clock } from '../clock';
import type { DownloadProgress } from './downloadProgress';

const REPORT_EVERY_MS = 100;
/** The period over which the rate is measured: long enough to be steady, short enough to follow the network. */
const RATE_WINDOW_MS = 5_000;
/** Before this much time, a rate would be a guess. */
const MIN_RATE_MS = 500;

/**
 * Turns byte counts into progress with a rate and the time left, at most every 100 ms. Reports other phases
 * immediately.
 */
export class ProgressMeter {
  private samples: { readonly atMs: number; readonly bytes: number }[] = [];
  private reportedAtMs = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly report: (progress: DownloadProgress) => void,
  ) {}

  /** Reports a phase other than `receiving`. The rate is measured anew afterward. */
  enter(progress: Exclude<DownloadProgress, { phase: 'receiving' }>): void {
    this.samples = [];
    this.reportedAtMs = -Infinity;
    this.report(progress);
  }

  received(receivedBytes: number, totalBytes: number | undefined): void {
    const nowMs = this.clock.now();
    // Progress must not stop if the clock is set back.
    if (nowMs >= this.reportedAtMs && nowMs - this.reportedAtMs < REPORT_EVERY_MS) {
      return;
    }
    this.reportedAtMs = nowMs;
    this.samples = this.samples.filter(({ atMs }) => atMs <= nowMs && nowMs - atMs <= RATE_WINDOW_MS);
    this.samples.push({ atMs: nowMs, bytes: receivedBytes });
    const bytesPerSecond = this.rate();
    const isKnown = totalBytes !== undefined && bytesPerSecond !== undefined && bytesPerSecond > 0;
    const msLeft = isKnown ? (Math.max(0, totalBytes - receivedBytes) / bytesPerSecond) * 1000 : undefined;
    this.report({ phase: 'receiving', receivedBytes, totalBytes, bytesPerSecond, msLeft });
  }

  private rate(): number | undefined {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (!first || !last || last.atMs - first.atMs < MIN_RATE_MS) {
      return undefined;
    }
    return ((last.bytes - first.bytes) / (last.atMs - first.atMs)) * 1000;
  }
}
