import { readTable } from '../tables/readTable';
import type { ComparisonKey, RowSample } from './comparison';
import { HashTable } from './hashTable';
import { rowHash } from './rowHash';

/** Rows that changed are looked at cell by cell as long as there are not more of them. */
const MAX_DETAILED = 20_000;
export const MAX_SAMPLES = 10;
const PART_BITS = 32n;
/** In place of a row's hash once it was met in the later file. */
const MET = 0n;

export interface JoinRequest {
  readonly before: string;
  readonly after: string;
  /** Rows of both files together. */
  readonly rows: number;
  /** As many of them as are compared at a time. */
  readonly rowsInMemory: number;
  /** The columns that both files have. */
  readonly common: readonly string[];
  readonly key: ComparisonKey;
  readonly signal: AbortSignal;
  readonly onRead: () => void;
}

export interface Joined {
  readonly counts: { unchanged: number; added: number; removed: number; changed: number };
  readonly added: RowSample[];
  /** Hashes of the keys of some rows that are gone. */
  readonly removed: Set<bigint>;
  /** The new cells of rows that changed, by the hash of their key. */
  readonly changed: Map<bigint, readonly string[]>;
}

/** Finds the rows of one file in the other. Undefined where the key turns out to repeat. */
export async function joinRows(request: JoinRequest): Promise<Joined | undefined> {
  const joined: Joined = {
    counts: { unchanged: 0, added: 0, removed: 0, changed: 0 },
    added: [],
    removed: new Set(),
    changed: new Map(),
  };
  const parts = Math.max(1, Math.ceil(request.rows / request.rowsInMemory));
  for (let part = 0; part < parts; part++) {
    const isWhole = await joinPart(request, joined, { part, parts });
    if (!isWhole) {
      return undefined;
    }
  }
  return joined;
}

/** Calls `visit` for each row of one part, with the hash of its key and the cells that both files have. */
export async function eachRow(
  path: string,
  { common, key, signal }: Pick<JoinRequest, 'common' | 'key' | 'signal'>,
  { part, parts }: { readonly part: number; readonly parts: number },
  visit: (keyHash: bigint, cells: readonly string[]) => boolean | void,
): Promise<boolean> {
  const places: number[] = [];
  const keyPlaces = (key.kind === 'columns' ? key.columns : common).map((column) => common.indexOf(column));
  for await (const { columns, rows } of readTable(path, signal)) {
    common.forEach((column, index) => (places[index] = columns.indexOf(column)));
    for (const row of rows) {
      const cells = places.map((place) => row[place] ?? '');
      const keyHash = rowHash(keyPlaces.map((place) => cells[place] ?? ''));
      if ((parts === 1 || Number((keyHash >> PART_BITS) % BigInt(parts)) === part) && visit(keyHash, cells) === false) {
        return false;
      }
    }
  }
  return true;
}

async function joinPart(
  request: JoinRequest,
  joined: Joined,
  part: { readonly part: number; readonly parts: number },
): Promise<boolean> {
  // A part is a little more or less than its share.
  const table = new HashTable(Math.ceil((request.rows / part.parts) * 1.05) + 16);
  const isKeyed = request.key.kind === 'columns';
  const hadAll = await eachRow(request.before, request, part, (key, cells) => {
    const known = table.get(key);
    if (isKeyed && known !== undefined) {
      return false;
    }
    table.set(key, isKeyed ? rowHash(cells) : (known ?? 0n) + 1n);
    return true;
  });
  request.onRead();
  const metAll =
    hadAll &&
    (await eachRow(
      request.after,
      request,
      part,
      isKeyed ? meetKeyed(table, joined, request.common) : meetWhole(table, joined, request.common),
    ));
  request.onRead();
  if (metAll) {
    for (const [key, value] of table.entries()) {
      if (value !== MET) {
        joined.counts.removed += isKeyed ? 1 : Number(value);
        if (joined.removed.size < MAX_SAMPLES) {
          joined.removed.add(key);
        }
      }
    }
  }
  return metAll;
}

/** Each key is there once, so a row is the same, changed, or new. */
function meetKeyed(
  table: HashTable,
  { counts, added, changed }: Joined,
  common: readonly string[],
): (key: bigint, cells: readonly string[]) => boolean {
  return (key, cells) => {
    const known = table.get(key);
    if (known === MET) {
      return false;
    }
    table.set(key, MET);
    if (known === undefined) {
      counts.added++;
      addSample(added, common, cells);
    } else if (known === rowHash(cells)) {
      counts.unchanged++;
    } else {
      counts.changed++;
      if (changed.size < MAX_DETAILED) {
        changed.set(key, cells);
      }
    }
    return true;
  };
}

/** Equal rows may be there several times: as many of them are the same as both files have. */
function meetWhole(
  table: HashTable,
  { counts, added }: Joined,
  common: readonly string[],
): (key: bigint, cells: readonly string[]) => boolean {
  return (key, cells) => {
    const left = table.get(key) ?? 0n;
    if (left > 0n) {
      table.set(key, left - 1n);
      counts.unchanged++;
    } else {
      counts.added++;
      addSample(added, common, cells);
    }
    return true;
  };
}

function addSample(samples: RowSample[], common: readonly string[], cells: readonly string[]): void {
  if (samples.length < MAX_SAMPLES) {
    samples.push(sampleOf(common, cells));
  }
}

export function sampleOf(common: readonly string[], cells: readonly string[]): RowSample {
  return common.map((column, index) => ({ column, value: cells[index] ?? '' }));
}
