import { DownloadError } from './downloadError';
import { findErrorPage } from './errorPage';
import type { Source } from './openSource';

/** Throws DownloadError `notAFile` or `notReady` where a body begins as no result does. */
export function refuseErrorPage(
  beginning: Buffer,
  isWhole: boolean,
  { isStorage, secrets }: Pick<Source, 'isStorage' | 'secrets'>,
): void {
  const page = findErrorPage(beginning, isWhole, !isStorage, secrets);
  if (page !== undefined) {
    throw new DownloadError(page.kind, `An error page came in place of the file: ${page.message}`, {
      serverMessage: page.message || undefined,
      jobStatus: page.jobStatus,
    });
  }
}
