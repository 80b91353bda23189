/**
 * Small writes make a download slow, so pieces are collected first. At most two batches and one piece are in memory and
 * not yet in the file: less than the 1 MiB that a killed process may lose.
 */
const BATCH_BYTES = 448 * 1024;

/** Collects pieces into batches and writes one batch while the next one fills. */
export class BatchWriter {
  private filling: Buffer = Buffer.allocUnsafeSlow(BATCH_BYTES);
  private filledBytes = 0;
  private spare: Buffer | undefined = Buffer.allocUnsafeSlow(BATCH_BYTES);
  private overflow: Buffer | undefined;
  private writing: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;

  /**
   * `write` appends a batch to the file. `onRoom` is called when a full writer can take pieces again, `onFailure` when
   * a batch couldn't be written. After a failure, nothing more is written.
   */
  constructor(
    private readonly write: (batch: Buffer) => Promise<void>,
    private readonly onRoom: () => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Adds a piece. Returns false if no more pieces may come before `onRoom`. */
  push(piece: Buffer): boolean {
    let rest = piece;
    while (rest.length > 0) {
      const copied = rest.copy(this.filling, this.filledBytes);
      this.filledBytes += copied;
      rest = rest.subarray(copied);
      if (this.filledBytes === BATCH_BYTES && !this.startWriting()) {
        this.overflow = rest;
        return false;
      }
    }
    return true;
  }

  /** Writes the pieces collected so far without waiting for a full batch. */
  flushSoon(): void {
    if (this.filledBytes > 0) {
      this.startWriting();
    }
  }

  /** Resolves when everything is in the file. Throws the error of a failed write. */
  async finish(): Promise<void> {
    while (this.writing || this.filledBytes > 0 || this.failure) {
      if (this.failure) {
        throw this.failure.error;
      }
      this.startWriting();
      await this.writing;
    }
  }

  private startWriting(): boolean {
    if (this.writing || !this.spare || this.failure) {
      return false;
    }
    const batch = this.filling;
    const batchBytes = this.filledBytes;
    this.filling = this.spare;
    this.spare = undefined;
    this.filledBytes = 0;
    this.writing = this.write(batch.subarray(0, batchBytes)).then(
      () => this.written(batch),
      (error: unknown) => {
        this.writing = undefined;
        this.failure = { error };
        this.onFailure(error);
      },
    );
    return true;
  }

  private written(batch: Buffer): void {
    this.writing = undefined;
    this.spare = batch;
    const rest = this.overflow;
    if (rest !== undefined) {
      this.overflow = undefined;
      // The full batch is written first, so there is room for the rest.
      this.startWriting();
      if (this.push(rest)) {
        this.onRoom();
      }
    } else if (this.filledBytes === BATCH_BYTES) {
      this.startWriting();
    }
  }
}
