import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dayAt, isTimeZone } from '../reports/calendar';
import { isSameExport } from '../reports/exportRequest';
import type { DayRange } from '../reports/period';
import type { ManifestFile } from '../savedExports/manifest';
import { withoutDays } from '../savedExports/resolveExport';
import type { Run, RunMember } from './run';

/** What the folder already holds of a piece. `stale`: its days weren't over when it was exported. */
export type Held = { readonly kind: 'current'; readonly change: Partial<RunMember> } | { readonly kind: 'stale' };

/**
 * Looks for the result of a piece in its run's folder: exported before by the same export for the same account, with
 * the same filters, and not changed since, by its size.
 */
export async function findHeld(
  run: Run,
  member: RunMember,
  files: readonly ManifestFile[],
  sid: string | undefined,
): Promise<Held | undefined> {
  const entry = await lastFileOf(run, member, files, sid);
  if (entry === undefined) {
    return undefined;
  }
  const { job, report, parameters, file, bytes, rows } = entry;
  const madeAtMs = Date.parse(job.createdAt ?? entry.runAt);
  const zones = [member.saved?.timeZone, entry.period?.timeZone, member.timeZone];
  const timeZone = zones.find((zone) => zone !== undefined && isTimeZone(zone)) ?? 'UTC';
  // People can edit the manifest, so the time might be none.
  const isOver = ({ end }: DayRange): boolean => !Number.isNaN(madeAtMs) && dayAt(madeAtMs, timeZone) > end;
  if (member.piece === undefined || !isOver(member.piece)) {
    return { kind: 'stale' };
  }
  return {
    kind: 'current',
    change: {
      state: 'done',
      isKept: true,
      job: { id: job.id, isExisting: false, replayOf: undefined },
      parameters: {
        reportId: report.id,
        reportName: report.name,
        format: member.saved?.format ?? 'CSV',
        filters: parameters,
      },
      period: entry.period ?? undefined,
      file: { uri: pathToFileURL(path.join(run.folder, file)).href, bytes, rows: rows ?? undefined },
      sentence: undefined,
    },
  };
}

/** The last result of a piece that's in its run's folder, whatever its age. */
export async function lastFileOf(
  run: Run,
  member: RunMember,
  files: readonly ManifestFile[],
  sid: string | undefined,
): Promise<ManifestFile | undefined> {
  const entry = files.filter((file) => isOf(file, run, member, sid)).at(-1);
  return entry !== undefined && (await isUnchanged(run.folder, entry)) ? entry : undefined;
}

function isOf(
  { export: name, set, account, piece, report, format, parameters }: ManifestFile,
  run: Run,
  { export: wished, piece: days, saved }: RunMember,
  sid: string | undefined,
): boolean {
  return (
    saved !== undefined &&
    name === wished &&
    set === (run.isSet ? run.name : null) &&
    account.sid === sid &&
    piece?.start === days?.start &&
    piece?.end === days?.end &&
    isSameExport(
      { reportId: report.id, format: saved.format, filters: withoutDays(parameters) },
      { reportId: saved.reportId, format: saved.format, filters: saved.filters },
    ) &&
    format === saved.format
  );
}

/** Whether a file that the manifest names is there, and as long as it was. */
export async function isUnchanged(
  folder: string,
  { file, bytes }: Pick<ManifestFile, 'file' | 'bytes'>,
): Promise<boolean> {
  // The manifest is a file that people can edit, and its names must stay in the folder.
  return (
    path.basename(file) === file &&
    (await stat(path.join(folder, file)).then(
      (found) => found.isFile() && found.size === bytes,
      () => false,
    ))
  );
}
