import type * as vscode from 'vscode';
import { type Account, accountIdOf } from '../../core/account';
import { type BrandChoice, decodeBrandChoice, NO_BRANDS } from '../../core/accounts/brandChoice';

const BRANDS_KEY = 'impactJobs.brands';

type Agency = Pick<Account, 'id' | 'kind' | 'sid' | 'source'>;

/**
 * The brands that the user has chosen for each agency, in VS Code's global state. Reads the state each time, because
 * other windows also change it. Those of the demo are kept only as long as the window.
 */
export class StoredBrands {
  private readonly ofDemo = new Map<string, BrandChoice>();

  constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

  of(agency: Agency): BrandChoice {
    if (agency.source === 'demo') {
      return this.ofDemo.get(agency.id) ?? NO_BRANDS;
    }
    const all = this.all();
    const key = accountIdOf(agency);
    return Object.hasOwn(all, key) ? decodeBrandChoice(all[key]) : NO_BRANDS;
  }

  async set(agency: Agency, choice: BrandChoice): Promise<void> {
    if (agency.source === 'demo') {
      this.ofDemo.set(agency.id, choice);
    } else {
      await this.state.update(BRANDS_KEY, { ...this.all(), [accountIdOf(agency)]: choice });
    }
  }

  async forget(agency: Agency): Promise<void> {
    const key = accountIdOf(agency);
    await this.state.update(BRANDS_KEY, Object.fromEntries(Object.entries(this.all()).filter(([id]) => id !== key)));
  }

  private all(): Readonly<Record<string, unknown>> {
    return this.state.get<Record<string, unknown>>(BRANDS_KEY, {});
  }
}
