import type { ApiClient } from '../../core/api/apiClient';
import type { PagedList } from '../../core/api/furtherPages';
import type { Clock } from '../../core/clock';
import { isClickExport } from '../../core/reports/clickExport';
import { readPeriodFilters } from '../../core/reports/exportDraft';
import type { PeriodFilters } from '../../core/reports/periodFilters';
import { PeriodLookups } from '../../core/reports/periodLookups';
import type { Report, ReportMetaData } from '../../core/reports/report';
import { withClickFiltersInWords, clickReportsInWords } from './clickWords';

/** Reports change with an account's features and contracts, rarely within a day. */
const FRESH_MS = 12 * 3_600_000;

interface Kept {
  readonly atMs: number;
  /** Undefined if only the filters of some reports were requested. */
  readonly reports: PagedList<Report> | undefined;
  readonly metaData: Map<string, ReportMetaData>;
}

/** The reports of each account and their filters, cached for some hours. Errors and incomplete lists aren't cached. */
export class ReportCatalog {
  private readonly kept = new Map<string, Kept>();
  private readonly lookups: PeriodLookups;

  constructor(private readonly clock: Clock) {
    this.lookups = new PeriodLookups(clock);
  }

  async reports(
    client: ApiClient,
    options: { readonly signal?: AbortSignal; readonly isReload?: boolean } = {},
  ): Promise<PagedList<Report>> {
    const known = this.fresh(client);
    if (known?.reports !== undefined && options.isReload !== true) {
      return known.reports;
    }
    const list = await client.listReports(options.signal);
    const reports = { ...list, items: [...list.items, ...clickReportsInWords(client.account.kind)] };
    if (reports.rest === undefined) {
      this.kept.set(keyOf(client), { atMs: this.clock.now(), reports, metaData: new Map() });
    }
    return reports;
  }

  /** The account's whole list if it's cached. Sends no request. */
  cached(client: ApiClient): readonly Report[] | undefined {
    return this.fresh(client)?.reports?.items;
  }

  async metaData(client: ApiClient, reportId: string, signal?: AbortSignal): Promise<ReportMetaData> {
    const known = this.fresh(client)?.metaData.get(reportId);
    if (known !== undefined) {
      return known;
    }
    const metaData = await client
      .reportMetaData(reportId, signal)
      .then(isClickExport({ reportId }) ? withClickFiltersInWords : undefined);
    const kept = this.fresh(client) ?? {
      atMs: this.clock.now(),
      reports: undefined,
      metaData: new Map<string, ReportMetaData>(),
    };
    kept.metaData.set(reportId, metaData);
    this.kept.set(keyOf(client), kept);
    return metaData;
  }

  /**
   * The filters for the start and end of a report's period. Undefined if the report has none, or the token can't read
   * them.
   */
  async periodFilters(client: ApiClient, reportId: string, signal?: AbortSignal): Promise<PeriodFilters | undefined> {
    return this.lookups.of(client.account, reportId, () => readPeriodFilters(this.metaData(client, reportId, signal)));
  }

  private fresh(client: ApiClient): Kept | undefined {
    const kept = this.kept.get(keyOf(client));
    const age = kept === undefined ? Infinity : this.clock.now() - kept.atMs;
    return age >= 0 && age < FRESH_MS ? kept : undefined;
  }
}

/** An account whose server changed has different reports. */
function keyOf({ account }: ApiClient): string {
  return `${account.id} ${account.baseUrl}`;
}
