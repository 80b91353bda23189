import type { ApiClient } from '../api/apiClient';
import type { Transport } from '../api/transport';
import type { Clock } from '../clock';
import type { DownloadProgress } from './downloadProgress';
import type { FileNames } from './fileNames';

export interface DownloadRequest {
  /** Sends requests to the API, with the account's credentials. */
  readonly client: ApiClient;
  /** Sends requests to the storage, without the credentials. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly jobId: string;
  /** An absolute path. The folder is created if it's missing. */
  readonly folder: string;
  /** Whether only the user may open the folder and read the file. */
  readonly isPrivate?: boolean;
  /** Suggests a name for the file. The name is made safe first and never replaces an existing file. */
  readonly nameFile: (suggestion: { readonly suggestedName: string | undefined; readonly extension: string }) => string;
  /**
   * The name of a file in the folder that the user wants to replace. A result that gets a different name replaces
   * nothing.
   */
  readonly replaces?: string | undefined;
  /**
   * The owners of the names in the folder. Without it, a result with the same bytes as an existing file creates no
   * second file.
   */
  readonly names?: FileNames | undefined;
  /** Aborting deletes the bytes received so far, unless the reason is PAUSE. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}
