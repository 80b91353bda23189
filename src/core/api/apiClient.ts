import { fieldsOf } from '../isRecord';
import type { Account } from '../account';
import type { Clock } from '../clock';
import { Emitter } from '../event';
import { decodeJob, decodeJobs } from '../jobs/decodeJob';
import { hasOwnId, type Job } from '../jobs/job';
import type { ExportRequest } from '../reports/exportRequest';
import type { Report, ReportMetaData } from '../reports/report';
import type { ReportCalls } from './reportCalls';
import { ApiError, isApiError } from '../apiError';
import { type DecodedList, decodeList } from './decodeList';
import { downloadUrl, jobUrl, jobsUrl, replayUrl } from './endpoints';
import { errorOfAnswer } from './errorAnswer';
import { readFurtherPages } from './furtherPages';
import type { HttpResponse } from './http';
import { type JobList, JobListReader } from './jobListReader';
import { parseJson } from './parseJson';
import { countedAs, type RateLimit, readRateLimit } from './rateLimit';
import { type Allowance, openGate, type RequestGate, type RequestPurpose } from './requestGate';
import { Secrets } from './secrets';
import type { OpenOptions, Transport } from './transport';
import { withoutError } from './withoutError';

/** A list of 10,000 jobs has 8 MB. Anything far larger is a mistake or an attack. */
const MAX_LIST_BYTES = 128 * 1024 * 1024;
const MAX_JOB_BYTES = 4 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
/** So much of an answer that is no JSON is read for a message. */
const MAX_WORDS_BYTES = 256 * 1024;
const RANGE_NOT_SATISFIABLE = 416;

/** What the log says about a request. Never headers, and never credentials in a query. */
export interface RequestReport {
  readonly method: string;
  readonly path: string;
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly remaining: number | undefined;
}

export interface ApiClientOptions {
  readonly account: Account;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Called for each request; the token isn't kept. Undefined means that the account is signed out. */
  readonly readToken: () => Promise<string | undefined>;
  readonly onRequest?: (report: RequestReport) => void;
  /** Default: a gate that knows only the server's blocks. */
  readonly gate?: RequestGate;
}

/** The cost of requesting a list. */
export interface ListCost {
  readonly bytes: number;
  /** One for each page. */
  readonly requests: number;
}

interface ReadOptions extends OpenOptions {
  /** The allowance that the request uses. If one is used up, the other can still have requests. */
  readonly allowance?: Allowance;
  /** Default: `user`. */
  readonly purpose?: RequestPurpose | undefined;
  /** An error status that answers the request. */
  readonly expects?: number;
}

/** An answer as it came, with what must not be told of it. */
export interface ApiAnswer {
  readonly response: HttpResponse;
  readonly secrets: Secrets;
}

/** Reads a body. `parse` returns its JSON, with the credentials masked if a server repeats them. */
type Decode<T> = (body: Buffer, parse: (body: Buffer) => unknown) => T;

/** The Jobs API for one account. Every method throws ApiError and takes an AbortSignal. */
export class ApiClient {
  rateLimit: RateLimit | undefined;
  /** The server's latest information about the day's exports. */
  exportLimit: RateLimit | undefined;
  /** The UTC offset of this account's dates, such as `-05:00`. Undefined until a job has been read. */
  utcOffset: string | undefined;
  /**
   * How far impact.com's clock is ahead of this machine's, in ms, to the second. Undefined until a response shows it.
   */
  clockAheadMs: number | undefined;
  /** The cost of the latest list. Undefined before the first. */
  listCost: ListCost | undefined;
  private readonly succeeded = new Emitter<RequestPurpose>();
  private readonly gate: RequestGate;
  private readonly listReader = new JobListReader();

  constructor(private readonly options: ApiClientOptions) {
    this.gate = options.gate ?? openGate(options.clock);
  }

  get account(): Account {
    return this.options.account;
  }

  /** The server allows no request before this time, in milliseconds since the epoch. */
  get blockedUntilMs(): number {
    return this.gate.blockedUntilMs('requests');
  }

  /** Adds a listener that is called with the purpose of each successful request. Returns a function that removes it. */
  onDidSucceed(listener: (purpose: RequestPurpose) => void): () => void {
    return this.succeeded.on(listener);
  }

  /**
   * Lists the jobs created since `createdAfterMs`, from all pages. The API of some accounts takes only days; then the
   * list starts with that whole day.
   */
  async listJobs(createdAfterMs: number, signal?: AbortSignal, purpose?: RequestPurpose): Promise<JobList> {
    const asked = jobsUrl(this.account, createdAfterMs);
    let bytesLeft = MAX_LIST_BYTES;
    let requests = 0;
    const read = <T>(url: URL, decode: Decode<T>): Promise<T> =>
      this.read(url, { signal, purpose, maxBytes: bytesLeft }, (body, parse) => {
        bytesLeft -= body.length;
        this.listCost = { bytes: MAX_LIST_BYTES - bytesLeft, requests: ++requests };
        return decode(body, parse);
      });
    const page = await read(asked, (body, parse) => this.listReader.read(body, parse));
    if (page.nextPage === undefined) {
      return page;
    }
    const readPage = (url: URL, number: number): Promise<DecodedList> =>
      read(url, (body, parse) => decodeList(parse(body), 'Jobs', number));
    const jobs = await readFurtherPages({
      account: this.account,
      asked,
      nextPage: page.nextPage,
      items: page.jobs,
      decode: decodeJobs,
      readPage,
    });
    return { jobs, isUnchanged: false };
  }

  async getJob(jobId: string, signal?: AbortSignal, purpose?: RequestPurpose): Promise<Job> {
    return this.read(jobUrl(this.account, jobId), { signal, purpose, maxBytes: MAX_JOB_BYTES }, decodeSingleJob);
  }

  /** The job as impact.com sends it, field by field. */
  async getRawJob(jobId: string, signal?: AbortSignal): Promise<unknown> {
    return this.read(jobUrl(this.account, jobId), { signal, maxBytes: MAX_JOB_BYTES }, (body, parse) => parse(body));
  }

  /**
   * Replays a job. For an Agency account, the response is a new job. For Brand and Partner accounts, it's the same job,
   * queued again.
   */
  async replayJob(jobId: string, signal?: AbortSignal): Promise<Job> {
    const headers = { 'Content-Length': '0' };
    return this.read(
      replayUrl(this.account, jobId),
      { method: 'PUT', headers, signal, maxBytes: MAX_JOB_BYTES },
      decodeSingleJob,
    );
  }

  /**
   * Opens a job's result. The response is a redirect to storage, the bytes, 202 for a job that isn't ready, or 416 for a
   * range that the file doesn't have. Throws errors. `rangeHeaders` request the rest of a file that the API itself sends.
   */
  async openDownload(
    jobId: string,
    signal?: AbortSignal,
    rangeHeaders: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const headers = { Accept: '*/*', 'Accept-Encoding': 'identity', ...rangeHeaders };
    const url = downloadUrl(this.account, jobId);
    const answer = await this.open(url, { headers, decompress: false, signal, expects: RANGE_NOT_SATISFIABLE });
    this.succeeded.fire('user');
    return answer;
  }

  /** Lists the reports that the account can run. */
  async listReports(signal?: AbortSignal): Promise<readonly Report[]> {
    return (await this.reportCalls(signal)).list();
  }

  /** Reads a report's filters. Throws `rejected` if the account can't run the report. */
  async reportMetaData(reportId: string, signal?: AbortSignal): Promise<ReportMetaData> {
    return (await this.reportCalls(signal)).metaData(reportId);
  }

  /**
   * Schedules an export and returns its job: a new one, or the existing one for the same parameters. Throws `rejected`
   * with the wrong `fields`. Never throws after the export is scheduled: if the job can't be read, it returns the job
   * as the response to the export describes it.
   */
  async exportReport(request: ExportRequest, signal?: AbortSignal): Promise<Job> {
    const { jobId, statusText } = await (await this.reportCalls(signal)).schedule(request);
    return this.getJob(jobId, signal).catch(() => decodeJob({ Id: jobId, Type: 'ApiReport', Status: statusText }));
  }

  /** Reports a request to the storage behind a redirect, which this client doesn't send itself. */
  report(report: RequestReport): void {
    this.options.onRequest?.(report);
  }

  private async reportCalls(signal: AbortSignal | undefined): Promise<ReportCalls> {
    const { ReportCalls: Calls } = await import('./reportCalls');
    return new Calls({
      account: this.account,
      read: (url, options, decode) => this.read(url, { ...options, signal }, (body, parse) => decode(parse(body))),
    });
  }

  private async read<T>(url: URL, options: ReadOptions & { readonly maxBytes: number }, decode: Decode<T>): Promise<T> {
    const { response, secrets } = await this.open(url, options);
    if (response.status >= 300) {
      response.body.destroy();
      throw new ApiError('unreadable', `HTTP ${response.status} in place of an answer`, { status: response.status });
    }
    const body = await this.options.transport.readBody(response, options.maxBytes);
    this.utcOffset = offsetIn(body) ?? this.utcOffset;
    let decoded: T;
    try {
      decoded = decode(body, (bytes) => parseJson(bytes, secrets));
    } catch (error) {
      const words = body.toString('utf8', 0, MAX_WORDS_BYTES);
      throw isApiError(error) && secrets.isIn(words) ? withoutWords(error) : error;
    }
    this.succeeded.fire(options.purpose ?? 'user');
    return decoded;
  }

  /** Sends a request with the account's credentials, only to the account's part of the API. */
  private async open(
    url: URL,
    { allowance = 'requests', purpose = 'user', expects, ...options }: ReadOptions,
  ): Promise<ApiAnswer> {
    const { clock, transport, readToken } = this.options;
    const token = await readToken();
    if (token === undefined) {
      throw new ApiError('unauthorized', 'There is no token for this account');
    }
    const startedAt = clock.now();
    const blockedUntilMs = this.gate.blockedUntilMs(allowance);
    if (startedAt < blockedUntilMs) {
      throw new ApiError('rateLimited', `The account has used up its ${allowance}`, { retryAtMs: blockedUntilMs });
    }
    const nextAtMs = this.gate.trySpend(purpose);
    if (nextAtMs !== undefined) {
      throw new ApiError('budget', 'This machine has spent its requests', { retryAtMs: nextAtMs });
    }
    let status: number | undefined;
    try {
      const credentials = Buffer.from(`${this.account.sid}:${token}`).toString('base64');
      const secrets = new Secrets(this.account.sid, token);
      const response = await transport.open(url, {
        ...options,
        headers: { Accept: 'application/json', ...options.headers, Authorization: `Basic ${credentials}` },
      });
      status = response.status;
      const limit = readRateLimit(response.headers, clock.now());
      const counted = countedAs(allowance, limit);
      this.noteLimit(limit, counted);
      const serverMs = Date.parse(response.headers.get('date') ?? '');
      this.clockAheadMs = Number.isNaN(serverMs) ? this.clockAheadMs : serverMs - clock.now();
      if (status >= 400 && status !== expects) {
        throw await this.errorOf(response, secrets, counted);
      }
      return { response, secrets };
    } finally {
      this.report({
        method: options.method ?? 'GET',
        path: url.pathname,
        status,
        durationMs: clock.now() - startedAt,
        remaining: this.rateLimit?.remaining,
      });
    }
  }

  private noteLimit(limit: RateLimit | undefined, allowance: Allowance): void {
    if (allowance === 'exports') {
      this.exportLimit = limit ?? this.exportLimit;
    } else {
      this.rateLimit = limit ?? this.rateLimit;
    }
  }

  private async errorOf(response: HttpResponse, secrets: Secrets, allowance: Allowance): Promise<ApiError> {
    const body = await this.options.transport.readBody(response, MAX_ERROR_BYTES).catch(() => Buffer.alloc(0));
    const error = errorOfAnswer(response.status, response.headers, String(body), this.options.clock.now(), allowance);
    if (error.kind === 'rateLimited' && error.retryAtMs !== undefined) {
      this.gate.blockUntil(allowance, error.retryAtMs);
    }
    return secrets.isIn(String(body)) ? withoutWords(error) : error;
  }
}

/**
 * The error without the server's message, which repeats the credentials. Some gateways show the request that they
 * reject.
 */
function withoutWords({ kind, status, retryAtMs }: ApiError): ApiError {
  return new ApiError(
    kind,
    `${status === undefined ? 'The answer' : `HTTP ${status}`} repeats the credentials: its words are left out`,
    { status, retryAtMs },
  );
}

/** The UTC offset of the first creation date in a response, which is the newest job of a list. */
function offsetIn(body: Buffer): string | undefined {
  return /"CreatedDate"\s*:\s*"[\d:.T-]{19,29}?([+-]\d{2}:\d{2})"/.exec(body.toString('latin1', 0, 4096))?.[1];
}

/** Decodes one job, bare or wrapped in `{"Job": …}`. Throws if there is no ID, because no job is made up. */
function decodeSingleJob(body: Buffer, parse: (body: Buffer) => unknown): Job {
  const value = withoutError(parse(body));
  const { Job: wrapped } = fieldsOf(value);
  const job = decodeJob(wrapped ?? value);
  if (!hasOwnId(job)) {
    throw new ApiError('unreadable', 'The answer holds no job');
  }
  return job;
}
