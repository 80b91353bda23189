import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { HashedFile, TableWriter, TypedCell } from './tableWriter';
import type { UnitedColumn, ValueType } from './unitedColumns';

/** A row group is encoded at once, which blocks the event loop for some tens of milliseconds. */
const MAX_GROUP_ROWS = 4_000;
const MAX_GROUP_CHARS = 1024 * 1024;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

const TYPES: Readonly<Record<ValueType, Omit<Schema[number], 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  decimal: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  day: { type: 'INT32', converted_type: 'DATE' },
  moment: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** Typed columns in row groups, each of which is on the disk before the next is collected. */
export function parquetWriter(file: HashedFile, columns: readonly UnitedColumn[]): TableWriter {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    createdBy: 'impact-jobs',
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ title, type }): Schema[number] => ({
        ...TYPES[type],
        name: title,
        repetition_type: 'OPTIONAL',
      })),
    ],
  });
  let data: unknown[][] = columns.map(() => []);
  let rows = 0;
  let chars = 0;
  const flush = async (): Promise<void> => {
    const chunk = bytes.getBytes().slice();
    bytes.index = 0;
    await file.write(chunk);
  };
  const writeGroup = async (): Promise<void> => {
    const group = data;
    data = columns.map(() => []);
    const columnData = columns.map(({ title }, place) => ({
      name: title,
      data: group[place] ?? [],
      offsetIndex: false,
    }));
    await writer.write({ columnData, rowGroupSize: rows });
    rows = 0;
    chars = 0;
    await flush();
  };
  return {
    row(cells) {
      cells.forEach((cell, place) => {
        data[place]?.push(parquetValue(cell, columns[place]?.type ?? 'text'));
        chars += cell.text.length;
      });
      rows++;
    },
    async drain() {
      if (rows >= MAX_GROUP_ROWS || chars >= MAX_GROUP_CHARS) {
        await writeGroup();
      }
    },
    async end() {
      if (rows > 0) {
        await writeGroup();
      }
      await writer.finish();
      await flush();
    },
  };
}

function parquetValue({ text, value }: TypedCell, type: ValueType): unknown {
  if (type === 'text') {
    return text === '' ? null : text;
  }
  if (value === undefined) {
    return null;
  }
  switch (type) {
    case 'integer':
      return BigInt(value);
    case 'decimal':
      return Number(value);
    case 'boolean':
      return value === 1;
    case 'day':
    case 'moment':
      return new Date(Number(value));
  }
}
