import type { Clock } from '../clock';
import { BatchWriter } from './batchWriter';
import type { DecodedBody } from './contentDecoding';
import { MAX_ERROR_PAGE_BYTES, mayBeErrorPage } from './errorPage';
import { SNIFF_BYTES } from './fileFormat';
import { readBody } from './readBody';

/** Checks the first bytes of a body before anything is written. */
export interface Sniffer {
  /** Whether there are enough bytes for the check. */
  readonly isEnough: (pieces: readonly Buffer[], bytes: number) => boolean;
  /** Checks the bytes and returns those that belong in the file. `isWhole`: the body has no more. */
  readonly take: (beginning: Buffer, isWhole: boolean) => Promise<Buffer>;
}

export interface WriteBodyOptions {
  readonly body: DecodedBody;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly sniffer: Sniffer;
  /** Appends a batch to the file. */
  readonly write: (batch: Buffer) => Promise<void>;
  /** The bytes read from the body so far, written or not. */
  readonly onReceived: (bytes: number) => void;
  /** Called once a second. If it throws, the transfer ends. */
  readonly onTick: () => Promise<void>;
}

/**
 * Writes one body to the file. Checks its first bytes before a file exists, and writes the rest in batches, no faster
 * than the disk allows. Afterward, all received bytes are in the file, even after a failure. Throws ApiError and the
 * callbacks' errors.
 */
export async function writeBody(options: WriteBodyOptions): Promise<void> {
  const { body, clock, signal, sniffer, onReceived } = options;
  let first: Buffer[] = [];
  let receivedBytes = 0;
  let isLookedAt = false;
  let looking: Promise<void> | undefined;
  let ticking: Promise<void> | undefined;
  const writer = new BatchWriter(
    options.write,
    () => reading.resume(),
    (error) => reading.fail(error),
  );

  const look = async (isWhole: boolean): Promise<void> => {
    const bytes = Buffer.concat(first);
    first = [];
    const wanted = await sniffer.take(bytes, isWhole);
    isLookedAt = true;
    writer.push(wanted);
  };

  const reading = readBody(body.stream, clock, signal, {
    onPiece: (piece) => {
      receivedBytes += piece.length;
      onReceived(receivedBytes);
      if (isLookedAt) {
        return writer.push(piece);
      }
      first.push(piece);
      if (looking || !sniffer.isEnough(first, receivedBytes)) {
        return !looking;
      }
      looking = look(false).then(reading.resume, reading.fail);
      return false;
    },
    onTick: () => {
      onReceived(receivedBytes);
      writer.flushSoon();
      ticking ??= options.onTick().then(() => (ticking = undefined), reading.fail);
    },
  });

  try {
    await reading.ended;
    await looking;
    if (!isLookedAt) {
      await look(true);
    }
    await writer.finish();
  } catch (error) {
    await looking;
    await writer.finish().catch(() => undefined);
    throw error;
  } finally {
    await ticking;
  }
}

/** Whether enough of a whole file has arrived to distinguish it from an error page. */
export function isRecognizable(beginning: readonly Buffer[], bytes: number): boolean {
  if (bytes < SNIFF_BYTES) {
    return false;
  }
  return bytes >= MAX_ERROR_PAGE_BYTES || !mayBeErrorPage(Buffer.concat(beginning).subarray(0, SNIFF_BYTES));
}
