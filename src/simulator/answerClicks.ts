import { answerScheduled, isResultFormat, rowsFor } from './answerReports';
import type { Exchange } from './exchange';
import { dayBounds, formatDay } from './isoDate';
import { programOf } from './programs';
import { errorReply } from './reply';
import type { Reply } from './reply';

/** Brands can export the clicks of later days. */
const BEFORE_FIRST_DAY = '2024-04-09';
const NUMBERS = ['AdId', 'MediaId'] as const;

interface Problem {
  readonly Field: string;
  readonly Message: string;
}

/** `GET Programs/{id}/ClickExport` for brands, and `GET ClickExport?ProgramId={id}` for partners. */
export function answerClickExport(exchange: Exchange): Reply {
  const { account, route, url, format, world } = exchange;
  const { searchParams: query } = url;
  const problem = problemOf(exchange);
  if (problem !== undefined) {
    return errorReply(200, format, 'Validation Failed', [problem]);
  }
  const resultFormat = (query.get('ResultFormat') ?? 'CSV').toUpperCase();
  if (!isResultFormat(resultFormat)) {
    return errorReply(200, format, 'Invalid result format. Must be one of CSV, JSON or XML');
  }
  const day = dayBounds(query.get('Date') ?? formatDay(world.now()), account.brand?.timeZone);
  const period = day && { fromMs: day.startMs, toMs: day.endMs };
  return answerScheduled(exchange, {
    type: 'ClickExport',
    name: 'Click Export',
    programId: route.id || (query.get('ProgramId') ?? ''),
    result: {
      rows: rowsFor(exchange, period),
      format: resultFormat,
      columns: account.kind === 'brand' ? 'brandClicks' : 'partnerClicks',
      ...(period && { period }),
    },
  });
}

function problemOf({ account, route, url: { searchParams: query } }: Exchange): Problem | undefined {
  const date = query.get('Date');
  if (date !== null && dayBounds(date) === undefined) {
    return { Field: 'Date', Message: 'Not a valid date, expected yyyy-MM-dd' };
  }
  if (account.kind === 'brand' && date !== null && date <= BEFORE_FIRST_DAY) {
    return { Field: 'Date', Message: `Must be after ${BEFORE_FIRST_DAY}` };
  }
  if (query.getAll('Date').length > 1) {
    return { Field: 'Date', Message: 'Must be one day' };
  }
  const number = NUMBERS.find((name) => query.getAll(name).some((value) => !/^\d+$/.test(value)));
  if (number !== undefined) {
    return { Field: number, Message: 'Not a numeric value' };
  }
  const isUnique = query.get('UniqueClick') ?? 'TRUE';
  if (!(account.kind === 'partner' ? /^(?:TRUE|FALSE)$/ : /^(?:true|false)$/i).test(isUnique)) {
    return { Field: 'UniqueClick', Message: 'Not a boolean value' };
  }
  const programs = route.id === '' ? query.getAll('ProgramId') : [route.id];
  return programs.every((id) => programOf(account, id) !== undefined)
    ? undefined
    : { Field: 'ProgramId', Message: 'Unknown program' };
}
