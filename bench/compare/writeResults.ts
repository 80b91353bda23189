import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const TITLES = 'Action_Id,Action_Date,Partner,Campaign,Status,Payout,Currency,Country,Note\n';
const PART_ROWS = 5_000;

/** What happens to every nth row. The numbers are coprime, so all combinations occur. */
const EVERY = { changed: 199, removed: 1009, added: 997 };

export interface WrittenResults {
  readonly rows: {
    readonly unchanged: number;
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
  };
}

/** Writes an action listing of a given size, and what a replay might return: with rows changed, removed, and added. */
export async function writeResults(before: string, after: string, bytes: number): Promise<WrittenResults> {
  const [first, second] = [createWriteStream(before), createWriteStream(after)];
  const rows = { unchanged: 0, added: 0, removed: 0, changed: 0 };
  let parts: readonly [string[], string[]] = [[TITLES], [TITLES]];
  let written = 0;
  for (let id = 1; written < bytes; id++) {
    const line = lineOf(id, 'PENDING');
    written += line.length;
    parts[0].push(line);
    const isRemoved = id % EVERY.removed === 0;
    const isChanged = id % EVERY.changed === 0;
    rows.removed += isRemoved ? 1 : 0;
    rows.changed += !isRemoved && isChanged ? 1 : 0;
    rows.unchanged += !isRemoved && !isChanged ? 1 : 0;
    if (!isRemoved) {
      parts[1].push(isChanged ? lineOf(id, 'APPROVED') : line);
    }
    if (id % EVERY.added === 0) {
      parts[1].push(lineOf(-id, 'PENDING'));
      rows.added++;
    }
    if (id % PART_ROWS === 0) {
      await Promise.all([write(first, parts[0]), write(second, parts[1])]);
      parts = [[], []];
    }
  }
  await Promise.all([write(first, parts[0]), write(second, parts[1])]);
  await Promise.all([first, second].map((stream) => new Promise<void>((resolve) => stream.end(resolve))));
  return { rows };
}

async function write(stream: ReturnType<typeof createWriteStream>, lines: readonly string[]): Promise<void> {
  if (!stream.write(lines.join(''))) {
    await once(stream, 'drain');
  }
}

/** About 120 characters, as in an action listing, some of them in quotes. */
function lineOf(id: number, status: string): string {
  const n = Math.abs(id);
  const date = `2026-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}T10:00:00Z`;
  const note = n % 5 === 0 ? `"Order, ${n % 13}"` : `Order ${n % 13}`;
  return `${id}.${(n * 7919) % 99_991},${date},Partner ${n % 977},Campaign ${n % 31},${status},${n % 1000}.50,USD,DE,${note}\n`;
}
