import type { Account } from '../account';
import { ApiError } from '../apiError';
import { type DecodedList, MAX_ROWS } from './decodeList';
import { ownUrl } from './endpoints';
import { plainText } from './plainText';

/** A tenth of what the account may ask for in an hour; a list of more pages is a mistake. */
const MAX_PAGES = 100;

export interface FurtherPagesOptions<T extends { readonly id: string }> {
  readonly account: Account;
  /** The URL of the page that says where the list continues. */
  readonly asked: URL;
  readonly nextPageUri: string;
  /** The items of the pages before. */
  readonly items: readonly T[];
  /** Reads the rows of a page before which there are `count` items. */
  readonly decode: (rows: readonly unknown[], count: number) => readonly T[];
  readonly readPage: (url: URL) => Promise<DecodedList>;
}

/**
 * All items of a list that continues on further pages. It ends at the last page, and where the links lead in a circle or
 * on to nothing new. Throws `unsafe` for a link that leaves the account's part of the API, `tooLarge` for a list that does
 * not end.
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

/** No more of it than that: such addresses may hold credentials. */
function hostOf(uri: string, from: URL): string {
  try {
    return plainText(new URL(uri, from).host, 100) || 'no host';
  } catch {
    return 'no host';
  }
}
