import type { Difference } from '../../core/compare/differences';

export const PAGE_ROWS = 100;
/** Enough for what is visible and for scrolling back. The extension reads the others again. */
const MAX_PAGES = 40;

/** The rows that match a query. Holds only some pages of them, and requests what is missing when it's drawn. */
export class DifferenceRows {
  private readonly pages = new Map<number, Difference[]>();
  private readonly requested = new Set<number>();
  private wanted = new Set<number>();

  /**
   * `request` asks for the rows from one index to another, which isn't included. `afterDrawing` calls back once all
   * visible rows have been drawn.
   */
  constructor(
    readonly count: number,
    private readonly request: (from: number, to: number) => void,
    private readonly afterDrawing: (act: () => void) => void,
  ) {}

  /** Undefined if the row isn't there yet. */
  get(index: number): Difference | undefined {
    const page = Math.floor(index / PAGE_ROWS);
    const row = this.pages.get(page)?.[index % PAGE_ROWS];
    if (row === undefined && index < this.count) {
      if (this.wanted.size === 0) {
        this.afterDrawing(() => this.requestMissing());
      }
      this.wanted.add(page);
    }
    return row;
  }

  /** Takes rows from `from` on: as many as were requested or, if they're large, fewer. */
  take(from: number, rows: readonly Difference[]): void {
    const page = Math.floor(from / PAGE_ROWS);
    const known = this.pages.get(page) ?? [];
    this.requested.delete(page);
    this.pages.delete(page);
    this.pages.set(page, [...known.slice(0, from % PAGE_ROWS), ...rows]);
    for (const old of [...this.pages.keys()].slice(0, -MAX_PAGES)) {
      this.pages.delete(old);
    }
  }

  private requestMissing(): void {
    const wanted = this.wanted;
    this.wanted = new Set();
    for (const page of wanted) {
      if (!this.requested.has(page)) {
        this.requested.add(page);
        const known = this.pages.get(page)?.length ?? 0;
        this.request(page * PAGE_ROWS + known, Math.min(this.count, (page + 1) * PAGE_ROWS));
      }
    }
  }
}
