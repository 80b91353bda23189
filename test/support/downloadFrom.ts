import { ApiClient } from '../../src/core/api/apiClient';
import { Transport } from '../../src/core/api/transport';
import type { DownloadRequest } from '../../src/core/download/downloadRequest';
import { type DownloadedFile, downloadResult } from '../../src/core/download/downloadResult';
import type { Simulator } from '../../src/simulator/startSimulator';

/** The account that `downloadFrom` downloads for. */
export const DOWNLOADER_ID = 'an-account';

/**
 * Downloads a job's result for the simulator's first account, as the extension does. `change` replaces parts of the
 * request.
 */
export function downloadFrom(
  simulator: Pick<Simulator, 'baseUrl' | 'accounts'>,
  { clock, ...request }: Pick<DownloadRequest, 'clock' | 'jobId' | 'folder'> & Partial<DownloadRequest>,
): Promise<DownloadedFile> {
  const [account] = simulator.accounts;
  if (!account) {
    throw new Error('The simulator has no account');
  }
  const transport = new Transport(clock);
  const client = new ApiClient({
    account: {
      id: DOWNLOADER_ID,
      kind: account.kind,
      sid: account.sid,
      name: 'An agency',
      source: 'stored',
      baseUrl: simulator.baseUrl,
    },
    transport,
    clock,
    readToken: () => Promise.resolve(account.token),
  });
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
