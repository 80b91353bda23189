import type { Preview } from '../../src/core/preview/preview';
import { PreviewReader } from '../../src/core/preview/previewReader';
import type { TableChoice } from '../../src/core/tables/tableChoice';

export interface ReadPieces {
  readonly name?: string;
  readonly sizes?: readonly number[];
  readonly choice?: TableChoice;
  readonly maxRows?: number;
}

/** Reads the whole table of a file whose bytes arrive in pieces of these sizes, repeated as needed. */
export function readPieces(
  bytes: Buffer,
  { name = 'a.csv', sizes = [bytes.length || 1], choice = {}, maxRows = Infinity }: ReadPieces = {},
): Omit<Preview, 'fileBytes' | 'fetchedBytes' | 'fileName'> {
  const reader = new PreviewReader({
    clues: { suggestedName: name, contentType: null },
    limits: { maxRows, maxBytes: Infinity },
    choice,
  });
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  return reader.finish(true);
}
