import type { Clock } from '../clock';
import { BatchWriter } from './batchWriter';
import type { DecodedBody } from './contentDecoding';
import { MAX_ERROR_PAGE_BYTES, mayBeErrorPage } from './errorPage';
import { SNIFF_BYTES } from './fileFormat';
import { readBody } from './readBody';

/** What is done with the first bytes of a body before anything of it is written. */
export interface Sniffer {
  /** Whether there are enough of them. */
  readonly isEnough: (pieces: readonly Buffer[], bytes: number) => boolean;
  /** Looks at them and returns those that belong into the file. `isWhole`: the body has no more. */
  readonly take: (beginning: Buffer, isWhole: boolean) => Promise<Buffer>;
}

export interface WriteBodyOptions {
  readonly body: DecodedBody;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly sniffer: Sniffer;
  /** Puts a batch behind the last one. */
  readonly write: (batch: Buffer) => Promise<void>;
  /** Bytes taken from the body so far, written or not. */
  readonly onReceived: (bytes: number) => void;
  /** Once a second; what it throws ends the reception. */
  readonly onTick: () => Promise<void>;
}

/**
 * Receives one body into the file: its beginning is looked at before there is a file at all, the rest goes there in
 * batches, no faster than the disk takes them. Whatever ends it, what was received is in the file when this is over.
 * Throws ApiError, and what the callbacks threw.
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

/** Whether so much of a whole file has come that it can be told from an error page. */
export function isRecognizable(beginning: readonly Buffer[], bytes: number): boolean {
  if (bytes < SNIFF_BYTES) {
    return false;
  }
  return bytes >= MAX_ERROR_PAGE_BYTES || !mayBeErrorPage(Buffer.concat(beginning).subarray(0, SNIFF_BYTES));
}
