import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import type { Job } from '../../core/jobs/job';
import { countedAs } from '../../core/reports/clickExport';
import { EXPORTS_PER_DAY } from '../../core/reports/exportRequest';
import type { DayRange } from '../../core/reports/period';
import type { SavedExport } from '../../core/savedExports/savedExport';
import type { Log } from '../diagnostics/log';
import { offer, warn } from '../messages';
import { sentenceFor } from '../words/errorMessages';
import { numberInWords } from '../words/timeWords';
import { clickExportName } from './clickWords';
import type { ExportArgument } from './exportArgument';
import { type ExportParts, exportsOf } from './scheduleExport';
import { UNSAVED } from '../../core/savedExports/unsavedExport';

/** The days of an account's clicks that are over the day's limit. */
export interface DaysLeft {
  readonly account: Account;
  readonly days: readonly DayRange[];
}

export interface DaysLeftParts extends ExportParts {
  readonly log: Log;
  readonly runUnsaved: (saved: SavedExport) => Promise<readonly Job[]>;
}

/** Whether the account has exports left. Without, impact.com would refuse each day that is requested. */
export function canExportToday(parts: ExportParts, { id }: Account, request: ExportArgument): boolean {
  const { used, limit } = exportsOf(parts, id, countedAs(request));
  return used < limit;
}

/** Says how many days weren't requested, and offers to wait for them as saved exports do. Nothing waits for it. */
export function offerLater(
  parts: DaysLeftParts,
  { reportId, format, filters }: ExportArgument,
  left: readonly DaysLeft[],
  requestedCount: number,
): void {
  const totalCount = left.reduce((sum, { days }) => sum + days.length, requestedCount);
  const sentence = vscode.l10n.t(
    'Requested {0} of {1} days. impact.com allows {2} click exports a day. The other days can wait for the next days and are then downloaded.',
    numberInWords(requestedCount),
    numberInWords(totalCount),
    numberInWords(EXPORTS_PER_DAY[countedAs({ reportId })]),
  );
  const runOf = ({ account, days }: DaysLeft): SavedExport => ({
    ...UNSAVED,
    reportId,
    format,
    filters,
    name: left.length === 1 ? clickExportName() : `${clickExportName()} · ${account.name}`,
    reportName: clickExportName(),
    period: { from: days[0]?.start ?? '', to: days.at(-1)?.end ?? '' },
    accounts: [accountRef(account)],
  });
  const wait = (): Promise<unknown> => Promise.all(left.map((one) => parts.runUnsaved(runOf(one))));
  offer(sentence, { [vscode.l10n.t('Wait and Download')]: wait }).catch((error: unknown) => {
    parts.log.error("Can't wait for the other days", error);
    void warn(sentenceFor(error, parts.clock.now()));
  });
}
