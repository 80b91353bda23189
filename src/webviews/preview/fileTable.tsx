import { useMemo, useState } from 'preact/hooks';
import { textOrder } from '../../core/rows/textOrder';
import { arrangeRows } from '../grid/arrangeRows';
import { type CopyFormat, copyText } from '../grid/copyFormats';
import { Grid } from '../grid/grid';
import { type Arrangement, AS_IT_COMES, isFiltered, withoutFilters } from '../grid/gridColumn';
import { PageHead, ShownRows, titlePx } from '../grid/gridPage';
import { SearchBox, useSearchKey } from '../grid/searchBox';
import type { CellRange } from '../grid/selection';
import { Announcement } from '../kit/announcement';
import { fill } from '../kit/fill';
import { count, pageLanguage } from '../kit/language';
import { Actions } from './actions';
import { CopyBar } from './copyBar';
import { DistributionBars, focusFirstBar } from './distributionBars';
import { type ColumnRow, columnRows, fileColumns, type FileRow, profileColumns } from './previewColumns';
import type { PreviewActionView, PreviewRequest, PreviewView, PreviewWords } from './protocol';
import { Tabs } from '../kit/tabs';
import { pluralForm, type PluralForms } from '../../core/pluralForm';

export interface FileTableProps {
  readonly name: string;
  readonly preview: PreviewView;
  readonly actions: readonly PreviewActionView[];
  readonly words: PreviewWords;
  readonly post: (request: PreviewRequest) => void;
}

const PICTURE_ROW_PX = 40;

const order = textOrder(pageLanguage);

/** The first rows of a file, or what is known about its columns. */
export function FileTable({ name, preview, actions, words, post }: FileTableProps) {
  const [arrangement, setArrangement] = useState<Arrangement>(AS_IT_COMES);
  const [columnArrangement, setColumnArrangement] = useState<Arrangement>(AS_IT_COMES);
  const [tab, setTab] = useState<'rows' | 'columns'>('rows');
  const [selection, setSelection] = useState<{ readonly rows: readonly FileRow[]; readonly range: CellRange }>();
  const { input, onKeyDown } = useSearchKey();

  const known = useMemo(() => columnRows(preview, words), [preview, words]);
  const columns = useMemo(() => fileColumns(preview, known, words), [preview, known, words]);
  const knownColumns = useMemo(() => {
    const showRows = ({ place }: ColumnRow, filter: string): void => {
      setArrangement(({ sort }) => ({ ...AS_IT_COMES, sort, filters: { [String(place)]: filter } }));
      setTab('rows');
    };
    return profileColumns(words, known, (row) => (
      <DistributionBars profile={row.profile} words={words} onFilter={(filter) => showRows(row, filter)} />
    ));
  }, [words, known]);
  const all = useMemo(() => preview.rows.map((cells, number): FileRow => ({ number, cells })), [preview]);
  const rows = useMemo(() => arrangeRows(all, columns, arrangement, order), [all, columns, arrangement]);
  const range = selection?.rows === rows ? selection.range : undefined; // a search moves other rows to these positions
  const shownColumns = useMemo(
    () => arrangeRows(known, knownColumns, columnArrangement, order),
    [known, knownColumns, columnArrangement],
  );

  const isPart = isFiltered(arrangement);
  const shown = isPart ? fill(words.shownRows, count(rows.length), count(all.length)) : '';

  const cellsOf = ({ top, bottom, left, right }: CellRange): readonly (readonly string[])[] =>
    rows.slice(top, bottom + 1).map((row) => columns.slice(left, right + 1).map((column) => column.text(row)));
  const whole: CellRange = { top: 0, bottom: rows.length - 1, left: 0, right: columns.length - 1 };
  const copy = (format: CopyFormat): void => {
    const cells = range ?? whole;
    post({ kind: 'copy', text: copyText(format, cellsOf(cells), columns.slice(cells.left, cells.right + 1)) });
  };
  // Cells are copied without titles, because they're usually pasted into a sheet. A whole table is copied with titles.
  const copyCells = (cells: CellRange): void =>
    post({ kind: 'copy', text: copyText('tsv', cellsOf(cells), undefined) });

  return (
    <main class="grid-page" onKeyDown={tab === 'rows' ? onKeyDown : undefined}>
      <PageHead name={name} sentence={preview.sentence} facts={preview.facts} actionsLabel={words.actions}>
        <Actions actions={actions} post={post} />
      </PageHead>
      {preview.warning !== '' && <p class="callout warning">{preview.warning}</p>}
      <div class="tools">
        <Tabs
          tabs={[
            { id: 'rows', title: fill(words.showRows, count(all.length)) },
            { id: 'columns', title: fill(words.showColumns, count(columns.length)) },
          ]}
          current={tab}
          onChoose={setTab}
        />
        {tab === 'rows' && (
          <SearchBox label={words.search} input={input} arrangement={arrangement} onArrange={setArrangement} />
        )}
        {tab === 'rows' && isPart && (
          <ShownRows
            text={shown}
            clearLabel={words.clearFilters}
            onClear={() => setArrangement(withoutFilters(arrangement))}
          />
        )}
        {tab === 'columns' && <span class="shown">{preview.columnsSentence}</span>}
        {tab === 'rows' && rows.length > 0 && (
          <CopyBar sentence={copySentence(range, rows.length, columns.length, isPart, words)} onCopy={copy} />
        )}
      </div>
      {tab === 'rows' ? (
        <Grid
          key="rows"
          label={fill(words.table, name)}
          columns={columns}
          rows={rows}
          arrangement={arrangement}
          onArrange={setArrangement}
          rowId={({ number }) => String(number)}
          rowTitle={({ number }) => count(number + 1)}
          titlePx={titlePx(all.length)}
          words={all.length === 0 ? { ...words, nothingFound: words.noRows } : words}
          onSelect={(next) => setSelection(next && { rows, range: next })}
          onCopy={copyCells}
        />
      ) : (
        <Grid
          key="columns"
          label={fill(words.columnsTable, name)}
          columns={knownColumns}
          rows={shownColumns}
          arrangement={columnArrangement}
          onArrange={setColumnArrangement}
          rowId={({ place }) => String(place)}
          rowTitle={({ place }) => count(place + 1)}
          titlePx={titlePx(known.length)}
          words={words}
          rowPx={PICTURE_ROW_PX}
          onOpen={focusFirstBar}
        />
      )}
      <Announcement text={shown} />
    </main>
  );
}

function copySentence(
  range: CellRange | undefined,
  rowCount: number,
  columnCount: number,
  isPart: boolean,
  words: PreviewWords,
): string {
  if (range === undefined) {
    return fillPlural(isPart ? words.copyRowsAs : words.copyAllAs, rowCount);
  }
  const { top, bottom, left, right } = range;
  const height = bottom - top + 1;
  return right - left + 1 === columnCount
    ? fillPlural(words.copyRowsAs, height)
    : fillPlural(words.copyCellsAs, height * (right - left + 1));
}

function fillPlural(forms: PluralForms, number: number): string {
  return fill(pluralForm(forms, number, pageLanguage), count(number));
}
