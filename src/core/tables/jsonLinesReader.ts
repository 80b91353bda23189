import type { FormatReader } from './formatReader';
import { JsonParser } from './jsonParser';
import { JsonRecord } from './jsonRecord';
import { PendingText } from './pendingText';
import type { RowTable } from './rowTable';
import { isTableError, TableError } from './tableError';
import { Notes } from './tableNotes';

/** Reads one JSON value in each line. Leaves out lines that aren't JSON, and notes them. */
export function jsonLinesReader(table: RowTable): FormatReader {
  const pending = new PendingText();
  const notes = new Notes();
  let line = 1;
  let hasRows = false;
  const add = (text: string): void => {
    if (text.trim() !== '' && !table.hasMore) {
      const record = recordOf(text, line);
      if (record === undefined) {
        notes.add('badLines', line);
      } else {
        table.add(record.row());
        hasRows = true;
      }
    }
    line++;
  };
  const read = (isOver: boolean, isLast: boolean): void => {
    const lines = pending.take(isOver)?.split('\n');
    if (lines === undefined) {
      return;
    }
    const rest = isLast ? '' : (lines.pop() ?? '');
    lines.forEach(add);
    pending.keep(rest);
    if (pending.isTooLong) {
      throw new TableError('rowTooLong', `Line ${line} is too long`, 'json', line);
    }
  };
  return {
    push: (text) => {
      pending.push(text);
      read(false, false);
    },
    end: (isWhole) => {
      read(true, isWhole);
      const bad = notes.all()[0]?.places[0];
      if (!hasRows && typeof bad === 'number') {
        throw new TableError('unreadable', 'No line is JSON', 'json', bad);
      }
    },
    close: () => undefined,
    notes: () => notes.all(),
    tables: () => [],
    table: () => undefined,
  };
}

function recordOf(text: string, line: number): JsonRecord | undefined {
  const record = new JsonRecord();
  const parser = new JsonParser((token) => void record.take(token), line);
  try {
    parser.push(text);
    parser.end();
    return record;
  } catch (error) {
    if (isTableError(error)) {
      return undefined;
    }
    throw error;
  }
}
