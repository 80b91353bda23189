import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { DIFFERENCE_KINDS, type DifferenceKind, type DifferenceQuery } from '../../core/compare/differences';
import { fieldsOf } from '../../core/isRecord';
import { textOrder } from '../../core/rows/textOrder';
import { arrangeRows } from '../grid/arrangeRows';
import { Grid } from '../grid/grid';
import { type Arrangement, AS_IT_COMES, isFiltered } from '../grid/gridColumn';
import { PageHead, ShownRows, titlePx } from '../grid/gridPage';
import { SearchBox, useSearchKey } from '../grid/searchBox';
import type { CellRange } from '../grid/selection';
import { Announcement } from '../kit/announcement';
import { Button } from '../kit/button';
import { fill } from '../kit/fill';
import { count, pageLanguage } from '../kit/language';
import { Tabs } from '../kit/tabs';
import { comparisonColumns } from './comparisonColumns';
import type { DifferenceRows } from './differenceRows';
import {
  type ComparisonActionView,
  type ComparisonRequest,
  type ComparisonView,
  type ComparisonWords,
  decodeQuery,
} from './protocol';
import { sumColumns, sumId, Sums } from './sums';

/** A search reads the whole list, so it starts when the user stops typing. */
const TYPING_MS = 200;

const order = textOrder(pageLanguage);

/** The cells at these places of the rows from `from` to `to`, not including `to`. */
export interface ComparedCells {
  readonly from: number;
  readonly to: number;
  readonly places: readonly number[];
}

export interface ComparisonTableProps {
  readonly name: string;
  readonly comparison: ComparisonView;
  readonly actions: readonly ComparisonActionView[];
  readonly rows: DifferenceRows;
  /** Whether rows of another query than the latest are shown. */
  readonly isFinding: boolean;
  readonly words: ComparisonWords;
  /** The query and tab that the user left, not validated. */
  readonly kept: unknown;
  readonly onKeep: (state: object) => void;
  readonly onFind: (query: DifferenceQuery) => void;
  readonly onCopy: (cells: ComparedCells) => void;
  /** The data for VS Code's menu of these cells. `allPlaces` are the places of their whole rows. */
  readonly menuOf: (cells: ComparedCells & { readonly allPlaces: readonly number[] }) => object;
  readonly post: (request: ComparisonRequest) => void;
}

/** All rows that differ between two results, and the sums of their columns. */
export function ComparisonTable({
  name,
  comparison,
  actions,
  rows,
  isFinding,
  words,
  kept,
  onKeep,
  onFind,
  onCopy,
  menuOf,
  post,
}: ComparisonTableProps) {
  const [query, setQuery] = useState<DifferenceQuery>(() => decodeQuery(fieldsOf(kept)['query']));
  const [tab, setTab] = useState<'rows' | 'sums'>(() => (fieldsOf(kept)['tab'] === 'sums' ? 'sums' : 'rows'));
  const [sumArrangement, setSumArrangement] = useState<Arrangement>(AS_IT_COMES);
  const { input, onKeyDown } = useSearchKey();
  const now = useRef(rows);
  now.current = rows;

  const columns = useMemo(() => comparisonColumns(comparison, () => now.current, words), [comparison, words]);
  const columnsOfSums = useMemo(() => sumColumns(words), [words]);
  const sums = useMemo(
    () => arrangeRows(comparison.sums, columnsOfSums, sumArrangement, order),
    [comparison, columnsOfSums, sumArrangement],
  );
  const indexes = useMemo(() => Array.from({ length: rows.count }, (_, index) => index), [rows]);

  useEffect(() => onKeep({ query, tab }), [query, tab]);
  useQueryAfterTyping(query, onFind);

  const cellsOf = ({ top, bottom, left, right }: CellRange): ComparedCells => ({
    from: top,
    to: bottom + 1,
    places: columns.slice(left, right + 1).map(({ id }) => Number(id)),
  });

  const arrangement: Arrangement = query;
  const isPart = isFiltered(arrangement) || query.kind !== undefined;
  const shown = isPart && !isFinding ? fill(words.shownRows, count(rows.count), count(comparison.rows)) : '';
  const arrange = ({ sort, search, filters }: Arrangement): void =>
    setQuery(({ kind }) => ({ kind, sort, search, filters }));
  const clear = (): void => setQuery(({ sort }) => ({ ...AS_IT_COMES, kind: undefined, sort }));
  const kinds = DIFFERENCE_KINDS.filter((kind) => comparison.counts[kind] > 0);
  const all = kinds.reduce((sum, kind) => sum + comparison.counts[kind], 0);
  const kindButton = (kind: DifferenceKind | undefined, title: string, rowCount: number) => (
    <button
      key={title}
      type="button"
      class="kind"
      aria-pressed={query.kind === kind}
      onClick={() => setQuery((before) => ({ ...before, kind }))}
    >
      {fill(words.kindCount, title, count(rowCount))}
    </button>
  );

  return (
    <main class="grid-page" onKeyDown={tab === 'rows' ? onKeyDown : undefined}>
      <PageHead name={name} sentence={comparison.sentence} facts={comparison.facts} actionsLabel={words.actions}>
        <ComparisonActions actions={actions} post={post} />
      </PageHead>
      {comparison.caveats.length > 0 && (
        <ul class="callout warning">
          {comparison.caveats.map((caveat) => (
            <li key={caveat}>{caveat}</li>
          ))}
        </ul>
      )}
      <Sums sums={comparison.sums} words={words} />
      <div class="tools">
        <Tabs
          tabs={[
            { id: 'rows', title: fill(words.showRows, count(comparison.rows)) },
            { id: 'sums', title: fill(words.showSums, count(comparison.sums.length)) },
          ]}
          current={tab}
          onChoose={setTab}
        />
        {tab === 'rows' && (
          <SearchBox label={words.search} input={input} arrangement={arrangement} onArrange={arrange} />
        )}
        {tab === 'rows' && kinds.length > 1 && (
          <div class="kinds" role="group" aria-label={words.showKinds}>
            {kindButton(undefined, words.allKinds, all)}
            {kinds.map((kind) => kindButton(kind, words.kinds[kind], comparison.counts[kind]))}
          </div>
        )}
        {tab === 'rows' && isPart && <ShownRows text={shown} clearLabel={words.clearFilters} onClear={clear} />}
      </div>
      {tab === 'rows' ? (
        <Grid
          key="rows"
          label={fill(words.table, name)}
          columns={columns}
          rows={indexes}
          arrangement={arrangement}
          onArrange={arrange}
          rowId={String}
          rowTitle={(index) => count(index + 1)}
          rowClass={(index) => rows.get(index)?.kind ?? 'loading'}
          titlePx={titlePx(comparison.rows)}
          words={comparison.rows === 0 ? { ...words, nothingFound: words.noDifferences } : words}
          isBusy={isFinding}
          onCopy={(range) => onCopy(cellsOf(range))}
          menuOf={(_, range) => menuOf({ ...cellsOf(range), allPlaces: columns.map(({ id }) => Number(id)) })}
        />
      ) : (
        <Grid
          key="sums"
          label={fill(words.sumsTable, name)}
          columns={columnsOfSums}
          rows={sums}
          arrangement={sumArrangement}
          onArrange={setSumArrangement}
          rowId={sumId}
          rowTitle={(_, index) => count(index + 1)}
          words={comparison.sums.length === 0 ? { ...words, nothingFound: words.noSums } : words}
        />
      )}
      <Announcement text={shown} />
    </main>
  );
}

/** Sends a query when it changes: what the user types after a pause, and everything else immediately. */
function useQueryAfterTyping(query: DifferenceQuery, onFind: (query: DifferenceQuery) => void): void {
  const sent = useRef(decodeQuery(undefined));
  useLayoutEffect(() => {
    const before = sent.current;
    if (JSON.stringify(before) === JSON.stringify(query)) {
      return undefined;
    }
    const isTyped = before.search !== query.search || JSON.stringify(before.filters) !== JSON.stringify(query.filters);
    const send = (): void => {
      sent.current = query;
      onFind(query);
    };
    const timer = setTimeout(send, isTyped ? TYPING_MS : 0);
    return () => clearTimeout(timer);
  }, [query]);
}

export function ComparisonActions({
  actions,
  post,
}: {
  readonly actions: readonly ComparisonActionView[];
  readonly post: (request: ComparisonRequest) => void;
}) {
  return (
    <div class="actions">
      {actions.map(({ action, icon, label, isPrimary }) => (
        <Button
          key={action}
          icon={icon}
          label={label}
          isPrimary={isPrimary}
          onClick={() => post({ kind: 'run', action })}
        />
      ))}
    </div>
  );
}
