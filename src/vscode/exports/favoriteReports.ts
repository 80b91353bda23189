import type * as vscode from 'vscode';
import type { StoredJobMemory } from '../jobs/jobMemory';

const PINNED_KEY = 'impactJobs.pinnedReports';
const MAX_RECENT = 5;

export interface FavoriteReportsOptions {
  readonly context: { readonly globalState: Pick<vscode.Memento, 'get' | 'update'> };
  readonly memory: Pick<StoredJobMemory, 'exports'>;
}

/** The reports that a user pinned, in any account, and those that were exported last from this account. */
export class FavoriteReports {
  constructor(
    private readonly options: FavoriteReportsOptions,
    private readonly accountId: string,
  ) {}

  /** In the order in which they were pinned. */
  get pinnedIds(): readonly string[] {
    const ids = this.options.context.globalState.get<unknown>(PINNED_KEY);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  }

  /** The latest first. */
  get recentIds(): readonly string[] {
    const { exports } = this.options.memory;
    const ids = exports.keys
      .filter((key) => key.startsWith(`${this.accountId}/`))
      .reverse()
      .flatMap((key) => exports.get(key)?.reportId ?? []);
    return [...new Set(ids)].slice(0, MAX_RECENT);
  }

  async togglePin(id: string): Promise<void> {
    const { pinnedIds } = this;
    const next = pinnedIds.includes(id) ? pinnedIds.filter((known) => known !== id) : [...pinnedIds, id];
    await this.options.context.globalState.update(PINNED_KEY, next);
  }
}
