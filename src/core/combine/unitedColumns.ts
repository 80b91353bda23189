import type { OrderKey } from '../rows/orderKey';
import { type CellOrder, OrderFinder } from '../rows/cellOrder';
import { IdSigns } from '../rows/idColumn';

/** What the cells of a column become in a table with types. `day` has no time, and `moment` has a time zone. */
export const VALUE_TYPES = ['text', 'integer', 'decimal', 'boolean', 'day', 'moment'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** An ID is text that looks like a number in some results. */
export type ScannedType = ValueType | 'id';

/** A column of the combined table. */
export interface UnitedColumn {
  readonly title: string;
  readonly type: ValueType;
}

/** Results that disagree about what a column holds, so that it's text. */
export interface MixedColumn {
  readonly title: string;
  readonly types: readonly [ScannedType, ScannedType];
  /** The first file of each type. */
  readonly files: readonly [string, string];
}

/** A column of one result. */
export interface ScannedColumn {
  /** Where the column is in the combined table. */
  readonly place: number;
  /** Undefined for a column without filled cells. */
  readonly type: ScannedType | undefined;
  readonly order: CellOrder;
}

const TIME = /\d{1,2}:\d{2}/;
const ZONE = /(?:z|[+-]\d{2}:?\d{2})$/i;
/** Larger integers lose digits in many programs. */
const MAX_INTEGER_DIGITS = 15;

/** Learns from its cells, one by one, what a column holds. */
export class ColumnScan {
  private readonly finder = new OrderFinder();
  private readonly signs: IdSigns;
  private isText = false;
  private maxDigits = 0;
  private times = 0;
  private zones = 0;
  private filled = 0;

  constructor(title: string) {
    this.signs = new IdSigns(title);
  }

  add(cell: string): void {
    if (this.isText || cell === '') {
      return;
    }
    this.isText = !this.finder.add(cell);
    const text = cell.trim();
    if (text === '' || this.isText) {
      return;
    }
    this.filled++;
    this.signs.add(text);
    this.maxDigits = Math.max(this.maxDigits, text.length);
    if (TIME.test(text)) {
      this.times++;
      this.zones += ZONE.test(text) ? 1 : 0;
    }
  }

  get order(): CellOrder {
    return this.finder.order;
  }

  private get dateType(): ScannedType {
    if (this.times === 0) {
      return 'day';
    }
    return this.zones === this.filled ? 'moment' : 'text';
  }

  /** Undefined without filled cells. Money, percentages, and dates that name no zone stay as they're written. */
  get type(): ScannedType | undefined {
    const { type, notation } = this.finder.order;
    if (type !== 'empty' && this.signs.isNamedId) {
      return 'id'; // 12E3 is a SKU and YES is a code, however few rows a result has
    }
    switch (type) {
      case 'empty':
        return undefined;
      case 'boolean':
      case 'decimal':
        return type;
      case 'integer':
        return this.signs.isId || this.maxDigits > MAX_INTEGER_DIGITS ? 'id' : 'integer';
      case 'date':
        return notation === 'iso' ? this.dateType : 'text';
      default:
        return 'text';
    }
  }
}

/** Unites the columns of several results by title, in the order in which they turn up. */
export class UnitedColumns {
  /** By title and repetition. */
  private readonly places = new Map<string, number>();
  /** By the title in the combined table. */
  private readonly named = new Map<string, number>();
  private readonly titles: string[] = [];
  private readonly found: { type: ScannedType; file: string; other?: { type: ScannedType; file: string } }[] = [];

  /** The place of a title, and of each repetition of it in one result. */
  placeOf(title: string, repetition: number): number {
    const key = JSON.stringify([title.trim(), repetition]);
    const known = this.places.get(key);
    if (known !== undefined) {
      return known;
    }
    const place = this.titles.length;
    const name = this.freeName(title.trim() === '' ? 'Column' : title.trim(), repetition);
    this.places.set(key, place);
    this.named.set(name, place);
    this.titles.push(name);
    return place;
  }

  /** The place of a title that's already there. */
  find(title: string): number | undefined {
    return this.named.get(title);
  }

  get all(): readonly string[] {
    return this.titles;
  }

  /** Notes what a column holds in one result. */
  note(place: number, type: ScannedType, file: string): void {
    const known = this.found[place];
    if (known === undefined) {
      this.found[place] = { type, file };
      return;
    }
    const united = unite(known.type, type);
    if (united === undefined && known.other === undefined) {
      known.other = { type, file };
    }
    known.type = known.other === undefined ? (united ?? 'text') : known.type;
  }

  /** A title can look like a repetition: `Oid (2)` beside two `Oid`. */
  private freeName(title: string, repetition: number): string {
    for (let number = repetition; ; number++) {
      const name = number === 1 ? title : `${title} (${number})`;
      if (!this.named.has(name)) {
        return name;
      }
    }
  }

  get columns(): readonly UnitedColumn[] {
    return this.titles.map((title, place) => {
      const { type = 'text', other } = this.found[place] ?? {};
      return { title, type: other === undefined && type !== 'id' ? type : 'text' };
    });
  }

  get mixed(): readonly MixedColumn[] {
    return this.titles.flatMap((title, place): readonly MixedColumn[] => {
      const { type = 'text', file = '', other } = this.found[place] ?? {};
      return other === undefined ? [] : [{ title, types: [type, other.type], files: [file, other.file] }];
    });
  }
}

/** The value of a cell: undefined if it's empty. A cell that doesn't fit, which can't be, stays text. */
export function valueOf(cell: string, order: CellOrder): OrderKey {
  return cell.trim() === '' ? undefined : order.keyOf(cell);
}

/** The type that holds both. Undefined if only text does although neither is. */
function unite(a: ScannedType, b: ScannedType): ScannedType | undefined {
  const pair = [a, b].sort().join(' ');
  switch (pair) {
    case 'decimal integer':
      return 'decimal';
    case 'id integer':
    case 'id text':
      return 'text';
    default:
      return a === b ? a : undefined;
  }
}
