import path from 'node:path';
import { safeFileName } from '../download/fileName';
import { machineZone } from '../machineZone';
import { dayAt } from '../reports/calendar';
import type { ExportSet, SavedExport } from '../savedExports/savedExport';
import type { PlannedMember } from './run';

/** An export or a set, from a file of saved exports. */
export type Runnable =
  | { readonly kind: 'export'; readonly saved: SavedExport }
  | { readonly kind: 'set'; readonly set: ExportSet; readonly members: readonly SavedExport[] };

/**
 * The parts of a run's folder, below the folder for results. A set's results go into one folder. A single export's go
 * into the export's own folder, or the one for results. `label` names the file's place if there are several, whose sets
 * can have the same names.
 */
export function runFolderParts(found: Runnable, nowMs: number, timeZone: string, label?: string): readonly string[] {
  const place = label === undefined ? '' : ` (${label})`;
  const wished =
    found.kind === 'set'
      ? (found.set.folder ?? `${safeFileName(`${found.set.name}${place}`, '')} \${date}`)
      : (found.saved.folder ?? '');
  return wished
    .replaceAll('${date}', dayAt(nowMs, timeZone))
    .split('/')
    .filter((part) => part !== '')
    .map((part) => safeFileName(part, ''));
}

/** The time zone of the date in a folder's name: the one of the run's first export that has one. */
export function folderZone(members: readonly Pick<PlannedMember, 'saved' | 'timeZone'>[]): string {
  return members.flatMap(({ saved, timeZone }) => saved?.timeZone ?? timeZone ?? [])[0] ?? machineZone();
}

export function runFolder(results: string, found: Runnable, nowMs: number, timeZone: string): string {
  return path.join(results, ...runFolderParts(found, nowMs, timeZone));
}
