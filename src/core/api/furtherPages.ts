import type { Account } from '../account';
import { ApiError } from '../apiError';
import { type DecodedList, MAX_ROWS } from './decodeList';
import { ownUrl } from './endpoints';
import { plainText } from './plainText';

/** A tenth of the account's requests per hour. A list with more pages is a mistake. */
const MAX_PAGES = 100;

export interface FurtherPagesOptions<T extends { readonly id: string }> {
  readonly account: Account;
  /** The URL of the page that contains the link to the next page. */
  readonly asked: URL;
  readonly nextPageUri: string;
  /** The items of earlier pages. */
  readonly items: readonly T[];
  /** Decodes the rows of a page; `count` items came before it. */
  readonly decode: (rows: readonly unknown[], count: number) => readonly T[];
  readonly readPage: (url: URL) => Promise<DecodedList>;
}

/**
 * Reads all pages of a list. Stops at the last page, and if the links lead in a circle or bring nothing new. Throws
 * `unsafe` for a link that leaves the account's part of the API, and `tooLarge` for a list that doesn't end.
 */
export async function readFurtherPages<T extends { readonly id: string }>({
  account,
  asked,
  nextPageUri,
  items,
  decode,
  readPage,
}: FurtherPagesOptions<T>): Promise<readonly T[]> {
  const all = [...items];
  const ids = new Set(items.map(({ id }) => id));
  const visited = new Set([asked.href]);
  let from = asked;
  let uri: string | undefined = nextPageUri;
  while (uri !== undefined) {
    const url = ownUrl(account, uri, from);
    if (url === undefined) {
      throw new ApiError(
        'unsafe',
        `The list continues at an address of ${hostOf(uri, from)} that is not the account's`,
      );
    }
    if (visited.has(url.href)) {
      break;
    }
    if (visited.size >= MAX_PAGES) {
      throw new ApiError('tooLarge', `The list has more than ${MAX_PAGES} pages`);
    }
    visited.add(url.href);
    const list = await readPage(url);
    const fresh = decode(list.rows, all.length).filter(({ id }) => !ids.has(id));
    if (fresh.length === 0) {
      break;
    }
    if (all.length + fresh.length > MAX_ROWS) {
      throw new ApiError('tooLarge', `The list has more than ${MAX_ROWS} rows`);
    }
    for (const item of fresh) {
      ids.add(item.id);
      all.push(item);
    }
    from = url;
    uri = list.nextPageUri;
  }
  return all;
}

/** Only the host, because such addresses can contain credentials. */
function hostOf(uri: string, from: URL): string {
  try {
    return plainText(new URL(uri, from).host, 100) || 'no host';
  } catch {
    return 'no host';
  }
}
