import { render } from 'preact';
import { Host } from '../kit/host';
import { JobTable } from './jobTable';
import {
  decodeTableMessage,
  type NoJobs,
  type TableMessage,
  type TablePreferences,
  type TableRequest,
  type TableRow,
  type TableWords,
} from './protocol';
import './table.css';

const host = new Host<TableWords, TableMessage, TableRequest>(decodeTableMessage);
const page = document.getElementById('page') ?? document.body;
const post = (request: TableRequest): void => host.post(request);
const rows = new Map<string, TableRow>();
/** Undefined until all rows have arrived. They include earlier changes. */
let preferences: TablePreferences | undefined;
let noJobs: NoJobs | undefined;
let toPick: readonly string[] = [];

host.start((message) => {
  if (message.kind === 'rows') {
    rows.clear();
    message.rows.forEach((row) => rows.set(row.id, row));
    preferences = message.preferences;
  } else if (preferences === undefined) {
    return;
  } else if (message.kind === 'noJobs') {
    noJobs = message;
  } else if (message.kind === 'pick') {
    toPick = message.ids;
  } else {
    message.removedIds.forEach((id) => rows.delete(id));
    message.changed.forEach((row) => rows.set(row.id, row));
  }
  // New jobs are added at the end of the map. Without sorting, the newest come first.
  const newestFirst = [...rows.values()].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0));
  render(
    <JobTable
      rows={newestFirst}
      preferences={preferences}
      toPick={toPick}
      noJobs={noJobs}
      words={host.words}
      post={post}
    />,
    page,
  );
});
