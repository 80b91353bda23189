import assert from 'node:assert/strict';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { ApiClient } from '../../../../src/core/api/apiClient';
import type { RequestReport } from '../../../../src/core/api/apiConnection';
import { Transport } from '../../../../src/core/api/transport';
import type { DownloadRequest } from '../../../../src/core/download/downloadRequest';
import { type DownloadedFile, downloadResult } from '../../../../src/core/download/downloadResult';
import { previewResult } from '../../../../src/core/preview/previewResult';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { type Answer, Internet } from '../../../support/internet';

export const API = 'https://api.impact.com';
export const STORAGE = 'https://results.s3.amazonaws.com';
export const JOB_ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
/** A token that nothing but the API's Authorization header may ever hold. */
export const CANARY = 'CANARY-4f1d-token';
const CREDENTIALS = Buffer.from(`IRtest:${CANARY}`).toString('base64');
const SENTINEL = 'not to be touched';
/** The most requests that an answer can cause: a hundred pages, or a hundred attempts with some redirects each. */
const MAX_REQUESTS = 600;
/** The paths that the credentials may go to, as they come over the wire. */
const OWN_TARGET = /^\/Agencies\/IRtest\/(?:Reports$|Jobs)(?:\/[\w-]+(?:\/(?:Download|Replay))?)?(?:\?[^#\s]*)?$/;

/** The product, signed in at api.impact.com, on an internet that answers as it likes. */
export class Trial {
  readonly clock = new FakeClock();
  readonly log: RequestReport[] = [];
  readonly client: ApiClient;
  readonly folder: string;
  private readonly transport: Transport;
  private readonly parent: string;
  /** What was returned and thrown: all of it may be shown. */
  private readonly outcomes: unknown[] = [];
  private isWaiting = false;

  private constructor(readonly internet: Internet) {
    this.parent = mkdtempSync(path.join(tmpdir(), 'impact-jobs-security-'));
    this.folder = path.join(this.parent, 'workspace', 'impact-results');
    writeFileSync(path.join(this.parent, 'sentinel.csv'), SENTINEL);
    this.transport = new Transport(this.clock);
    this.client = new ApiClient({
      account: anAccount({ baseUrl: API }),
      transport: this.transport,
      clock: this.clock,
      readToken: () => Promise.resolve(CANARY),
      onRequest: (report) => this.log.push(report),
    });
  }

  static async begin(answer: Answer): Promise<Trial> {
    return new Trial(await Internet.open(answer));
  }

  list(): Promise<unknown> {
    return this.run(this.client.listJobs(this.clock.now() - 86_400_000));
  }

  job(id = JOB_ID): Promise<unknown> {
    return this.run(this.client.getJob(id));
  }

  rawJob(id = JOB_ID): Promise<unknown> {
    return this.run(this.client.getRawJob(id));
  }

  reports(): Promise<unknown> {
    return this.run(this.client.listReports());
  }

  async download(change: Partial<DownloadRequest> = {}): Promise<DownloadedFile> {
    await mkdir(this.folder, { recursive: true });
    const nameFile: DownloadRequest['nameFile'] = ({ suggestedName, extension }) =>
      suggestedName ?? `result.${extension}`;
    const request = {
      client: this.client,
      transport: this.transport,
      clock: this.clock,
      jobId: JOB_ID,
      folder: this.folder,
      nameFile,
      signal: new AbortController().signal,
    };
    const onProgress: DownloadRequest['onProgress'] = ({ phase }) => void (this.isWaiting = phase === 'waiting');
    return this.run(downloadResult({ ...request, onProgress, ...change }));
  }

  preview(): Promise<unknown> {
    const signal = new AbortController().signal;
    return this.run(
      previewResult({ client: this.client, transport: this.transport, clock: this.clock, jobId: JOB_ID, signal }),
    );
  }

  /** Holds what has to hold after every trial, and clears up. */
  async end(): Promise<void> {
    await this.internet.close();
    try {
      for (const { origin, target, headers } of this.internet.requests) {
        if (origin !== API) {
          assert.doesNotMatch(JSON.stringify(headers), /authorization/i, `credentials went to ${origin}`);
        } else if (headers.authorization !== undefined) {
          assert.match(target, OWN_TARGET, 'credentials went astray');
        }
        assert.doesNotMatch(`${origin}${target}${JSON.stringify({ ...headers, authorization: undefined })}`, /CANARY/);
      }
      assert.ok(this.internet.requests.length <= MAX_REQUESTS, `${this.internet.requests.length} requests`);
      this.outcomes.forEach(assertKeepsSecrets);
      assertKeepsSecrets(this.log);
      assert.deepEqual(readdirSync(this.parent).sort(), this.parentNames());
      assert.equal(readFileSync(path.join(this.parent, 'sentinel.csv'), 'utf8'), SENTINEL);
      for (const name of readdirSync(this.parent, { recursive: true, encoding: 'utf8' })) {
        assert.ok(!name.includes('CANARY'));
      }
      assert.doesNotMatch(this.contents(), /CANARY/);
    } finally {
      rmSync(this.parent, { recursive: true, force: true });
    }
  }

  /** What is in the results' folder. */
  names(): string[] {
    return this.parentNames().includes('workspace') ? readdirSync(this.folder).sort() : [];
  }

  /** All that is in the files of the results' folder. */
  contents(): string {
    const files = this.names().filter((name) => lstatSync(path.join(this.folder, name)).isFile());
    return files.map((name) => readFileSync(path.join(this.folder, name), 'latin1')).join('\n');
  }

  private parentNames(): string[] {
    return readdirSync(this.parent).includes('workspace') ? ['sentinel.csv', 'workspace'] : ['sentinel.csv'];
  }

  /** Lets the waits between two attempts be over at once; no time passes while anything is under way. */
  private async run<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = (outcome: unknown): void => {
      this.outcomes.push(outcome);
      isOver = true;
    };
    work.then(over, over);
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.isWaiting && this.clock.nextInMs !== undefined) {
        await this.clock.advance(this.clock.nextInMs);
      }
    }
    return work;
  }
}

/** Checks that no log of a value can contain the token: its text, stack, causes, and fields, including hidden ones. */
function assertKeepsSecrets(value: unknown): void {
  const shown = [
    inspect(value, { depth: 20, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity }),
    asJson(value),
    String(value),
  ].join('\n');
  assert.ok(!shown.includes('CANARY') && !shown.includes(CREDENTIALS), 'the token is told');
  assert.ok(!/\bX-Amz-Signature=/.test(shown), 'a signed link is told');
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return ''; // nested deeper than can be written
  }
}
