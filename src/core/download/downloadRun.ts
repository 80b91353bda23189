import { type Clock, delay } from '../clock';
import { ApiError, isApiError } from '../apiError';
import { decodeBody } from './contentDecoding';
import { dispositionFileName } from './contentDisposition';
import { onDisk } from './diskError';
import { DownloadError } from './downloadError';
import type { RestartReason } from './downloadProgress';
import type { DownloadRequest } from './downloadRequest';
import { findErrorPage } from './errorPage';
import { fileExtension } from './fileFormat';
import { type FileDigest, FileHasher } from './fileHasher';
import { safeFileName } from './fileName';
import { checkFreeSpace } from './freeSpace';
import { openSource, type Source } from './openSource';
import { systemStartMs } from '../files/systemStart';
import type { ProgressMeter } from './progressMeter';
import { type Answer, readAnswer } from './readAnswer';
import { receive } from './reception';
import { Target } from './target';
import { isFromS3, rangeHeadersFor, readValidator, statedMd5, type Validator } from './validator';

/** How often a file may begin again before it is given up. */
const MAX_RESTARTS = 3;
/** So many seconds of bytes are lost at most when the machine loses power; a kill loses none. */
const SYNC_EVERY_TICKS = 20;

interface Stated {
  readonly validator: Validator | undefined;
  readonly totalBytes: number | undefined;
  readonly md5: string | undefined;
}

/** One download: the file as far as it has come, and the attempts to get the rest of it. */
export class DownloadRun {
  readonly notes: RestartReason[] = [];
  hasReceived = false;
  private hasher: FileHasher | undefined;
  /** The length or the end of the body was told, so a body that is over is whole. */
  private isEndCertain = false;
  private unconfirmed: FileDigest | undefined;
  private ticks = 0;

  constructor(
    readonly request: DownloadRequest,
    private readonly meter: ProgressMeter,
    readonly signal: AbortSignal,
    private readonly onLost: (error: unknown) => void,
    public target: Target | undefined,
  ) {
    if (target !== undefined) {
      this.watch(target);
    }
  }

  /** Asks for what is missing and receives it. True: all bytes are there. Throws ApiError, DownloadError. */
  async attempt(): Promise<boolean> {
    const { target } = this;
    const { validator, totalBytes } = target?.state ?? {};
    const offsetBytes = target?.part.sizeBytes ?? 0;
    if (offsetBytes > 0 && offsetBytes === totalBytes) {
      this.isEndCertain = true;
      return true;
    }
    const partial = offsetBytes > 0 && validator !== undefined ? { offsetBytes, totalBytes, validator } : undefined;
    this.meter.enter({ phase: 'asking' });
    const source = await openSource(
      { ...this.request, signal: this.signal },
      partial === undefined ? {} : rangeHeadersFor(offsetBytes, validator),
    );
    try {
      return await this.take(source, readAnswer(source.response, partial), offsetBytes);
    } finally {
      source.response.body.destroy();
    }
  }

  /** The checksum of the whole file, or undefined when it has to begin again. Throws DownloadError. */
  async verify(): Promise<FileDigest | undefined> {
    const { target, hasher } = this;
    if (target === undefined || hasher === undefined) {
      throw new DownloadError('notAFile', 'Nothing was received');
    }
    const { sizeBytes } = target.part;
    this.meter.enter({ phase: 'verifying', totalBytes: sizeBytes });
    await target.part.sync();
    const digest = await onDisk(target.part.path, () => hasher.digest(sizeBytes));
    await hasher.close();
    const { md5 } = target.state;
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

  private async take(
    { response, url, isStorage, secrets }: Source,
    answer: Answer,
    offsetBytes: number,
  ): Promise<boolean> {
    switch (answer.kind) {
      case 'complete':
        this.isEndCertain = true;
        return true;
      case 'askAgain':
        await this.restart(answer.restart);
        return false;
      case 'rest': {
        this.isEndCertain ||= answer.totalBytes !== undefined;
        const totalBytes = answer.totalBytes ?? this.target?.state.totalBytes;
        await checkFreeSpace(this.request.folder, (totalBytes ?? offsetBytes) - offsetBytes);
        await this.target?.update({ totalBytes });
        await this.receive(
          { stream: response.body, isEncoded: false, sentMd5: () => undefined },
          offsetBytes,
          undefined,
        );
        return true;
      }
      case 'whole': {
        if (answer.restart !== undefined) {
          this.count(answer.restart);
        }
        const { headers } = response;
        const suggestedName = dispositionFileName(headers.get('content-disposition'));
        const body = decodeBody(response, suggestedName);
        const length = headers.get('content-length');
        const sentBytes = length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
        const md5 = statedMd5(headers, isFromS3(headers, url));
        this.isEndCertain =
          sentBytes !== undefined ||
          headers.get('transfer-encoding')?.toLowerCase().includes('chunked') === true ||
          body.isEncoded;
        const stated: Stated = body.isEncoded
          ? { validator: undefined, totalBytes: undefined, md5 }
          : { validator: readValidator(headers), totalBytes: sentBytes, md5 };
        const isDamaged = await this.receive(body, 0, (beginning, isWhole) =>
          this.begin({
            beginning,
            isWhole,
            isStorage,
            secrets,
            suggestedName,
            contentType: headers.get('content-type'),
            stated,
          }),
        ).then(
          () => false,
          (error: unknown) =>
            body.isEncoded && isApiError(error) && error.kind === 'unreadable' ? true : Promise.reject(error as Error),
        );
        if (isDamaged) {
          await this.restart('corrupt');
          return false;
        }
        if (body.isEncoded && md5 !== undefined && body.sentMd5() === md5) {
          // It was the checksum of what was sent; else it has to be that of the file before a gateway encoded it.
          await this.target?.update({ md5: undefined });
        }
        return true;
      }
    }
  }

  private async receive(
    body: Parameters<typeof receive>[0]['body'],
    offsetBytes: number,
    onBeginning: Parameters<typeof receive>[0]['onBeginning'],
  ): Promise<void> {
    await receive({
      body,
      clock: this.request.clock,
      signal: this.signal,
      onBeginning,
      write: async (batch) => {
        await this.target?.part.append(batch);
        this.hasher?.grown(this.target?.part.sizeBytes ?? 0);
      },
      onReceived: (bytes) => {
        this.hasReceived = true;
        if (this.target !== undefined) {
          this.meter.received(offsetBytes + bytes, this.target.state.totalBytes);
        }
      },
      onTick: async () => {
        await this.target?.checkLock();
        if (++this.ticks % SYNC_EVERY_TICKS === 0) {
          await this.target?.sync();
        }
      },
    });
    const { totalBytes } = this.target?.state ?? {};
    const sizeBytes = this.target?.part.sizeBytes ?? 0;
    if (totalBytes !== undefined && sizeBytes < totalBytes) {
      throw new ApiError('cut', `The connection ended after ${sizeBytes} of ${totalBytes} bytes`);
    }
    if (totalBytes !== undefined && sizeBytes > totalBytes) {
      throw new DownloadError('corrupt', `${sizeBytes} bytes came where ${totalBytes} were told`);
    }
  }

  /** The first bytes of a whole file: only when they are one is there a file on the disk. */
  private async begin(first: {
    readonly beginning: Buffer;
    readonly isWhole: boolean;
    readonly isStorage: boolean;
    readonly secrets: Source['secrets'];
    readonly suggestedName: string | undefined;
    readonly contentType: string | null;
    readonly stated: Stated;
  }): Promise<void> {
    const { beginning, suggestedName, contentType, stated } = first;
    const page = findErrorPage(beginning, first.isWhole, !first.isStorage, first.secrets);
    if (page !== undefined) {
      throw new DownloadError(page.kind, `An error page came in place of the file: ${page.message}`, {
        serverMessage: page.message || undefined,
        jobStatus: page.jobStatus,
      });
    }
    const { folder, jobId, client, clock, isPrivate = false, nameFile } = this.request;
    await checkFreeSpace(folder, stated.totalBytes ?? 0);
    if (this.target === undefined) {
      const extension = fileExtension({ suggestedName, contentType, firstBytes: beginning });
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
      this.target = await Target.reserve(folder, state, { clock, signal: this.signal, isPrivate });
      this.watch(this.target);
    } else {
      await this.target.restart(stated);
      this.hasher?.restart(stated.md5 !== undefined);
    }
  }

  private watch(target: Target): void {
    target.watchLock(this.onLost);
    this.hasher = new FileHasher(target.part.path, target.state.md5 !== undefined);
  }

  private async restart(reason: RestartReason): Promise<void> {
    this.count(reason);
    const { target } = this;
    if (target !== undefined) {
      await target.restart({ validator: undefined, totalBytes: undefined, md5: undefined });
      await this.hasher?.close();
      this.hasher = new FileHasher(target.part.path, false);
    }
  }

  private count(reason: RestartReason): void {
    this.notes.push(reason);
    this.meter.enter({ phase: 'restarting', reason });
    if (this.notes.length > MAX_RESTARTS) {
      throw new DownloadError(
        reason === 'corrupt' ? 'corrupt' : 'changing',
        `The file began again ${this.notes.length} times, at last because of: ${reason}`,
      );
    }
  }
}

/** Resolves after `delayMs`, or rejects at once when the signal is aborted. */
export async function waitFor(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  await delay(clock, delayMs, signal).catch(() => {
    throw new ApiError('aborted', 'The download was cancelled');
  });
}
