import { type Account, payerKind } from '../account';
import type { Clock } from '../clock';
import type { PeriodFilters } from './periodFilters';

/** Reports change with an account's features and contracts, rarely within a day. */
const FRESH_MS = 12 * 3_600_000;

interface Lookup {
  readonly atMs: number;
  readonly filters: PeriodFilters | undefined;
}

/**
 * The filters of reports' periods, looked up once for all pieces and for all brands of an agency: a run for sixty
 * brands would otherwise spend a quarter of the hour's requests on them.
 */
export class PeriodLookups {
  private readonly known = new Map<string, Lookup>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** `look` asks impact.com. Its failure isn't kept. */
  async of(
    account: Account,
    reportId: string,
    look: () => Promise<PeriodFilters | undefined>,
  ): Promise<PeriodFilters | undefined> {
    const { kind, sid, brandId, baseUrl, id } = account;
    // Brands of one agency have the same reports. Other accounts of a kind can be of different editions.
    const owner = brandId === undefined ? id : `${kind} of ${payerKind(account)} ${sid}`;
    const key = JSON.stringify([baseUrl, owner, reportId]);
    const nowMs = this.clock.now();
    const kept = this.known.get(key);
    if (kept !== undefined && nowMs >= kept.atMs && nowMs - kept.atMs < FRESH_MS) {
      return kept.filters;
    }
    const filters = await look();
    this.known.set(key, { atMs: nowMs, filters });
    return filters;
  }
}
