import path from 'node:path';
import { fieldsOf, isRecord } from '../isRecord';
import { parsed } from '../parsed';
import { decodeParameters } from '../reports/exportRequest';
import { isDay, isTimeZone } from '../reports/calendar';
import { type DayRange, isPeriodId } from '../reports/period';
import { ExportReading } from '../savedExports/readSavedExport';
import type { ResolvedPeriod } from '../savedExports/resolveExport';
import { COMBINED_FORMATS } from '../savedExports/savedExport';
import { MEMBER_STATES, type MemberFile, type MemberJob, type Run, type RunMember, type RunTable } from './run';

const MAX_TEXT_CHARS = 4000;

/**
 * Reads a stored run. Undefined if anything in it is unusable, because another version or a person might have written
 * it. A download that was under way waits again: the process that downloaded is gone.
 */
export function decodeRun(text: string): Run | undefined {
  const fields = fieldsOf(parsed(text));
  const { id, name, isSet, source, startedAtMs, folder, remoteFolder, members, tables, manifestProblem } = fields;
  const read = Array.isArray(members) ? members.map(decodeMember) : [];
  const known = read.filter((member) => member !== undefined);
  const isUsable =
    isId(id) &&
    isText(name) &&
    typeof startedAtMs === 'number' &&
    Number.isFinite(startedAtMs) &&
    isText(folder) &&
    path.isAbsolute(folder) &&
    known.length > 0 &&
    known.length === read.length &&
    new Set(known.map((member) => member.id)).size === known.length;
  return isUsable
    ? {
        id,
        name,
        isSet: isSet === true,
        source: textOr(source),
        startedAtMs,
        folder,
        remoteFolder: textOr(remoteFolder),
        members: known,
        ...(fields['waitsForLimits'] === true && { waitsForLimits: true }),
        ...(fields['isCancelled'] === true && { isCancelled: true }),
        ...(Array.isArray(tables) && tables.length > 0 && { tables: tables.flatMap(decodeTable) }),
        manifestProblem: textOr(manifestProblem),
      }
    : undefined;
}

function decodeTable(value: unknown): readonly RunTable[] {
  const fields = fieldsOf(value);
  const format = COMBINED_FORMATS.find((known) => known === fields['format']);
  const table = { key: textsIn(fields['key']), export: textOr(fields['export']) };
  return format === undefined ? [] : [{ format, ...table, ...(fields['isSettled'] === true && settledOf(fields)) }];
}

/** What has become of a table. It isn't written again by a process that only reports the end of its run. */
function settledOf(fields: Readonly<Record<string, unknown>>): Partial<RunTable> {
  const { sourceCount, notes } = fields;
  const file = decodeFile(fields['file']);
  const sentence = textOr(fields['sentence']);
  return {
    isSettled: true,
    ...(file !== undefined && { file }),
    ...(typeof sourceCount === 'number' && { sourceCount }),
    ...(sentence !== undefined && { sentence }),
    ...(notes !== undefined && { notes: textsIn(notes) }),
  };
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isText) : [];
}

function decodeMember(value: unknown): RunMember | undefined {
  const fields = fieldsOf(value);
  const { id, export: name, accountId, client, saved, replays, fileName, sentence } = fields;
  const piece = decodeDays(fields['piece']);
  const state = MEMBER_STATES.find((known) => known === fields['state']);
  if (!isText(id) || !isText(name) || typeof accountId !== 'string' || state === undefined) {
    return undefined;
  }
  const member: RunMember = {
    id,
    export: name,
    accountId,
    saved: isRecord(saved) ? new ExportReading(saved, [], []).read() : undefined,
    replays: isId(replays) ? replays : undefined,
    fileName: textOr(fileName),
    ...(isText(client) && { client }),
    ...(piece !== undefined && { piece }),
    ...(fields['isRefreshed'] === true && { isRefreshed: true }),
    ...(fields['isKept'] === true && { isKept: true }),
    timeZone: zoneIn(fields['timeZone']),
    parameters: decodeParameters(fields['parameters']),
    period: decodePeriod(fields['period']),
    job: decodeJob(fields['job']),
    state: state === 'downloading' ? 'waiting' : state,
    sentence: textOr(sentence),
    file: decodeFile(fields['file']),
    ...(fields['isBlocked'] === true && { isBlocked: true }),
  };
  return isConsistent(member) ? member : undefined;
}

/** Whether the member has what its state needs. */
function isConsistent({ state, saved, replays, job, parameters, file }: RunMember): boolean {
  switch (state) {
    case 'planned':
      // Without a filter that can't be read, it would download different data.
      return (saved !== undefined && saved.wrongFilters === undefined) || replays !== undefined;
    case 'waiting':
    case 'downloading':
    case 'paused':
      return job !== undefined && parameters !== undefined;
    case 'done':
      return job !== undefined && parameters !== undefined && file !== undefined;
    case 'failed':
    case 'cancelled':
    case 'skipped':
      return true;
  }
}

function decodeJob(value: unknown): MemberJob | undefined {
  const { id, isExisting, replayOf } = fieldsOf(value);
  return isId(id)
    ? { id, isExisting: isExisting === true, replayOf: isId(replayOf) ? replayOf : undefined }
    : undefined;
}

function decodeFile(value: unknown): MemberFile | undefined {
  const { uri, bytes, rows } = fieldsOf(value);
  return isText(uri) && typeof bytes === 'number'
    ? { uri, bytes, rows: typeof rows === 'number' ? rows : undefined }
    : undefined;
}

function decodePeriod(value: unknown): ResolvedPeriod | undefined {
  const { name, timeZone } = fieldsOf(value);
  const days = decodeDays(value);
  return isPeriodId(name) && days !== undefined && isText(timeZone) ? { name, ...days, timeZone } : undefined;
}

function decodeDays(value: unknown): DayRange | undefined {
  const { start, end } = fieldsOf(value);
  return isDayText(start) && isDayText(end) ? { start, end } : undefined;
}

function isDayText(value: unknown): value is string {
  return typeof value === 'string' && isDay(value);
}

function zoneIn(value: unknown): string | undefined {
  return typeof value === 'string' && isTimeZone(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT_CHARS;
}

function textOr(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

/** IDs become parts of URLs and file names. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:-]{1,200}$/.test(value) && !value.startsWith('.');
}
