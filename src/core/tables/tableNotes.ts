/** The maximum number of places that a note lists. */
const MAX_PLACES = 10;

/**
 * What the user should know about how a file was read. `badQuotes`: rows with a quote without a partner. `badLines`:
 * lines that aren't JSON and were left out. `badBytes`: bytes that are invalid in the file's encoding. `nulls`: NUL
 * characters. `uneven`: rows with more or fewer cells than titles. `repeatedTitles` and `emptyTitles`: columns with
 * such titles. `unlistedTables`: rows of tables that a list of tables has no room for.
 */
export const NOTE_KINDS = [
  'badQuotes',
  'badLines',
  'badBytes',
  'nulls',
  'uneven',
  'repeatedTitles',
  'emptyTitles',
  'unlistedTables',
] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

export interface TableNote {
  readonly kind: NoteKind;
  readonly count: number;
  /** The first affected lines, starting at 1, or the titles that repeat. */
  readonly places: readonly (number | string)[];
}

/** Counts notes and keeps the first places. */
export class Notes {
  private readonly found = new Map<NoteKind, { count: number; readonly places: (number | string)[] }>();

  add(kind: NoteKind, place?: number | string, count = 1): void {
    const note = this.found.get(kind) ?? { count: 0, places: [] };
    this.found.set(kind, note);
    note.count += count;
    if (place !== undefined && note.places.length < MAX_PLACES) {
      note.places.push(place);
    }
  }

  all(): readonly TableNote[] {
    return NOTE_KINDS.flatMap((kind) => {
      const note = this.found.get(kind);
      return note === undefined ? [] : [{ kind, count: note.count, places: [...note.places] }];
    });
  }
}
