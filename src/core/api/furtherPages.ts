import type { Account } from '../accounts/account';
import { decodeJobs } from '../jobs/decodeJob';
import type { Job } from '../jobs/job';
import { ApiError } from './apiError';
import { type DecodedList, MAX_ROWS } from './decodeList';
import { ownUrl } from './endpoints';
import { plainText } from './plainText';

/** A tenth of what the account may ask for in an hour; a list of more pages is a mistake. */
const MAX_PAGES = 100;

export interface FurtherPagesOptions {
  readonly account: Account;
  /** The URL of the page that says where the list continues. */
  readonly asked: URL;
  readonly nextPageUri: string;
  /** The jobs of the pages before. */
  readonly jobs: readonly Job[];
  readonly readPage: (url: URL) => Promise<DecodedList>;
}

/**
 * All jobs of a list that continues on further pages. It ends at the last page, and where the links lead in a circle or
 * on to nothing new. Throws `unsafe` for a link that leaves the account's part of the API, `tooLarge` for a list that does
 * not end.
 */
export async function readFurtherPages({ account, asked, nextPageUri, jobs, readPage }: FurtherPagesOptions): Promise<readonly Job[]> {
  const all = [...jobs];
  const ids = new Set(jobs.map(({ id }) => id));
  const visited = new Set([asked.href]);
  let from = asked;
  let uri: string | undefined = nextPageUri;
  while (uri !== undefined) {
    const url = ownUrl(account, uri, from);
    if (url === undefined) {
      throw new ApiError('unsafe', `The list continues at an address of ${hostOf(uri, from)} that is not the account's`);
    }
    if (visited.has(url.href)) {
      break;
    }
    if (visited.size >= MAX_PAGES) {
      throw new ApiError('tooLarge', `The list has more than ${MAX_PAGES} pages`);
    }
    visited.add(url.href);
    const list = await readPage(url);
    const fresh = decodeJobs(list.rows, all.length).filter(({ id }) => !ids.has(id));
    if (fresh.length === 0) {
      break;
    }
    if (all.length + fresh.length > MAX_ROWS) {
      throw new ApiError('tooLarge', `The list has more than ${MAX_ROWS} rows`);
    }
    for (const job of fresh) {
      ids.add(job.id);
      all.push(job);
    }
    from = url;
    uri = list.nextPageUri;
  }
  return all;
}

/** No more of it than that: such addresses may hold credentials. */
function hostOf(uri: string, from: URL): string {
  try {
    return plainText(new URL(uri, from).host, 100) || 'no host';
  } catch {
    return 'no host';
  }
}
