import type { Clock } from '../clock';
import { BatchWriter } from './batchWriter';
import type { DecodedBody } from './contentDecoding';
import { MAX_ERROR_PAGE_BYTES, mayBeErrorPage } from './errorPage';
import { SNIFF_BYTES } from './fileFormat';
import { receiveBody } from './receiveBody';

export interface ReceptionOptions {
  readonly body: DecodedBody;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called with the beginning of a whole file before anything is written; undefined for the rest of one. */
  readonly onBeginning: ((beginning: Buffer, isWhole: boolean) => Promise<void>) | undefined;
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
export async function receive(options: ReceptionOptions): Promise<void> {
  const { body, clock, signal, onBeginning, onReceived } = options;
  let beginning: Buffer[] = [];
  let receivedBytes = 0;
  let isLookedAt = onBeginning === undefined;
  let looking: Promise<void> | undefined;
  let ticking: Promise<void> | undefined;
  const writer = new BatchWriter(
    options.write,
    () => receiving.resume(),
    (error) => receiving.fail(error),
  );

  const look = async (isWhole: boolean): Promise<void> => {
    const bytes = Buffer.concat(beginning);
    beginning = [];
    await onBeginning?.(bytes, isWhole);
    isLookedAt = true;
    writer.push(bytes);
  };

  const receiving = receiveBody(body.stream, clock, signal, {
    onPiece: (piece) => {
      receivedBytes += piece.length;
      onReceived(receivedBytes);
      if (isLookedAt) {
        return writer.push(piece);
      }
      beginning.push(piece);
      if (looking || !isEnough(beginning, receivedBytes)) {
        return !looking;
      }
      looking = look(false).then(receiving.resume, receiving.fail);
      return false;
    },
    onTick: () => {
      onReceived(receivedBytes);
      writer.flushSoon();
      ticking ??= options.onTick().then(() => (ticking = undefined), receiving.fail);
    },
  });

  try {
    await receiving.ended;
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

function isEnough(beginning: readonly Buffer[], bytes: number): boolean {
  if (bytes < SNIFF_BYTES) {
    return false;
  }
  return bytes >= MAX_ERROR_PAGE_BYTES || !mayBeErrorPage(Buffer.concat(beginning).subarray(0, SNIFF_BYTES));
}
