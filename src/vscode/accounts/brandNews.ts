import type { Account } from '../../core/account';
import { type Brand, isActiveBrand } from '../../core/accounts/brand';
import { chosenBrand, withChanges, withList } from '../../core/accounts/changedBrands';
import type { PagedList } from '../../core/api/furtherPages';
import type { Clock } from '../../core/clock';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Log } from '../diagnostics/log';
import type { Accounts } from './accounts';

/** New clients don't come more often. */
const EVERY_MS = 24 * 60 * 60_000;

export interface BrandNewsOptions {
  readonly accounts: Pick<Accounts, 'choiceOf' | 'chooseBrands'>;
  readonly store: JobStore;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** The brands that the environment chooses for its agency, until the user has seen a list. */
  readonly environmentBrands: readonly string[] | 'all' | undefined;
  /** Lists the brands of an agency with a request of polling's budget. */
  readonly listBrands: (agency: Account) => Promise<PagedList<Brand>>;
}

/**
 * Lists an agency's brands again once a day if the user has chosen some. The agency's row then says how many are new,
 * and renamed ones get their new names. Also adds the brands that the environment chooses.
 */
export class BrandNews {
  private readonly askedAtMs = new Map<string, number>();
  private readonly stop: () => void;

  constructor(private readonly options: BrandNewsOptions) {
    this.stop = options.store.onDidChange(() => this.look());
  }

  dispose(): void {
    this.stop();
  }

  private look(): void {
    const { store, clock, log } = this.options;
    const nowMs = clock.now();
    for (const { account, sync } of store.snapshot.accounts) {
      if (account.kind === 'agency' && account.source !== 'demo' && sync.kind === 'current') {
        if (this.isDue(account, nowMs)) {
          this.askedAtMs.set(account.id, nowMs);
          this.ask(account).catch((error: unknown) => log.warn(`Can't look for new brands: ${String(error)}`));
        }
      }
    }
  }

  private isDue(agency: Account, nowMs: number): boolean {
    const { offeredIds, listedAtMs } = this.options.accounts.choiceOf(agency);
    const lastMs = Math.max(listedAtMs, this.askedAtMs.get(agency.id) ?? 0);
    return (offeredIds.length > 0 || this.isChosenFor(agency)) && Math.abs(nowMs - lastMs) >= EVERY_MS;
  }

  private async ask(agency: Account): Promise<void> {
    const { accounts, clock, listBrands } = this.options;
    const { items } = await listBrands(agency);
    const [choice, nowMs] = [accounts.choiceOf(agency), clock.now()];
    const added = choice.offeredIds.length === 0 && this.isChosenFor(agency) ? this.chosenOf(items) : undefined;
    await accounts.chooseBrands(
      agency,
      added === undefined
        ? withList(choice, items, nowMs)
        : withChanges(choice, items, { added: added.map(chosenBrand), removedIds: [], nowMs }),
    );
  }

  private isChosenFor({ source }: Account): boolean {
    return source === 'environment' && this.options.environmentBrands !== undefined;
  }

  private chosenOf(listed: readonly Brand[]): readonly Brand[] {
    const { environmentBrands = [], log } = this.options;
    if (environmentBrands === 'all') {
      return listed.filter(isActiveBrand);
    }
    const unknown = environmentBrands.filter((id) => listed.every((brand) => brand.id !== id));
    if (unknown.length > 0) {
      log.warn(`IMPACT_BRAND_IDS names brands that the agency doesn't have: ${unknown.join(', ')}`);
    }
    return listed.filter(({ id }) => environmentBrands.includes(id));
  }
}
