import { answerFile } from './answerFile';
import { isReplayable } from './describeJob';
import { answer } from './exchange';
import type { Exchange } from './exchange';
import type { MetFaults } from './faultBoard';
import { dayBounds, parseIsoTime } from './isoDate';
import { answerList } from './listPage';
import { bufferBody, contentBody, errorReply } from './reply';
import type { FieldError, Reply } from './reply';
import { streamedPage } from './streamedPage';

/** `GET Jobs` between two dates, both included. */
export function answerJobList(exchange: Exchange): Reply {
  const errors: FieldError[] = [];
  const afterMs = dateFilter(exchange, 'CreatedAfter', 'startMs', errors) ?? -Infinity;
  const beforeMs = dateFilter(exchange, 'CreatedBefore', 'endMs', errors) ?? Infinity;
  if (errors.length > 0) {
    return errorReply(400, exchange.format, 'Validation Failed', errors);
  }
  const jobs = exchange.world.jobs
    .list(exchange.account.sid)
    .filter(({ script }) => script.createdAtMs >= afterMs && script.createdAtMs <= beforeMs);
  return answerList(
    exchange,
    'Jobs',
    jobs.map((job) => exchange.world.describe(job, exchange.account)),
  );
}

export function answerJob(exchange: Exchange): Reply {
  const job = exchange.world.jobs.find(exchange.account.sid, exchange.route.id);
  return job ? answer(exchange, exchange.world.describe(job, exchange.account), 'Job') : noSuchJob(exchange);
}

/** `GET Jobs/{id}/Download`: a redirect to the storage, the file itself, or a 202 for an unfinished job. */
export function answerDownload(exchange: Exchange, faults: MetFaults): Reply {
  const { world, account, route, url, storageUrl, format } = exchange;
  const job = world.jobs.find(account.sid, route.id);
  if (!job) {
    return noSuchJob(exchange);
  }
  if (world.jobs.stateOf(job).status !== 'COMPLETED') {
    return answer({ ...exchange, format: 'json' }, world.describe(job, account), 'Job', 202);
  }
  const result = world.resultOf(job);
  if (typeof result === 'number') {
    return errorReply(result, format, 'The result of this job is no longer available.');
  }
  if (faults.find('direct')) {
    return answerFile(exchange.headers, result, faults);
  }
  if (url.searchParams.get('Mode')?.toLowerCase() === 'stream') {
    const disposition: Record<string, string> =
      result.disposition === undefined ? {} : { 'Content-Disposition': result.disposition };
    const paged = world.options.streamPageRows !== undefined && job.script.result?.format === 'JSON';
    const body = paged ? streamedPage(result, world.options.streamPageRows ?? 1, url) : contentBody(result);
    return { status: 200, headers: { 'Content-Type': result.contentType, ...disposition }, body };
  }
  const expired = faults.find('expireLink');
  const ageMs = expired && expired.afterBytes === undefined ? 24 * 3_600_000 : 0;
  const location = storageUrl + world.links.sign(job, result.fileName ?? 'result', ageMs);
  return { status: 302, headers: { Location: location }, body: bufferBody('') };
}

/** `PUT Jobs/{id}/Replay`. Both reasons to refuse are a 403; the message says which one it is. */
export function answerReplay(exchange: Exchange): Reply {
  const { world, account, format } = exchange;
  const job = world.jobs.find(account.sid, exchange.route.id);
  if (!job) {
    return noSuchJob(exchange);
  }
  if (account.readOnly) {
    return errorReply(403, format, 'The credentials do not have permission to replay this job.');
  }
  const state = world.jobs.stateOf(job);
  if (!isReplayable(job, state, account.kind)) {
    return errorReply(
      403,
      format,
      job.script.replayable
        ? `The job is not in a replayable state: it is ${state.status}.`
        : `Jobs of type ${job.script.type} can not be replayed.`,
    );
  }
  return answer(exchange, world.describe(world.jobs.replay(job, account.kind), account), 'Job');
}

function noSuchJob({ format, route }: Exchange): Reply {
  return errorReply(404, format, `Job ${route.id} not found.`);
}

/** Agency and Partner requests contain days, Brand requests contain times (or days). */
function dateFilter(
  { url, account }: Exchange,
  name: string,
  edge: 'startMs' | 'endMs',
  errors: FieldError[],
): number | undefined {
  const text = url.searchParams.get(name);
  if (text === null || text === '') {
    return undefined;
  }
  const timeZone = account.brand?.timeZone;
  const timeMs =
    dayBounds(text, timeZone)?.[edge] ?? (account.kind === 'brand' ? parseIsoTime(text, timeZone) : undefined);
  if (timeMs === undefined) {
    errors.push({
      Field: name,
      Message: account.kind === 'brand' ? 'Not a valid ISO 8601 date' : 'Not a valid date, expected YYYY-MM-DD',
    });
  }
  return timeMs;
}
