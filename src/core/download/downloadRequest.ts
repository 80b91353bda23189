import type { ApiClient } from '../api/apiClient';
import type { Transport } from '../api/transport';
import type { Clock } from '../clock';
import type { DownloadProgress } from './downloadProgress';
import type { FileNames } from './fileNames';

export interface DownloadRequest {
  /** Asks the API, with the account's credentials. */
  readonly client: ApiClient;
  /** Asks the storage, without them. */
  readonly transport: Transport;
  readonly clock: Clock;
  readonly jobId: string;
  /** Absolute; made where it is missing. */
  readonly folder: string;
  /** Nobody but the user may look into the folder or read the file. */
  readonly isPrivate?: boolean;
  /** What the file is to be called. The answer is a wish: it is made safe, and never goes over another file. */
  readonly nameFile: (suggestion: { readonly suggestedName: string | undefined; readonly extension: string }) => string;
  /** The name of a file in the folder that the user wants replaced; a result that ends up with another name replaces none. */
  readonly replaces?: string | undefined;
  /** Whose files the folder holds. Without it, a result with the bytes of an existing file becomes no second file. */
  readonly names?: FileNames | undefined;
  /** Aborting removes what was received, unless the reason is PAUSE. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}
