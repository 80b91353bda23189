import type { JobEntry } from '../../core/jobs/jobEntry';
import { machineZone } from '../../core/machineZone';
import type { PeriodFilters } from '../../core/reports/periodFilters';
import type { Log } from '../diagnostics/log';
import type { Watchers } from '../watching/watchers';
import type { ReportCatalog } from './reportCatalog';

export interface PeriodOfJobParts {
  readonly watchers: Watchers;
  readonly catalog: ReportCatalog;
  readonly log: Log;
}

/** The time zone of the days that a job exported. */
export function zoneOfJob({ watchers }: Pick<PeriodOfJobParts, 'watchers'>, { accountId }: JobEntry): string {
  return watchers.client(accountId)?.timeZone ?? machineZone();
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
