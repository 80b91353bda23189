import { ApiError } from '../apiError';
import { DownloadError } from './downloadError';
import { findErrorPage } from './errorPage';
import type { Source } from './openSource';

/**
 * Throws if the beginning of a body can't belong to a result: DownloadError `notAFile` or `notReady`, or ApiError
 * `unreadable` for a page of something in between, which passes.
 */
export function refuseErrorPage(
  beginning: Buffer,
  isWhole: boolean,
  { isStorage, secrets, response }: Pick<Source, 'isStorage' | 'secrets' | 'response'>,
): void {
  const page = findErrorPage(beginning, isWhole, !isStorage, secrets);
  if (page === undefined) {
    return;
  }
  const serverMessage = page.message || undefined;
  const message = `The server sent an error page instead of the file: ${page.message}`;
  if (page.kind === 'fromBetween') {
    throw new ApiError('unreadable', message, { status: response.status, serverMessage });
  }
  throw new DownloadError(page.kind, message, { serverMessage, jobStatus: page.jobStatus });
}
