import type { Preview } from '../../src/core/preview/preview';

/** A preview for a test that sets only what it needs. The rest is a CSV with one cell. */
export function aPreview(stated: Partial<Preview> = {}): Preview {
  return {
    format: 'csv',
    encoding: 'utf-8',
    hasMark: false,
    dialect: { delimiter: ',', titleLine: 1 },
    tables: [],
    table: undefined,
    notes: [],
    columns: ['a'],
    rows: [['x']],
    leftOutColumns: 0,
    isWhole: true,
    damage: undefined,
    fileBytes: undefined,
    readBytes: 1,
    fetchedBytes: 1,
    fileName: undefined,
    ...stated,
  };
}
