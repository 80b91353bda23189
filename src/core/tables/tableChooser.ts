import type { FoundTable } from './formatReader';
import type { RowContent, RowTable } from './rowTable';
import { Notes, type TableNote } from './tableNotes';

/** Names of lists that usually contain a result's records. */
const KNOWN_NAMES = ['records', 'clicks', 'jobs', 'actions'];
/** A list with this many rows is the table, whatever follows. */
const HELD_ROWS = 1000;
/** The maximum number of tables to report. A broken file can have as many as it has bytes. */
const MAX_TABLES = 50;

interface Candidate {
  count: number;
  readonly rows: RowContent[];
}

/**
 * Decides which list of a document is the table: the one that the user chose, then the first one with a known name,
 * then the first one with a thousand rows, and then the longest, or the last of several. Until it's decided, holds the
 * rows of all lists that are still possible.
 */
export class TableChooser {
  private readonly candidates = new Map<string, Candidate>();
  private chosenPath: string | undefined;
  private resource: string | undefined;
  private readonly found = new Notes();

  constructor(
    private readonly table: RowTable,
    wanted: string | undefined,
  ) {
    this.chosenPath = wanted;
  }

  /** The path of the table. Undefined until it's decided. */
  get chosen(): string | undefined {
    return this.chosenPath;
  }

  /** Sets the resource that the envelope names: the last part of its `uri`. */
  setResource(uri: string): void {
    this.resource ??= /([^/?#]+)\/?(?:[?#].*)?$/.exec(uri)?.[1]?.toLowerCase();
  }

  isKnown(name: string): boolean {
    const lower = name.toLowerCase();
    return KNOWN_NAMES.includes(lower) || lower === this.resource;
  }

  /** Chooses a list by its name as soon as it begins, even if it turns out empty. */
  claim(path: string): void {
    this.candidateOf(path);
    this.chosenPath ??= path;
    this.release();
  }

  add(path: string, row: RowContent): void {
    const candidate = this.candidateOf(path);
    if (candidate === undefined) {
      this.found.add('unlistedTables');
      return;
    }
    candidate.count++;
    if (path === this.chosenPath) {
      this.table.add(row);
    } else if (this.chosenPath === undefined) {
      candidate.rows.push(row);
      if (candidate.rows.length >= HELD_ROWS) {
        this.claim(path);
      }
    }
  }

  /** Whether the list is one of the possible tables. */
  has(path: string): boolean {
    return this.candidates.has(path);
  }

  /** Removes lists that turned out to be part of another table, except for the one that is chosen. */
  drop(isDropped: (path: string) => boolean): void {
    [...this.candidates.keys()]
      .filter((path) => path !== this.chosenPath && isDropped(path))
      .forEach((path) => this.candidates.delete(path));
  }

  /** Decides at the end of the document, if nothing did before. */
  end(): void {
    const longest = [...this.candidates].reduce<[string, number] | undefined>(
      (best, [path, { count }]) => (best === undefined || count >= best[1] ? [path, count] : best),
      undefined,
    );
    if (this.chosenPath === undefined && longest !== undefined) {
      this.claim(longest[0]);
    }
  }

  tables(): readonly FoundTable[] {
    return [...this.candidates].map(([path, { count }]) => ({ path, rows: count }));
  }

  /** Says whether the file has more tables than can be listed. */
  notes(): readonly TableNote[] {
    return this.found.all();
  }

  private release(): void {
    this.candidates.forEach((candidate, path) => {
      const held = candidate.rows.splice(0);
      if (path === this.chosenPath) {
        held.forEach((row) => this.table.add(row));
      }
    });
  }

  private candidateOf(path: string): Candidate | undefined {
    const known = this.candidates.get(path);
    if (known === undefined && (this.candidates.size < MAX_TABLES || path === this.chosenPath)) {
      this.candidates.set(path, { count: 0, rows: [] });
    }
    return this.candidates.get(path);
  }
}
