import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DownloadProgress } from '../../../src/core/download/downloadProgress';
import type { DownloadedFile } from '../../../src/core/download/downloadResult';
import type { DownloadRequest } from '../../../src/core/download/downloadRequest';
import type { ResultScript } from '../../../src/simulator/jobScript';
import type { RequestRecord } from '../../../src/simulator/requestLog';
import type { SimulatorOptions } from '../../../src/simulator/simulatorOptions';
import { type Simulator, startSimulator } from '../../../src/simulator/startSimulator';
import { downloadFrom } from '../../support/downloadFrom';
import { FakeClock } from '../../support/fakeClock';
import { waitUntil } from '../../support/waitUntil';

export const JOB_ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
export const FILE_NAME = 'result.csv';
export const MB = 1_000_000;
export const DEFAULT_BYTES = 2 * MB;

/** Makes equal bytes at every run, whatever the day. */
const PERIOD = { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2026, 1, 1) };

/** Waiting for a busy real disk would be most of the time. */
const SCRATCH = isWritable('/dev/shm') ? '/dev/shm' : tmpdir();

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How a download ended. */
export type Outcome =
  /** `isChecked`: somebody who can see it has compared the file and looked at its folder. */
  | {
      readonly file: Pick<DownloadedFile, 'path' | 'sizeBytes' | 'sha256' | 'alreadyThere' | 'notes'>;
      readonly isChecked?: boolean;
    }
  | { readonly error: Error & { readonly kind?: string } };

export interface SceneOptions {
  /** Where the folder is made; default: a disk in memory where the system has one. */
  readonly scratch?: string;
  readonly result?: ResultScript;
  readonly simulator?: SimulatorOptions;
}

/** A simulated impact.com with one job, a folder, and a clock that moves when the engine waits or a test moves it. */
export class Scene {
  /** As it is now, because processes that share the folder go by the system's clock. */
  readonly clock = new FakeClock(Date.now());
  private passing = Promise.resolve();

  private constructor(
    readonly simulator: Simulator,
    readonly home: string,
    readonly folder: string,
  ) {}

  static async open({
    scratch = SCRATCH,
    result = { bytes: DEFAULT_BYTES },
    simulator = {},
  }: SceneOptions = {}): Promise<Scene> {
    const job = { id: JOB_ID, createdAgoMs: 3_600_000, queueMs: 0, runMs: 1000, result: { period: PERIOD, ...result } };
    const home = mkdtempSync(path.join(scratch, 'impact-jobs-faults-'));
    return new Scene(
      await startSimulator({ scenario: { jobs: [job] }, ...simulator }),
      home,
      path.join(home, 'results'),
    );
  }

  async download(change: Partial<DownloadRequest> = {}): Promise<Outcome> {
    try {
      const onProgress = (progress: DownloadProgress): void => this.follow(progress);
      return {
        file: await downloadFrom(this.simulator, {
          clock: this.clock,
          jobId: JOB_ID,
          folder: this.folder,
          onProgress,
          ...change,
        }),
      };
    } catch (error) {
      assert.ok(error instanceof Error);
      return { error };
    }
  }

  /** Lets time pass until `isOver`, from the moment that a request has had all its `sentBytes` and hears no more. */
  async passSilence(sentBytes: number, isOver: () => boolean): Promise<void> {
    await waitUntil(() =>
      this.requests('storage').some((request) => request.sentBytes === sentBytes && !request.finished),
    );
    while (!isOver()) {
      await this.pass(1000);
    }
  }

  async pass(ms: number): Promise<void> {
    this.passing = this.passing.then(() => this.clock.advance(ms));
    await this.passing;
  }

  requests(origin?: 'api' | 'storage'): RequestRecord[] {
    return this.simulator.requests.filter((request) => origin === undefined || request.origin === origin);
  }

  names(): string[] {
    return statSync(this.folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(this.folder).sort() : [];
  }

  /** Throws unless the file holds the very bytes of the job's result, and is what the engine says. */
  async assertIdentical({
    path: file,
    sha256,
    sizeBytes,
  }: Pick<DownloadedFile, 'path' | 'sizeBytes' | 'sha256'>): Promise<void> {
    const bytes = readFileSync(file);
    assert.equal(
      createHash('sha256').update(bytes).digest('hex'),
      await this.simulator.resultOf(JOB_ID)?.hash('sha256'),
    );
    assert.deepEqual([sha256, sizeBytes], [createHash('sha256').update(bytes).digest('hex'), bytes.length]);
  }

  async close(): Promise<void> {
    await this.simulator.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  private follow(progress: DownloadProgress): void {
    if (progress.phase === 'waiting') {
      // A little more than that, for what a subtraction of fractions loses.
      void this.pass(progress.untilMs - this.clock.now() + 1);
    }
  }
}
