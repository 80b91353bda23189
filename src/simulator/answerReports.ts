import { answer } from './exchange';
import type { Exchange } from './exchange';
import { RESULT_FORMATS } from './jobScript';
import type { NewJob, ResultFormat } from './jobScript';
import type { StoredJob } from './storedJob';
import { answerList } from './listPage';
import { hashOf } from './random';
import { findReport, reportId, REPORTS } from './reportCatalog';
import type { Report } from './reportCatalog';
import { checkFilters, describeMetaData, periodOf } from './reportMetaData';
import { errorReply } from './reply';
import type { Reply } from './reply';

/** `GET Reports`, the catalog. */
export function answerReportList(exchange: Exchange): Reply {
  return answerList(
    exchange,
    'Reports',
    REPORTS.map((report, index) => describeReport(exchange, report, index)),
  );
}

export function answerMetaData(exchange: Exchange): Reply {
  const report = accessibleReport(exchange);
  return report
    ? answer(exchange, describeMetaData(exchange.account, report, exchange.world.options.camelCaseDates))
    : notPermitted(exchange);
}

/** `GET ReportExport/{id}`. Errors in the request have status 200. */
export function answerReportExport(exchange: Exchange): Reply {
  const { account, url, format } = exchange;
  const report = accessibleReport(exchange);
  if (!report) {
    return notPermitted(exchange);
  }
  const resultFormat = (url.searchParams.get('ResultFormat') ?? 'CSV').toUpperCase();
  if (!isResultFormat(resultFormat)) {
    return errorReply(200, format, 'Invalid result format. Must be one of CSV, JSON or XML');
  }
  const { message, errors } = checkFilters(report, url.searchParams);
  if (message !== undefined) {
    return errorReply(200, format, message, errors);
  }
  const period = periodOf(report, url.searchParams, account.brand?.timeZone);
  return answerScheduled(exchange, {
    type: 'ApiReport',
    name: report.name,
    report: reportId(account.kind, report),
    programId: url.searchParams.get('SUBAID') ?? '',
    result: { rows: rowsFor(exchange, period), format: resultFormat, ...(period ? { period } : {}) },
  });
}

/** The response to an export. The same parameters again give the job that exists. */
export function answerScheduled(exchange: Exchange, job: NewJob): Reply {
  const { world, account, url, route } = exchange;
  const sorted = [...url.searchParams].map(([name, value]) => `${name.toUpperCase()}=${value}`).sort();
  const parameters = [account.sid, route.endpoint, route.id, ...sorted].join('&');
  const scheduled = world.scheduleOnce(parameters, () =>
    world.jobs.add(account.sid, { ...paceOf(parameters), ...job, ...world.options.exportJob }),
  );
  const path = `${account.path}/Jobs/${scheduled.id}`;
  return answer(exchange, {
    Status: 'QUEUED',
    QueuedUri: path,
    ResultUri: `${path}/Download`,
    ReplayUri: `${path}/Replay`,
  });
}

/** Exports of a demo take about 20 to 45 seconds, long enough to watch. */
function paceOf(parameters: string): Pick<StoredJob['script'], 'queueMs' | 'runMs'> {
  return {
    queueMs: 3_000 + (hashOf(parameters, 'queue') % 4_000),
    runMs: 15_000 + (hashOf(parameters, 'run') % 25_000),
  };
}

/** The number of rows grows with the period. Without a period, it's that of a week. */
export function rowsFor({ world }: Exchange, period: { fromMs: number; toMs: number } | undefined): number {
  const days = period ? Math.ceil((period.toMs - period.fromMs) / 86_400_000) : 7;
  return (world.options.rowsPerDay ?? 700) * Math.min(days, 1_000);
}

function describeReport({ account }: Exchange, report: Report, index: number): Record<string, unknown> {
  const id = reportId(account.kind, report);
  const about = account.kind === 'partner' ? aboutForPartner(report, id, index) : aboutReport(report, id);
  return report.accessible
    ? {
        ...about,
        ApiRunUri: `${account.path}/Reports/${id}`,
        DeferredApiRunUri: `${account.path}/ReportExport/${id}`,
        MetaDataUri: `${account.path}/Reports/${id}/MetaData`,
      }
    : { ...about, RunUri: `/secure/${account.kind}/report/viewReport.report?id=${8_000 + index}` };
}

function aboutReport(report: Report, id: string): Record<string, unknown> {
  const { name, category, description, accessible } = report;
  return { Name: name, Id: id, Category: category, Description: description, ApiAccessible: accessible };
}

/** A Partner's catalog has no categories, few descriptions, names that end in spaces, and no IDs of web reports. */
function aboutForPartner(report: Report, id: string, index: number): Record<string, unknown> {
  return {
    Name: index % 5 === 0 ? `${report.name} ` : report.name,
    ...(report.accessible && { Id: id }),
    ...(index % 2 === 0 && { Description: report.description }),
    ApiAccessible: report.accessible,
  };
}

function accessibleReport({ route, account }: Exchange): Report | undefined {
  const report = findReport(route.id);
  return report?.accessible && reportId(account.kind, report) === route.id ? report : undefined;
}

/** A Partner gets a 404; the others get an error envelope. */
function notPermitted({ format, route, account }: Exchange): Reply {
  if (account.kind === 'partner') {
    return errorReply(404, format, `Report ${route.id} was not found.`);
  }
  return errorReply(200, format, `Not permitted to run report ${route.id}`);
}

export function isResultFormat(text: string): text is ResultFormat {
  return (RESULT_FORMATS as readonly string[]).includes(text);
}
