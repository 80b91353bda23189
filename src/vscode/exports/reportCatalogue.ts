import type { ApiClient } from '../../core/api/apiClient';
import type { Clock } from '../../core/clock';
import type { Report, ReportMetaData } from '../../core/reports/report';

/** Reports come and go with an account's features and contracts, which is seldom within a day. */
const FRESH_MS = 12 * 3_600_000;

interface Kept {
  readonly atMs: number;
  readonly reports: readonly Report[];
  readonly metaData: Map<string, ReportMetaData>;
}

/** The reports of each account and their filters, kept for some hours; errors are not. */
export class ReportCatalogue {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly clock: Clock) {}

  async reports(client: ApiClient, options: { readonly signal?: AbortSignal; readonly isReload?: boolean } = {}): Promise<readonly Report[]> {
    const known = this.fresh(client);
    if (known !== undefined && options.isReload !== true) {
      return known.reports;
    }
    const reports = await client.listReports(options.signal);
    this.kept.set(keyOf(client), { atMs: this.clock.now(), reports, metaData: new Map() });
    return reports;
  }

  async metaData(client: ApiClient, reportId: string, signal?: AbortSignal): Promise<ReportMetaData> {
    const known = this.fresh(client)?.metaData.get(reportId);
    if (known !== undefined) {
      return known;
    }
    const metaData = await client.reportMetaData(reportId, signal);
    this.fresh(client)?.metaData.set(reportId, metaData);
    return metaData;
  }

  private fresh(client: ApiClient): Kept | undefined {
    const kept = this.kept.get(keyOf(client));
    const age = kept === undefined ? Infinity : this.clock.now() - kept.atMs;
    return age >= 0 && age < FRESH_MS ? kept : undefined;
  }
}

/** An account whose server changed has other reports. */
function keyOf({ account }: ApiClient): string {
  return `${account.id} ${account.baseUrl}`;
}
