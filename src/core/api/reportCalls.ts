import type { Account } from '../account';
import { type DecodedList, decodeList } from './decodeList';
import { metaDataUrl, reportExportUrl, reportsUrl } from './endpoints';
import { type PagedList, readFurtherPages } from './furtherPages';
import { notFoundAs } from './notFoundAs';
import { requireSuccess } from './requireSuccess';
import { clickMetaData, countedAs, isClickExport } from '../reports/clickExport';
import { decodeMetaData, decodeReports } from '../reports/decodeReports';
import { decodeScheduled, type ScheduledExport } from '../reports/decodeScheduled';
import type { CountedAs, ExportRequest } from '../reports/exportRequest';
import type { Report, ReportMetaData } from '../reports/report';

/** Catalogs with hundreds of reports have about 100 kB. Anything far larger is a mistake or an attack. */
const MAX_CATALOGUE_BYTES = 16 * 1024 * 1024;
const MAX_SCHEDULED_BYTES = 1024 * 1024;

export interface ReportCallsOptions {
  readonly account: Account;
  /** Sends a request to the account's part of the API and reads the response. */
  readonly read: <T>(
    url: URL,
    options: { readonly maxBytes: number; readonly allowance?: CountedAs },
    decode: (json: unknown) => T,
  ) => Promise<T>;
}

/** The calls for reports. A separate bundle, because only exports need them. */
export class ReportCalls {
  constructor(private readonly options: ReportCallsOptions) {}

  /** Lists the catalog, from all pages. */
  async list(): Promise<PagedList<Report>> {
    const { account, read } = this.options;
    const asked = reportsUrl(account);
    const readPage = (url: URL, page?: number): Promise<DecodedList> =>
      read(url, { maxBytes: MAX_CATALOGUE_BYTES }, (json) => decodeList(json, 'Reports', page));
    const first = await readPage(asked).catch(notFoundAs('unknownAccount'));
    const items = decodeReports(first.rows);
    return readFurtherPages({ account, asked, first, items, decode: decodeReports, readPage });
  }

  async metaData(reportId: string): Promise<ReportMetaData> {
    const { account, read } = this.options;
    if (isClickExport({ reportId })) {
      return clickMetaData(account.kind);
    }
    return read(metaDataUrl(account, reportId), { maxBytes: MAX_CATALOGUE_BYTES }, (json) =>
      decodeMetaData(requireSuccess(json)),
    ).catch(notFoundAs('unknownReport'));
  }

  async schedule(request: ExportRequest): Promise<ScheduledExport> {
    const { account, read } = this.options;
    const options = { maxBytes: MAX_SCHEDULED_BYTES, allowance: countedAs(request) };
    return read(reportExportUrl(account, request), options, (json) => decodeScheduled(json)).catch(
      notFoundAs('unknownReport'),
    );
  }
}
