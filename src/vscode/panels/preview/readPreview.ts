import * as vscode from 'vscode';
import type { ApiClient } from '../../../core/api/apiClient';
import type { Transport } from '../../../core/api/transport';
import type { Clock } from '../../../core/clock';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { canDownload } from '../../../core/jobs/jobState';
import type { Preview } from '../../../core/preview/preview';
import { previewBytes, previewFile } from '../../../core/preview/previewFile';
import { previewResult } from '../../../core/preview/previewResult';
import type { ResultMarks } from '../../downloads/resultMarks';
import { UserError } from '../../errorMessages';
import { statusInWords, workName } from '../../words/jobWords';
import type { PreviewOrigin } from './previewView';

export interface ReadPreviewOptions {
  readonly clientOf: (accountId: string) => ApiClient | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly marks: ResultMarks;
}

export interface ReadPreview {
  readonly preview: Preview;
  readonly origin: PreviewOrigin;
}

/** The first rows of a job's result: of the file in the workspace where there is one, else from impact.com. Throws what both throw, and a sentence where there is no result. */
export async function readPreview(entry: JobEntry, { clientOf, transport, clock, marks }: ReadPreviewOptions, signal: AbortSignal): Promise<ReadPreview> {
  const file = entry.download && (await marks.existing(entry).catch(() => undefined));
  if (file !== undefined) {
    return { preview: await ofFile(file), origin: 'file' };
  }
  const client = clientOf(entry.accountId);
  if (!canDownload(entry.job) || client === undefined) {
    throw new UserError(vscode.l10n.t('{0} has no result to preview: it is {1}.', workName(entry), statusInWords(entry.job).toLowerCase()));
  }
  return { preview: await previewResult({ client, transport, clock, jobId: entry.job.id, signal }), origin: 'impact.com' };
}

async function ofFile(file: vscode.Uri): Promise<Preview> {
  if (file.scheme === 'file') {
    return previewFile(file.fsPath);
  }
  const bytes = await vscode.workspace.fs.readFile(file);
  return previewBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), file.path.slice(file.path.lastIndexOf('/') + 1));
}
