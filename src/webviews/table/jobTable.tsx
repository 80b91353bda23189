import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { pluralForm } from '../../core/pluralForm';
import { textOrder } from '../../core/rows/textOrder';
import { arrangeRows } from '../grid/arrangeRows';
import { copyText } from '../grid/copyFormats';
import { Grid } from '../grid/grid';
import { type Arrangement, AS_IT_COMES, isFiltered, withoutFilters } from '../grid/gridColumn';
import { SearchBox, useSearchKey } from '../grid/searchBox';
import { Announcement } from '../kit/announcement';
import { fill } from '../kit/fill';
import { count, pageLanguage } from '../kit/language';
import { ColumnMenu } from './columnMenu';
import { rowMenu } from './rowMenu';
import { PickedActions } from './pickedActions';
import { NoJobsHere } from './noJobsHere';
import type { NoJobs, TablePreferences, TableRequest, TableRow, TableWords } from './protocol';
import { tableColumns } from './tableColumns';

export interface JobTableProps {
  readonly rows: readonly TableRow[];
  readonly preferences: TablePreferences;
  /** The latest rows to select, and to show the first of. */
  readonly toPick: readonly string[];
  /** Why there are no rows. */
  readonly noJobs: NoJobs | undefined;
  readonly words: TableWords;
  readonly post: (request: TableRequest) => void;
}

const order = textOrder(pageLanguage);

/** All jobs as a table. The user decides what is shown and in what order, and actions apply to the selected rows. */
export function JobTable({ rows, preferences, toPick, noJobs, words, post }: JobTableProps) {
  const [chosen, setChosen] = useState(preferences.columns);
  const [arrangement, setArrangement] = useState<Arrangement>({ ...AS_IT_COMES, sort: preferences.sort });
  const [pickedIds, setPickedIds] = useState<ReadonlySet<string>>(new Set());
  const { input, onKeyDown } = useSearchKey();

  const all = useMemo(() => tableColumns(words.columns, pageLanguage), [words]);
  const columns = useMemo(() => all.filter(({ id }) => chosen.includes(id)), [all, chosen]);
  const shown = useMemo(() => arrangeRows(rows, columns, arrangement, order), [rows, columns, arrangement]);
  const picked = useMemo(() => shown.filter(({ id }) => pickedIds.has(id)), [shown, pickedIds]);

  useLayoutEffect(() => {
    if (toPick.length > 0) {
      setArrangement(withoutFilters);
      setPickedIds(new Set(toPick));
    }
  }, [toPick]);

  const isPart = isFiltered(arrangement);
  const sentence = isPart
    ? fill(words.countShown, count(shown.length), count(rows.length))
    : fill(pluralForm(words.countAll, rows.length, pageLanguage), count(rows.length));
  const shownCount = isPart ? sentence : '';

  const choose = (next: readonly string[]): void => {
    setChosen(next);
    post({ kind: 'prefer', preferences: { columns: next, sort: arrangement.sort } });
  };
  const arrange = (next: Arrangement): void => {
    setArrangement(next);
    if (next.sort !== arrangement.sort) {
      post({ kind: 'prefer', preferences: { columns: chosen, sort: next.sort } });
    }
  };
  const copyRows = (): void => {
    const copied = picked.length > 0 ? picked : shown;
    post({
      kind: 'copy',
      text: copyText(
        'tsv',
        copied.map((row) => columns.map((column) => column.text(row))),
        columns,
      ),
    });
  };
  const open = ({ id, can }: TableRow): void =>
    post({ kind: 'run', action: can.includes('openResult') ? 'openResult' : 'showDetails', ids: [id] });

  /** What an action on a row applies to: the selected rows, if it's one of them. */
  const rowsWith = (row: TableRow): readonly TableRow[] => (pickedIds.has(row.id) ? picked : [row]);
  /** The keys that the rows of the jobs view have, too. */
  const onRowKey = ({ key, metaKey }: KeyboardEvent, row: TableRow): (() => void) | undefined => {
    const isDelete = key === 'Delete' || (key === 'Backspace' && metaKey);
    const action = isDelete ? 'hideJob' : key === 'F2' && 'renameJob';
    return action === false ? undefined : () => post({ kind: 'run', action, ids: rowsWith(row).map(({ id }) => id) });
  };

  return (
    <main class="grid-page" onKeyDown={onKeyDown}>
      <h1 class="heard-only">{words.heading}</h1>
      <div class="tools">
        <SearchBox label={words.search} input={input} arrangement={arrangement} onArrange={arrange} />
        <span class="shown">
          {sentence}
          {isPart && (
            <button type="button" class="link" onClick={() => arrange(withoutFilters(arrangement))}>
              {words.clearFilters}
            </button>
          )}
        </span>
        <ColumnMenu chosen={chosen} onChoose={choose} words={words} />
      </div>
      <PickedActions picked={picked} words={words} post={post} onClear={() => setPickedIds(new Set())} />
      <Grid
        label={words.table}
        columns={columns}
        rows={shown}
        arrangement={arrangement}
        onArrange={arrange}
        rowId={({ id }) => id}
        rowTitle={(_, index) => count(index + 1)}
        words={words}
        nothing={rows.length === 0 && <NoJobsHere noJobs={noJobs} post={post} />}
        picked={{ ids: pickedIds, onPick: setPickedIds }}
        onCopy={copyRows}
        onOpen={open}
        menuOf={(row) => rowMenu(rowsWith(row))}
        onRowKey={onRowKey}
        toShow={toPick}
      />
      <Announcement text={picked.length > 0 ? fill(words.countPicked, count(picked.length)) : shownCount} />
    </main>
  );
}
