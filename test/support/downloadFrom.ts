import { Transport } from '../../src/core/api/transport';
import type { DownloadRequest } from '../../src/core/download/downloadRequest';
import { type DownloadedFile, downloadResult } from '../../src/core/download/downloadResult';
import type { Simulator } from '../../src/simulator/startSimulator';
import { aClient } from './aClient';

/** The account that `downloadFrom` downloads for. */
export const DOWNLOADER_ID = 'an-account';

/**
 * Downloads a job's result for the simulator's account, by default the first, as the extension does. `change` replaces
 * parts of the request.
 */
export function downloadFrom(
  simulator: Pick<Simulator, 'baseUrl' | 'accounts'>,
  { clock, ...request }: Pick<DownloadRequest, 'clock' | 'jobId' | 'folder'> & Partial<DownloadRequest>,
  index = 0,
): Promise<DownloadedFile> {
  const transport = new Transport(clock);
  const client = aClient(simulator, clock, { transport }, index);
  return downloadResult({
    client,
    transport,
    clock,
    nameFile: ({ extension }) => `result.${extension}`,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...request,
  });
}
