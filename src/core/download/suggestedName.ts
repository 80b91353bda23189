import { dispositionFileName } from './contentDisposition';
import type { Source } from './openSource';

/** A file name ends in a format. Other paths end in IDs. */
const FILE_NAME = /^[^/\\]{1,200}\.(?:csv|tsv|json|ndjson|jsonl|xml|txt|zip|gz|xlsx?)$/i;

/** The server's name for the file, from its header or else from the path of its link. */
export function suggestedNameOf({ response, url }: Pick<Source, 'response' | 'url'>): string | undefined {
  return dispositionFileName(response.headers.get('content-disposition')) ?? nameInPath(url);
}

function nameInPath({ pathname }: URL): string | undefined {
  try {
    const name = decodeURIComponent(pathname.slice(pathname.lastIndexOf('/') + 1));
    return FILE_NAME.test(name) ? name : undefined;
  } catch {
    return undefined; // not valid percent encoding
  }
}
