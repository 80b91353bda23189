const REPORT_BYTES = 4 * 1024 * 1024;

/** What a comparison has read so far, and what it expects to read. */
export interface CompareProgress {
  readonly readBytes: number;
  readonly totalBytes: number;
}

/** Counts bytes and reports them every few mebibytes. */
export class ProgressCount {
  private readBytes = 0;
  private reportedBytes = 0;
  private totalBytes = 0;

  constructor(private readonly onProgress: (progress: CompareProgress) => void) {}

  expect(bytes: number): void {
    this.totalBytes += bytes;
  }

  read(bytes: number): void {
    this.readBytes += bytes;
    if (this.readBytes - this.reportedBytes >= REPORT_BYTES) {
      this.reportedBytes = this.readBytes;
      this.onProgress({ readBytes: this.readBytes, totalBytes: Math.max(this.totalBytes, this.readBytes) });
    }
  }
}
