import { isCalled } from '../../core/account';
import type { ApiClient } from '../../core/api/apiClient';
import type { Report, ReportFilter } from '../../core/reports/report';
import type { Accounts } from '../accounts/accounts';
import type { Watchers } from '../watching/watchers';
import type { ReportCatalog } from './reportCatalog';

/** The reports of the accounts that are on, for the editor of saved exports. An account is an SID or a brand's ID. */
export interface KnownReports {
  /** Those of the account, or of the first one. Requested once, like those that Export a Report lists. */
  of(account: string | undefined, signal: AbortSignal): Promise<readonly Report[]>;
  filtersOf(account: string | undefined, reportId: string, signal: AbortSignal): Promise<readonly ReportFilter[]>;
  /** The cached ones of the account, or of all. Undefined if a list isn't cached. Sends no request. */
  cached(account: string | undefined): readonly Report[] | undefined;
}

interface KnownReportsOptions {
  readonly accounts: Accounts;
  readonly watchers: Watchers;
  readonly catalog: ReportCatalog;
}

export function knownReports({ accounts, watchers, catalog }: KnownReportsOptions): KnownReports {
  const clientsOf = (account: string | undefined): readonly ApiClient[] =>
    accounts.on.filter((one) => isCalled(one, account)).flatMap(({ id }) => watchers.client(id) ?? []);
  return {
    async of(account, signal) {
      const [client] = clientsOf(account);
      return client === undefined ? [] : (await catalog.reports(client, { signal })).items;
    },
    async filtersOf(account, reportId, signal) {
      const [client] = clientsOf(account);
      return client === undefined ? [] : (await catalog.metaData(client, reportId, signal)).filters;
    },
    cached(account) {
      const clients = clientsOf(account);
      const lists = clients.map((client) => catalog.cached(client));
      return clients.length === 0 || lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
    },
  };
}
