import type { Account } from '../account';
import { ApiError } from '../apiError';
import { type DecodedList, MAX_ROWS } from './decodeList';
import { ownUrl } from './endpoints';
import { plainText } from './plainText';

/** A tenth of the account's requests per hour. A list with more pages is a mistake. */
const MAX_PAGES = 100;

export interface FurtherPagesOptions<T extends { readonly id: string }> {
  readonly account: Account;
  /** The URL of the page that tells of the next page. */
  readonly asked: URL;
  readonly nextPage: string | number;
  /** The items of earlier pages. */
  readonly items: readonly T[];
  /** Decodes the rows of a page; `count` items came before it. */
  readonly decode: (rows: readonly unknown[], count: number) => readonly T[];
  /** Reads a page. `page` is its number as far as its URL tells. */
  readonly readPage: (url: URL, page: number) => Promise<DecodedList>;
}

/**
 * Reads all pages of a list. Stops at the last page, and if the links lead in a circle or bring nothing new. Throws
 * `unsafe` for a link that leaves the account's part of the API, and `tooLarge` for a list that doesn't end.
 */
export async function readFurtherPages<T extends { readonly id: string }>({
  account,
  asked,
  nextPage,
  items,
  decode,
  readPage,
}: FurtherPagesOptions<T>): Promise<readonly T[]> {
  const all = [...items];
  const ids = new Set(items.map(({ id }) => id));
  const visited = new Set([asked.href]);
  let from = asked;
  let next: string | number | undefined = nextPage;
  while (next !== undefined) {
    const url = urlOfPage(account, next, from);
    if (visited.has(url.href)) {
      break;
    }
    if (visited.size >= MAX_PAGES) {
      throw new ApiError('tooLarge', `The list has more than ${MAX_PAGES} pages`);
    }
    visited.add(url.href);
    const list = await readPage(url, Number(url.searchParams.get('Page')) || 1);
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
    next = list.nextPage;
  }
  return all;
}

function urlOfPage(account: Account, page: string | number, from: URL): URL {
  if (typeof page === 'number') {
    const url = new URL(from);
    url.searchParams.set('Page', String(page));
    return url;
  }
  const url = ownUrl(account, page, from);
  if (url === undefined) {
    throw new ApiError('unsafe', `The list continues at an address of ${hostOf(page, from)} that is not the account's`);
  }
  return url;
}

/** Only the host, because such addresses can contain credentials. */
function hostOf(uri: string, from: URL): string {
  try {
    return plainText(new URL(uri, from).host, 100) || 'no host';
  } catch {
    return 'no host';
  }
}
