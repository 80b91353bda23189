import type { GridColumn } from '../grid/gridColumn';
import { Ring } from '../kit/ring';
import { clockDuration, Formats, readDuration, readTime } from './formats';
import type { TableColumn, TableRow, TableWords } from './protocol';

const ICON_PX = 16;

/** All columns that the table can have. */
export function tableColumns(
  words: TableWords,
  rings: string,
  language: string | undefined,
): Readonly<Record<TableColumn, GridColumn<TableRow>>> {
  const formats = new Formats(language);
  const text = (id: TableColumn, widthPx: number, read: (row: TableRow) => string): GridColumn<TableRow> => ({
    id,
    title: words.columns[id],
    widthPx,
    text: read,
    order: (row) => read(row) || undefined,
  });
  const value = (
    id: TableColumn,
    widthPx: number,
    read: (row: TableRow) => number | undefined,
    show: (value: number | undefined) => string,
    readKey: (typed: string) => number | undefined,
  ): GridColumn<TableRow> => ({
    id,
    title: words.columns[id],
    widthPx,
    isEndAligned: true,
    text: (row) => show(read(row)),
    order: read,
    readKey,
  });
  const time = (id: TableColumn, read: (row: TableRow) => number | undefined): GridColumn<TableRow> => ({
    ...value(id, 170, read, (atMs) => formats.time(atMs), readTime),
    isEndAligned: false,
  });
  return {
    name: {
      ...text('name', 230, ({ name }) => name),
      draw: ({ icon, name }) => (
        <span class="job">
          <Ring rings={rings} name={icon} sizePx={ICON_PX} />
          <span class="job-name">{name}</span>
        </span>
      ),
    },
    status: text('status', 100, ({ status }) => status),
    progress: value(
      'progress',
      90,
      ({ progress }) => progress,
      (percent) => formats.percent(percent),
      formats.readNumber,
    ),
    moment: text('moment', 140, ({ moment }) => moment),
    records: value(
      'records',
      100,
      ({ records }) => records,
      (count) => formats.number(count),
      formats.readNumber,
    ),
    created: time('created', ({ createdAt }) => createdAt),
    started: time('started', ({ startedAt }) => startedAt),
    ended: time('ended', ({ endedAt }) => endedAt),
    duration: value(
      'duration',
      90,
      ({ durationMs }) => durationMs,
      clockDuration,
      (typed) => readDuration(typed, formats.readNumber),
    ),
    type: text('type', 130, ({ type }) => type),
    program: text('program', 90, ({ program }) => program),
    account: text('account', 150, ({ account }) => account),
    file: text('file', 240, ({ file }) => file),
    message: text('message', 300, ({ message }) => message),
    id: text('id', 280, ({ jobId }) => jobId),
  };
}
