import type { JobEntry } from '../../core/jobs/jobEntry';
import type { PeriodFilters } from '../../core/reports/periodFilters';
import type { Log } from '../diagnostics/log';
import { zoneOf, type ZoneParts } from './accountZone';
import type { ReportCatalog } from './reportCatalog';

export interface PeriodOfJobParts extends ZoneParts {
  readonly catalog: ReportCatalog;
  readonly log: Log;
}

/** The time zone of the days that a job exported. */
export function zoneOfJob(parts: ZoneParts, { accountId }: JobEntry): string {
  return zoneOf(parts, parts.watchers.client(accountId)?.account ?? { id: accountId });
}

/** The filters for the start and end of a report's period. If they can't be loaded, the export uses the usual ones. */
export async function periodFiltersOfJob(
  { watchers, catalog, log }: PeriodOfJobParts,
  { accountId, parameters }: JobEntry,
): Promise<PeriodFilters | undefined> {
  const client = watchers.client(accountId);
  try {
    return client && parameters && (await catalog.periodFilters(client, parameters.reportId));
  } catch (error) {
    log.error("Can't read the filters of a report", error);
    return undefined;
  }
}
