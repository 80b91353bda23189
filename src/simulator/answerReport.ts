import { answer } from './exchange';
import type { Exchange } from './exchange';
import { hashOf } from './random';
import { COLUMN_SETS } from './reportColumns';
import { findReport, reportId } from './reportCatalog';
import { checkFilters, periodOf } from './reportMetaData';
import { errorReply } from './reply';
import type { Reply } from './reply';
import { generateContent } from './resultContent';
import { ROW_FORMATS } from './rowFormat';

const ROWS = 50;
const PERIOD_MS = 30 * 24 * 3_600_000;

/** `GET Reports/{id}`, the old way to run a report: returns the records immediately, with all values as strings. */
export function answerReport(exchange: Exchange): Reply {
  const { world, account, route, url, format } = exchange;
  const report = findReport(route.id);
  if (!report?.accessible || reportId(account.kind, report) !== route.id) {
    return errorReply(200, format, `Not permitted to run report ${route.id}`);
  }
  const { message, errors } = checkFilters(report, url.searchParams);
  if (message !== undefined) {
    return errorReply(200, format, message, errors);
  }
  const period = periodOf(report, url.searchParams) ?? { fromMs: world.now() - PERIOD_MS, toMs: world.now() };
  const seed = hashOf(world.seed, account.sid, route.id);
  const content = generateContent(
    { rows: ROWS },
    { columnSet: COLUMN_SETS[report.columns], format: ROW_FORMATS.JSON, seed, revision: 0, ...period },
  );
  const { Records: records } = JSON.parse(content.read(0, content.lengthBytes).toString()) as { Records: unknown[] };
  return answer(exchange, account.kind === 'agency' && format === 'json' ? records : { Records: records });
}
