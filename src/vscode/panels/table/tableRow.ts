import type { Account } from '../../../core/account';
import { actionsOf } from '../../../core/jobs/jobActions';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import type { TableRow } from '../../../webviews/table/protocol';
import { iconName, iconTone } from '../../jobs/jobIcons';
import { cellsOf } from './tableColumns';

/** A job as a row of the table. */
export function tableRow(entry: JobEntry, account: Account, nowMs: number): TableRow {
  return {
    id: entry.key,
    icon: iconName(entry, nowMs),
    tone: iconTone(entry, nowMs),
    createdAt: entry.job.createdAt,
    cells: cellsOf({ entry, account, nowMs }),
    can: actionsOf(entry, account, nowMs),
  };
}
