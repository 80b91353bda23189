import { fieldsOf } from '../isRecord';
import { decodeJob, decodeJobs } from '../jobs/decodeJob';
import { hasOwnId, type Job } from '../jobs/job';
import type { ExportRequest } from '../reports/exportRequest';
import type { Report, ReportMetaData } from '../reports/report';
import type { Program } from '../accounts/program';
import type { Brand } from '../accounts/brand';
import { statedZone } from '../accounts/statedZone';
import type { ReportCalls, ReportCallsOptions } from './reportCalls';
import { decodeList } from './decodeList';
import { companyUrl, downloadUrl, jobUrl, jobsUrl, replayUrl } from './endpoints';
import { type PagedList, readFurtherPages } from './furtherPages';
import { type JobList, JobListReader } from './jobListReader';
import { notFoundAs } from './notFoundAs';
import { requireSuccess } from './requireSuccess';
import { ApiError, type ApiErrorKind, isApiError } from '../apiError';
import type { RequestPurpose } from './requestGate';
import { type ApiAnswer, ApiConnection, type Decode } from './apiConnection';

/** A list of 10,000 jobs has 8 MB. Anything far larger is a mistake or an attack. */
const MAX_LIST_BYTES = 128 * 1024 * 1024;
/** The pages that watching reads of a long list, except the first time. Reading all of them would use up the hour. */
const MAX_PAGES_AGAIN = 10;
const MAX_JOB_BYTES = 4 * 1024 * 1024;
const MAX_COMPANY_BYTES = 1024 * 1024;
/** Why an account's company can't be read, also the next time. */
const LASTING: readonly ApiErrorKind[] = ['forbidden', 'notFound', 'rejected'];
const RANGE_NOT_SATISFIABLE = 416;

/** The Jobs API for one account. Every method throws ApiError and takes an AbortSignal. */
export class ApiClient extends ApiConnection {
  /** How many requests the latest list took, one for each page. Undefined before the first. */
  listRequests: number | undefined;
  private askedZone: Promise<string | undefined> | undefined;
  private readonly listReader = new JobListReader();
  private hasList = false;
  /** The first page that the latest list didn't read. */
  private continueAt: URL | undefined;
  /** Whether the lists so far, each of which can be a part, have reached the last page. */
  private hasReachedEnd = false;

  /**
   * Lists the jobs created since `createdAfterMs`, from all pages. The API of some accounts takes only days; then the
   * list starts with that whole day. Returns a part of a list that has too many pages or needs more requests than are
   * allowed. Watching then reads the first page again, and continues with the pages that weren't read.
   */
  async listJobs(createdAfterMs: number, signal?: AbortSignal, purpose?: RequestPurpose): Promise<JobList> {
    const asked = jobsUrl(this.account, createdAfterMs, this.account.timeZone ?? this.seenOffset?.offset);
    let bytesLeft = MAX_LIST_BYTES;
    let requests = 0;
    const read = <T>(url: URL, decode: Decode<T>): Promise<T> =>
      this.read(url, { signal, purpose, maxBytes: bytesLeft }, (body, parse) => {
        bytesLeft -= body.length;
        this.listRequests = ++requests;
        return decode(body, parse);
      });
    const page = await read(asked, (body, parse) => this.listReader.read(body, parse)).catch(
      notFoundAs('unknownAccount'),
    );
    const isWatch = purpose === 'watch';
    const { items, rest } = await readFurtherPages({
      account: this.account,
      asked,
      first: { ...page, rows: page.jobs },
      items: page.jobs,
      decode: decodeJobs,
      readPage: (url, number) => read(url, (body, parse) => decodeList(parse(body), 'Jobs', number)),
      ...(isWatch && this.hasList && { continueAt: this.continueAt, maxPages: MAX_PAGES_AGAIN }),
    });
    this.hasList = true;
    this.continueAt = rest?.nextUrl;
    this.hasReachedEnd ||= rest?.nextUrl === undefined;
    const { isUnchanged, nextPage } = page;
    const isMissing = rest !== undefined && (rest.total !== undefined || !this.hasReachedEnd);
    return {
      jobs: nextPage === undefined ? page.jobs : items,
      isUnchanged,
      isPart: rest !== undefined,
      shortfall: isMissing ? { total: rest.total } : undefined,
    };
  }

  async getJob(jobId: string, signal?: AbortSignal, purpose?: RequestPurpose): Promise<Job> {
    return this.read(jobUrl(this.account, jobId), { signal, purpose, maxBytes: MAX_JOB_BYTES }, (body, parse) => {
      const job = decodeSingleJob(body, parse);
      if (job.id.toLowerCase() !== jobId.toLowerCase()) {
        // A cache in between can return what it has for another address.
        throw new ApiError('unreadable', 'The response is about another job');
      }
      return job;
    });
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
   * Opens a job's result. The response is a redirect to storage, the bytes, 202 for a job that isn't ready, or 416 for
   * a range that the file doesn't have. Throws errors. `rangeHeaders` request the rest of a file that the API itself
   * sends.
   */
  async openDownload(
    jobId: string,
    signal?: AbortSignal,
    rangeHeaders: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer> {
    const headers = { Accept: '*/*', 'Accept-Encoding': 'identity', ...rangeHeaders };
    const url = downloadUrl(this.account, jobId);
    const answer = await this.open(url, { headers, decompress: false, signal, expects: RANGE_NOT_SATISFIABLE });
    this.markSuccess();
    return answer;
  }

  /** Lists the reports that the account can run. */
  async listReports(signal?: AbortSignal): Promise<PagedList<Report>> {
    return (await this.reportCalls(signal)).list();
  }

  /** Lists the brands that the agency manages. */
  async listBrands(signal?: AbortSignal, purpose?: RequestPurpose): Promise<PagedList<Brand>> {
    const { listBrands } = await import('./brandCalls');
    return listBrands({ agency: this.account, read: this.readerOf(signal, purpose) });
  }

  /** Reads one of the brands that the agency manages. Undefined if it doesn't manage that brand. */
  async getBrand(brandId: string, signal?: AbortSignal): Promise<Brand | undefined> {
    const { getBrand } = await import('./brandCalls');
    return getBrand({ agency: this.account, read: this.readerOf(signal) }, brandId);
  }

  /** Lists the programs of a brand, or those that a partner has joined. */
  async listPrograms(purpose?: RequestPurpose): Promise<PagedList<Program>> {
    const { listPrograms } = await import('./programCalls');
    return listPrograms({ account: this.account, read: this.readerOf(undefined, purpose) });
  }

  /**
   * The time zone that impact.com states for the account's company. Undefined if it states none. Asks once, unless the
   * request fails in a way that passes: a token that may not read it rejects in the same way again.
   */
  companyZone(nowMs: number, signal?: AbortSignal): Promise<string | undefined> {
    const asking = (this.askedZone ??= this.askZone(nowMs, signal));
    asking.catch((error: unknown) => {
      if (!isApiError(error) || !LASTING.includes(error.kind)) {
        this.askedZone = undefined;
      }
    });
    return asking;
  }

  private async askZone(nowMs: number, signal: AbortSignal | undefined): Promise<string | undefined> {
    return this.read(companyUrl(this.account), { signal, maxBytes: MAX_COMPANY_BYTES }, (body, parse) => {
      const value = requireSuccess(parse(body));
      const { CompanyInformation: wrapped } = fieldsOf(value);
      return statedZone(fieldsOf(wrapped ?? value)['Timezone'], nowMs);
    });
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
    const Type = request.reportId === 'ClickExport' ? request.reportId : 'ApiReport';
    return this.getJob(jobId, signal).catch(() => decodeJob({ Id: jobId, Type, Status: statusText }));
  }

  private async reportCalls(signal: AbortSignal | undefined): Promise<ReportCalls> {
    const { ReportCalls: Calls } = await import('./reportCalls');
    return new Calls({ account: this.account, read: this.readerOf(signal) });
  }

  private readerOf(signal: AbortSignal | undefined, purpose?: RequestPurpose): ReportCallsOptions['read'] {
    return (url, options, decode) =>
      this.read(url, { ...options, signal, purpose }, (body, parse) => decode(parse(body)));
  }
}

/** Decodes one job, bare or wrapped in `{"Job": …}`. Throws if there is no ID, because no job is made up. */
function decodeSingleJob(body: Buffer, parse: (body: Buffer) => unknown): Job {
  const value = requireSuccess(parse(body));
  const { Job: wrapped } = fieldsOf(value);
  const job = decodeJob(wrapped ?? value);
  if (!hasOwnId(job)) {
    throw new ApiError('unreadable', 'The response contains no job');
  }
  return job;
}
