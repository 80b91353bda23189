import * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { distinctName } from '../jobs/jobWords';
import { warn } from '../messages';
import type { Settings } from '../settings';
import { sentenceFor } from '../words/errorMessages';
import { bytesInWords } from '../words/timeWords';
import { UserError } from '../words/userError';
import type { DownloadedResult } from './downloadToDestination';
import type { ResultFiles } from './resultFiles';
import { unusualSizeInWords } from './unusualSize';

const MAX_WARNED = 5;

interface EndedDownload {
  readonly entry: JobEntry;
  readonly result: PromiseSettledResult<DownloadedResult>;
}

interface AnnounceOptions {
  readonly files: ResultFiles;
  readonly settings: Settings;
  readonly clock: Clock;
}

/**
 * Tells the user how downloads that started together ended, and offers to open their files. Returns the files. Throws
 * one error for all failures. Leaves out downloads that the user canceled or paused.
 */
export async function announceDownloads(
  ended: readonly EndedDownload[],
  options: AnnounceOptions,
): Promise<vscode.Uri[]> {
  const received = ended.flatMap(({ entry, result }) =>
    result.status === 'fulfilled' ? [{ entry, result: result.value }] : [],
  );
  const failures = ended.flatMap(({ entry, result }) =>
    result.status === 'rejected' && !isCancelled(result.reason) ? [{ entry, error: result.reason as unknown }] : [],
  );
  const results = received.map(({ result }) => result);
  const unusual = await Promise.all(
    received.map(({ entry, result }) => unusualSizeInWords(entry, result, result.lastBytes)),
  );
  warnOf(unusual.filter((sentence) => sentence !== undefined));
  throwFailures(results.length, failures, options.clock.now());
  await offer(results, options);
  return results.map(({ uri }) => uri);
}

/** Shows the first sentences. The user has to look at all results anyway if there are more. */
function warnOf(sentences: readonly string[]): void {
  if (sentences.length > 0) {
    void warn(sentences.slice(0, MAX_WARNED).join(' '));
  }
}

function throwFailures(
  receivedCount: number,
  failures: readonly { readonly entry: JobEntry; readonly error: unknown }[],
  nowMs: number,
): void {
  const [first, ...others] = failures;
  if (first === undefined) {
    return;
  }
  if (others.length === 0 && receivedCount === 0) {
    throw first.error;
  }
  const reasons = failures.map(({ entry, error }) => `${distinctName(entry, nowMs)}: ${sentenceFor(error, nowMs)}`);
  throw new UserError(
    vscode.l10n.t(
      'Downloaded {0} of {1} results. {2}',
      receivedCount,
      receivedCount + failures.length,
      reasons.join(' '),
    ),
    first.error,
  );
}

async function offer(
  received: readonly DownloadedResult[],
  { files, settings }: Pick<AnnounceOptions, 'files' | 'settings'>,
): Promise<void> {
  const [first, ...others] = received;
  if (first === undefined) {
    return;
  }
  const { uri, sizeBytes } = first;
  if (others.length > 0) {
    const total = received.reduce((sum, result) => sum + result.sizeBytes, 0);
    files.say(vscode.l10n.t('Downloaded {0} results, {1}.', received.length, bytesInWords(total)), uri);
  } else if (settings.get('download.openAfter')) {
    await files.openOrOffer(uri, sizeBytes);
  } else {
    files.say(
      vscode.l10n.t('Downloaded {0}, {1}.', vscode.workspace.asRelativePath(uri), bytesInWords(sizeBytes)),
      uri,
    );
  }
}

/** Checks the shape, not the class, because each lazily loaded bundle has its own copy of the class. */
function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error as { kind?: unknown }).kind === 'aborted';
}
