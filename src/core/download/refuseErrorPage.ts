import { DownloadError } from './downloadError';
import { findErrorPage } from './errorPage';
import type { Source } from './openSource';

/** Throws DownloadError `notAFile` or `notReady` if the beginning of a body can't belong to a result. */
export function refuseErrorPage(
  beginning: Buffer,
  isWhole: boolean,
  { isStorage, secrets }: Pick<Source, 'isStorage' | 'secrets'>,
): void {
  const page = findErrorPage(beginning, isWhole, !isStorage, secrets);
  if (page !== undefined) {
    throw new DownloadError(page.kind, `The server sent an error page instead of the file: ${page.message}`, {
      serverMessage: page.message || undefined,
      jobStatus: page.jobStatus,
    });
  }
}
