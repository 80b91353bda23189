import { useMemo, useRef, useState } from 'preact/hooks';
import { textOrder } from '../../core/rows/textOrder';
import { arrangeRows } from '../grid/arrangeRows';
import { copyText } from '../grid/copyFormats';
import { Grid } from '../grid/grid';
import { type Arrangement, AS_IT_COMES } from '../grid/gridColumn';
import { Announcement } from '../kit/announcement';
import { fill } from '../kit/fill';
import { Icon } from '../kit/icon';
import { ColumnMenu } from './columnMenu';
import { PickedActions } from './pickedActions';
import type { TableColumn, TableRequest, TableRow, TableWishes, TableWords } from './protocol';
import { tableColumns } from './tableColumns';

export interface JobTableProps {
  readonly rows: readonly TableRow[];
  readonly wishes: TableWishes;
  readonly words: TableWords;
  readonly rings: string;
  readonly post: (request: TableRequest) => void;
}

const language = document.documentElement.lang || undefined;
const order = textOrder(language);
const count = (value: number): string => value.toLocaleString(language);

/** All jobs as a table: what is shown and in what order is the user's, what is done is done to the rows that are picked. */
export function JobTable({ rows, wishes, words, rings, post }: JobTableProps) {
  const [chosen, setChosen] = useState(wishes.columns);
  const [arrangement, setArrangement] = useState<Arrangement>({ ...AS_IT_COMES, sort: wishes.sort });
  const [pickedIds, setPickedIds] = useState<ReadonlySet<string>>(new Set());
  const searchBox = useRef<HTMLInputElement>(null);

  const all = useMemo(() => tableColumns(words, rings, language), [words, rings]);
  const columns = useMemo(() => chosen.map((column) => all[column]), [all, chosen]);
  const shown = useMemo(() => arrangeRows(rows, columns, arrangement, order), [rows, columns, arrangement]);
  const picked = useMemo(() => shown.filter(({ id }) => pickedIds.has(id)), [shown, pickedIds]);

  const isFiltered = arrangement.search.trim() !== '' || Object.values(arrangement.filters).some((filter) => filter !== '');
  const sentence = isFiltered ? fill(words.countShown, count(shown.length), count(rows.length)) : fill(words.countAll, count(rows.length));

  const choose = (next: readonly TableColumn[]): void => {
    setChosen(next);
    post({ kind: 'wish', wishes: { columns: next, sort: arrangement.sort } });
  };
  const arrange = (next: Arrangement): void => {
    setArrangement(next);
    if (next.sort !== arrangement.sort) {
      post({ kind: 'wish', wishes: { columns: chosen, sort: next.sort } });
    }
  };
  const copyRows = (): void => {
    const copied = picked.length > 0 ? picked : shown;
    post({ kind: 'copy', text: copyText('tsv', copied.map((row) => columns.map((column) => column.text(row))), columns.map(({ title, isEndAligned = false }) => ({ title, isEndAligned }))) });
  };
  const open = ({ id, can }: TableRow): void => post({ kind: 'run', action: can.includes('openResult') ? 'openResult' : 'showDetails', ids: [id] });

  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      event.stopPropagation(); // VS Code's own search would find only what is drawn
      searchBox.current?.focus();
      searchBox.current?.select();
    }
  };

  return (
    <main class="jobs" onKeyDown={onKeyDown}>
      <div class="tools">
        <div class="search">
          <Icon name="search" />
          <input ref={searchBox} type="text" spellcheck={false} placeholder={words.search} aria-label={words.search} value={arrangement.search} onInput={(event) => arrange({ ...arrangement, search: event.currentTarget.value })} />
        </div>
        <span class="shown">
          {sentence}
          {isFiltered && (
            <button type="button" class="link" onClick={() => arrange({ ...arrangement, search: '', filters: {} })}>
              {words.clearFilters}
            </button>
          )}
        </span>
        <PickedActions picked={picked} words={words} post={post} onClear={() => setPickedIds(new Set())} />
        <ColumnMenu chosen={chosen} onChoose={choose} words={words} />
      </div>
      <Grid
        label={words.table}
        columns={columns}
        rows={shown}
        arrangement={arrangement}
        onArrange={arrange}
        rowId={({ id }) => id}
        rowTitle={(_, index) => count(index + 1)}
        words={rows.length === 0 ? { ...words, nothingFound: words.noJobs } : words}
        picked={{ ids: pickedIds, onPick: setPickedIds }}
        onCopy={copyRows}
        onOpen={open}
      />
      <Announcement text={picked.length > 0 ? fill(words.countPicked, count(picked.length)) : isFiltered ? sentence : ''} />
    </main>
  );
}
