import { render } from 'preact';
import { Absent } from '../kit/absent';
import { Host } from '../kit/host';
import './comparison.css';
import { ComparisonActions, ComparisonTable } from './comparisonTable';
import { DifferenceRows } from './differenceRows';
import {
  type ComparisonMessage,
  type ComparisonRequest,
  type ComparisonWords,
  decodeComparisonMessage,
  decodeQuery,
} from './protocol';

const host = new Host<ComparisonWords, ComparisonMessage, ComparisonRequest>(decodeComparisonMessage);
const page = document.getElementById('page') ?? document.body;
const post = (request: ComparisonRequest): void => host.post(request);
let last: Extract<ComparisonMessage, { kind: 'comparison' | 'absent' }> | undefined;
let queryId = 0;
let shown = rowsOf(0, 0);

interface ShownRows {
  readonly queryId: number;
  readonly rows: DifferenceRows;
}

function rowsOf(id: number, count: number): ShownRows {
  const request = (from: number, to: number): void => post({ kind: 'rows', queryId: id, from, to });
  return { queryId: id, rows: new DifferenceRows(count, request, (act) => requestAnimationFrame(act)) };
}

host.start((message) => {
  switch (message.kind) {
    case 'found':
      // The first rows of the whole list are already there.
      if (message.queryId !== queryId || message.queryId === shown.queryId) {
        return;
      }
      shown = rowsOf(queryId, message.rows);
      break;
    case 'rows':
      if (message.queryId !== shown.queryId) {
        return;
      }
      shown.rows.take(message.from, message.rows);
      break;
    case 'comparison':
      last = message;
      shown = rowsOf(++queryId, message.comparison.rows);
      shown.rows.take(0, message.comparison.firstRows);
      post({ kind: 'find', queryId, query: decodeQuery(undefined) });
      break;
    case 'absent':
      last = message;
  }
  draw();
});

function draw(): void {
  if (last?.kind === 'comparison') {
    render(
      <ComparisonTable
        key={last.comparison.comparisonId}
        {...last}
        rows={shown.rows}
        isFinding={shown.queryId !== queryId}
        words={host.words}
        kept={host.kept()}
        onKeep={(state) => host.keep(state)}
        onFind={(query) => {
          post({ kind: 'find', queryId: ++queryId, query });
          draw();
        }}
        onCopy={(cells) => post({ kind: 'copy', queryId: shown.queryId, ...cells })}
        menuOf={(cells) => ({ webviewItem: 'difference', queryId: shown.queryId, ...cells })}
        post={post}
      />,
      page,
    );
  } else if (last !== undefined) {
    render(
      <Absent {...last}>
        <ComparisonActions actions={last.actions} post={post} />
      </Absent>,
      page,
    );
  }
}
