import type { Readable } from 'node:stream';
import { type Clock, delay } from '../clock';
import { ApiError, isApiError } from '../apiError';
import type { DecodedBody } from './contentDecoding';
import { onDisk } from './diskError';
import { DownloadError } from './downloadError';
import type { RestartReason } from './downloadProgress';
import type { DownloadRequest } from './downloadRequest';
import { fileExtension } from './fileFormat';
import { type FileDigest, FileHasher } from './fileHasher';
import { safeFileName } from './fileName';
import { checkFreeSpace, RESERVED_BYTES } from './freeSpace';
import { openSource, type Source } from './openSource';
import { systemStartMs } from '../files/systemStart';
import { afterOverlap, OVERLAP_BYTES } from './overlap';
import type { ProgressMeter } from './progressMeter';
import { type Answer, readAnswer } from './readAnswer';
import { type Sniffer, isRecognizable, writeBody } from './writeBody';
import { refuseErrorPage } from './refuseErrorPage';
import { PartialDownload } from './partialDownload';
import { rangeHeadersFor } from './validator';
import { readWholeResponse, type WholeResponse } from './wholeResponse';

/** How often to check for free space while a file of unknown length grows. */
const CHECK_ROOM_EVERY_BYTES = 16 * 1024 * 1024;
/** How many times a file may restart before the download fails. */
const MAX_RESTARTS = 3;
/** At most this many seconds of bytes are lost in a power failure. A killed process loses none. */
const SYNC_EVERY_TICKS = 20;

/** One download: its partial file and the attempts to complete it. */
export class DownloadRun {
  readonly notes: RestartReason[] = [];
  hasReceived = false;
  private hasher: FileHasher | undefined;
  /** Whether the server stated the length or marks the end of the body, so that a body that has ended is complete. */
  private isEndCertain = false;
  private unconfirmed: FileDigest | undefined;
  private ticks = 0;
  private uncheckedBytes = 0;

  constructor(
    readonly request: DownloadRequest,
    private readonly meter: ProgressMeter,
    readonly signal: AbortSignal,
    private readonly onLost: (error: unknown) => void,
    public partial: PartialDownload | undefined,
  ) {
    if (partial !== undefined) {
      this.watch(partial);
    }
  }

  /** Requests and receives the missing bytes. Returns true when all bytes are there. Throws ApiError, DownloadError. */
  async attempt(): Promise<boolean> {
    const { partial } = this;
    const { validator, totalBytes } = partial?.state ?? {};
    const offsetBytes = partial?.part.sizeBytes ?? 0;
    if (offsetBytes > 0 && offsetBytes === totalBytes) {
      this.isEndCertain = true;
      return true;
    }
    const startBytes = offsetBytes - OVERLAP_BYTES;
    const sent =
      startBytes > 0 && validator !== undefined ? { offsetBytes, startBytes, totalBytes, validator } : undefined;
    this.meter.enter({ phase: 'asking' });
    const source = await openSource(
      { ...this.request, signal: this.signal },
      sent === undefined ? {} : rangeHeadersFor(startBytes, sent.validator),
    );
    try {
      return await this.take(source, readAnswer(source.response, sent), partial);
    } finally {
      source.response.body.destroy();
    }
  }

  /** Computes the checksum of the whole file. Undefined if the file has to restart. Throws DownloadError. */
  async verify(): Promise<FileDigest | undefined> {
    const { partial, hasher } = this;
    if (partial === undefined || hasher === undefined) {
      throw new DownloadError('notAFile', 'Nothing was received');
    }
    const { sizeBytes } = partial.part;
    this.meter.enter({ phase: 'verifying', totalBytes: sizeBytes });
    await partial.part.sync();
    const digest = await onDisk(partial.part.path, () => hasher.digest(sizeBytes));
    await hasher.close();
    const { md5 } = partial.state;
    if (md5 !== undefined && digest.md5 !== md5) {
      await this.restart('corrupt');
      return undefined;
    }
    if (!this.isEndCertain && md5 === undefined && this.unconfirmed?.sha256 !== digest.sha256) {
      await this.restart('unconfirmed');
      this.unconfirmed = digest;
      return undefined;
    }
    return digest;
  }

  async close(): Promise<void> {
    await this.hasher?.close();
  }

  private async take(source: Source, answer: Answer, partial: PartialDownload | undefined): Promise<boolean> {
    switch (answer.kind) {
      case 'complete':
        this.isEndCertain = true;
        return true;
      case 'askAgain':
        await this.restart(answer.restart);
        return false;
      case 'rest':
        if (partial === undefined) {
          throw new DownloadError('corrupt', 'The server sent only the rest of a file');
        }
        return this.takeRest(source.response.body, partial, answer.totalBytes);
      case 'whole':
        return this.takeWhole(source, answer.restart);
    }
  }

  private async takeWhole(source: Source, restart: RestartReason | undefined): Promise<boolean> {
    const whole = readWholeResponse(source);
    const { body, stated } = whole;
    this.isEndCertain = whole.isEndCertain;
    try {
      await this.write(body, 0, {
        isEnough: isRecognizable,
        take: async (beginning, isWhole) => {
          refuseErrorPage(beginning, isWhole, source);
          if (restart !== undefined) {
            this.count(restart); // only a file begins again, not a page in its place
          }
          await this.begin(beginning, whole);
          return beginning;
        },
      });
    } catch (error) {
      // A page in the file's place has a status. Bytes that can't be decoded have none.
      const isDamaged = isApiError(error) && error.kind === 'unreadable' && error.status === undefined;
      if (body.isEncoded && isDamaged) {
        await this.restart('corrupt');
        return false;
      }
      throw error;
    }
    if (body.isEncoded && stated.md5 !== undefined && body.sentMd5() === stated.md5) {
      // The stated checksum was that of the bytes as sent. If it isn't, it has to be that of the file before a gateway
      // encoded it.
      await this.partial?.update({ md5: undefined });
    }
    return true;
  }

  /** Resumes at the end of the partial file, if its last bytes equal the server's. */
  private async takeRest(
    stream: Readable,
    partial: PartialDownload,
    statedBytes: number | undefined,
  ): Promise<boolean> {
    const offsetBytes = partial.part.sizeBytes;
    this.isEndCertain ||= statedBytes !== undefined;
    const totalBytes = statedBytes ?? partial.state.totalBytes;
    await checkFreeSpace(this.request.folder, (totalBytes ?? offsetBytes) - offsetBytes);
    await partial.update({ totalBytes });
    let isSame = true;
    const sniffer = afterOverlap(await partial.part.readEnd(OVERLAP_BYTES), () => (isSame = false));
    const body = { stream, isEncoded: false, sentMd5: () => undefined };
    try {
      await this.write(body, offsetBytes - OVERLAP_BYTES, sniffer);
      return true;
    } catch (error) {
      if (isSame) {
        throw error;
      }
      await this.restart('changed');
      return false;
    }
  }

  private async write(body: DecodedBody, startBytes: number, sniffer: Sniffer): Promise<void> {
    await writeBody({
      body,
      clock: this.request.clock,
      signal: this.signal,
      sniffer,
      write: async (batch) => {
        await this.checkRoom(batch.length);
        await this.partial?.part.append(batch);
        this.hasher?.grown(this.partial?.part.sizeBytes ?? 0);
      },
      onReceived: (bytes) => {
        this.hasReceived = true;
        if (this.partial !== undefined) {
          this.meter.received(startBytes + bytes, this.partial.state.totalBytes);
        }
      },
      onTick: async () => {
        await this.partial?.checkLock();
        if (++this.ticks % SYNC_EVERY_TICKS === 0) {
          await this.partial?.sync();
        }
      },
    });
    const { totalBytes } = this.partial?.state ?? {};
    const sizeBytes = this.partial?.part.sizeBytes ?? 0;
    if (totalBytes !== undefined && sizeBytes < totalBytes) {
      throw new ApiError('cut', `The connection ended after ${sizeBytes} of ${totalBytes} bytes`);
    }
    if (totalBytes !== undefined && sizeBytes > totalBytes) {
      throw new DownloadError('corrupt', `${sizeBytes} bytes arrived instead of ${totalBytes}`);
    }
  }

  /** Handles the first bytes of a whole file. No file is created on the disk before they arrive. */
  private async begin(firstBytes: Buffer, { suggestedName, contentType, stated }: WholeResponse): Promise<void> {
    const { folder, jobId, client, clock, isPrivate = false, nameFile } = this.request;
    await checkFreeSpace(folder, stated.totalBytes ?? 0);
    if (this.partial === undefined) {
      const extension = fileExtension({ suggestedName, contentType, firstBytes });
      const fileName = safeFileName(nameFile({ suggestedName, extension }), extension);
      const state = {
        jobId,
        accountId: client.account.id,
        fileName,
        extension,
        ...stated,
        syncedBytes: 0,
        bootedAtMs: systemStartMs(),
        updatedAtMs: clock.now(),
      };
      this.partial = await PartialDownload.create(folder, state, { clock, signal: this.signal, isPrivate });
      this.watch(this.partial);
    } else {
      await this.partial.restart(stated);
      this.hasher?.restart(stated.md5 !== undefined);
    }
  }

  /** Checks for free space if the length is unknown: a few compressed bytes can expand to more than any disk holds. */
  private async checkRoom(bytes: number): Promise<void> {
    this.uncheckedBytes += this.partial?.state.totalBytes === undefined ? bytes : 0;
    if (this.uncheckedBytes >= CHECK_ROOM_EVERY_BYTES) {
      this.uncheckedBytes = 0;
      await checkFreeSpace(this.request.folder, RESERVED_BYTES);
    }
  }

  private watch(partial: PartialDownload): void {
    partial.watchLock(this.onLost);
    this.hasher = new FileHasher(partial.part.path, partial.state.md5 !== undefined);
  }

  private async restart(reason: RestartReason): Promise<void> {
    this.count(reason);
    const { partial } = this;
    if (partial !== undefined) {
      await partial.restart();
      await this.hasher?.close();
      this.hasher = new FileHasher(partial.part.path, false);
    }
  }

  private count(reason: RestartReason): void {
    this.notes.push(reason);
    this.meter.enter({ phase: 'restarting', reason });
    if (this.notes.length > MAX_RESTARTS) {
      throw new DownloadError(
        reason === 'corrupt' ? 'corrupt' : 'changing',
        `The download restarted ${this.notes.length} times, most recently because: ${reason}`,
      );
    }
  }
}

/** Resolves after `delayMs`. Rejects as soon as the signal is aborted. */
export async function waitFor(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  await delay(clock, delayMs, signal).catch(() => {
    throw new ApiError('aborted', 'The download was canceled');
  });
}
