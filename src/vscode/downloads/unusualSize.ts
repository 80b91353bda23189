import type * as vscode from 'vscode';
import type { DownloadMark } from '../../core/jobs/jobMarks';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { isComparableExport } from '../../core/savedExports/comparableExport';
import { countFewRows } from '../../core/savedExports/resultSize';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { workName } from '../jobs/jobWords';
import { sizeInWords } from '../words/sizeWords';

/** The size of the latest downloaded result that is comparable with the job's, in bytes. */
export function lastBytesOf(
  { exports, downloads }: Pick<StoredJobMemory, 'exports' | 'downloads'>,
  { accountId, parameters }: Pick<JobEntry, 'accountId' | 'parameters'>,
): number | undefined {
  let last: DownloadMark | undefined;
  for (const key of parameters === undefined ? [] : exports.keys) {
    const [others, mark] = [exports.get(key), downloads.get(key)];
    const isNewer = mark !== undefined && mark.atMs >= (last?.atMs ?? 0) && key.startsWith(`${accountId}/`);
    if (isNewer && parameters !== undefined && others !== undefined && isComparableExport(others, parameters)) {
      last = mark;
    }
  }
  return last?.sizeBytes;
}

/** Says that a downloaded result is empty, or far smaller than the last one. Undefined for any other. */
export async function unusualSizeInWords(
  entry: JobEntry,
  { uri, sizeBytes }: { readonly uri: vscode.Uri; readonly sizeBytes: number },
  lastBytes: number | undefined,
): Promise<string | undefined> {
  // A file on another machine isn't read.
  const rows = uri.scheme === 'file' ? await countFewRows(uri.fsPath, sizeBytes) : undefined;
  return sizeInWords(workName(entry), { bytes: sizeBytes, rows }, lastBytes);
}
