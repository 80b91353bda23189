import type { GridColumn } from '../grid/gridColumn';
import { Ring } from '../kit/ring';
import { clockDuration, Formats, readDuration, readTime } from './formats';
import type { CellKind, ColumnView, TableRow } from './protocol';

/** The columns of the grid, made from what the extension says about them. */
export function tableColumns(
  columns: readonly ColumnView[],
  language: string | undefined,
): readonly GridColumn<TableRow>[] {
  const kinds = columnKinds(new Formats(language));
  return columns.map(({ id, kind, title, widthPx }) => ({ id, title, widthPx, ...kinds[kind](id) }));
}

type Look = Omit<GridColumn<TableRow>, 'id' | 'title' | 'widthPx'>;

function columnKinds(formats: Formats): Readonly<Record<CellKind, (id: string) => Look>> {
  const textOf = ({ cells }: TableRow, id: string): string => String(cells[id] ?? '');
  const numberOf = ({ cells }: TableRow, id: string): number | undefined => {
    const cell = cells[id];
    return typeof cell === 'number' ? cell : undefined;
  };
  const text = (id: string): Look => ({
    text: (row) => textOf(row, id),
    order: (row) => textOf(row, id) || undefined,
  });
  const value =
    (
      show: (value: number | undefined) => string,
      readKey: (typed: string) => number | undefined,
      isEndAligned: boolean,
    ) =>
    (id: string): Look => ({
      isEndAligned,
      text: (row) => show(numberOf(row, id)),
      order: (row) => numberOf(row, id),
      readKey,
    });
  return {
    text,
    job: (id) => ({
      ...text(id),
      draw: (row) => (
        <span class="job">
          <Ring name={row.icon} tone={row.tone} />
          <span class="job-name">{textOf(row, id)}</span>
        </span>
      ),
    }),
    number: value((count) => formats.number(count), formats.readNumber, true),
    percent: value((percent) => formats.percent(percent), formats.readNumber, true),
    time: value((atMs) => formats.time(atMs), readTime, false),
    duration: value(clockDuration, (typed) => readDuration(typed, formats.readNumber), true),
  };
}
