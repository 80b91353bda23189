import * as vscode from 'vscode';
import type { ApiClient } from '../../../core/api/apiClient';
import type { Transport } from '../../../core/api/transport';
import type { Clock } from '../../../core/clock';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { isCompleted } from '../../../core/jobs/jobState';
import type { Preview, PreviewLimits } from '../../../core/preview/preview';
import { previewBytes, previewFile } from '../../../core/preview/previewFile';
import { previewResult } from '../../../core/preview/previewResult';
import type { TableChoice } from '../../../core/tables/tableChoice';
import type { ResultMarks } from '../../downloads/resultMarks';
import { UserError } from '../../words/userError';
import { statusInWords, workName } from '../../jobs/jobWords';
import type { PreviewOrigin } from './previewView';
import type { TableChoices } from '../../tables/tableChoices';

export interface ReadPreviewOptions {
  /** Throws a `UserError` if the account is signed out. */
  readonly clientOf: (accountId: string) => Promise<ApiClient>;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly marks: ResultMarks;
  /** How the user wants results to be read. */
  readonly choices: TableChoices;
  /** The most to read. Default: as much as a person gets to see. */
  readonly limits?: PreviewLimits;
}

export interface ReadPreview {
  readonly preview: Preview;
  readonly origin: PreviewOrigin;
}

/**
 * Reads the first rows of a job's result, from the file in the workspace if there is one, otherwise from impact.com.
 * Throws the errors of both, and a `UserError` if there's no result.
 */
export async function readPreview(
  entry: JobEntry,
  { clientOf, transport, clock, marks, limits, choices }: ReadPreviewOptions,
  signal: AbortSignal,
): Promise<ReadPreview> {
  const choice = choices.of(entry);
  const file = entry.download && (await marks.readable(entry).catch(() => undefined));
  if (file !== undefined) {
    return { preview: await ofFile(file, limits, choice), origin: 'file' };
  }
  if (!isCompleted(entry.job)) {
    throw new UserError(
      vscode.l10n.t('{0} has no result to preview ({1}).', workName(entry), statusInWords(entry.job).toLowerCase()),
    );
  }
  const client = await clientOf(entry.accountId);
  const preview = await previewResult({
    client,
    transport,
    clock,
    jobId: entry.job.id,
    signal,
    choice,
    ...(limits && { limits }),
  });
  marks.learnName(entry, preview.fileName);
  return { preview, origin: 'impact.com' };
}

async function ofFile(file: vscode.Uri, limits: PreviewLimits | undefined, choice: TableChoice): Promise<Preview> {
  if (file.scheme === 'file') {
    return previewFile(file.fsPath, limits, choice);
  }
  const bytes = await vscode.workspace.fs.readFile(file);
  return previewBytes(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    file.path.slice(file.path.lastIndexOf('/') + 1),
    limits,
    choice,
  );
}
