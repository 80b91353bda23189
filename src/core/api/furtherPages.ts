import type { Account } from '../account';
import { ApiError, type ApiErrorKind, isApiError } from '../apiError';
import { type DecodedList, MAX_ROWS } from './decodeList';
import { ownUrl } from './endpoints';
import { plainText } from './plainText';

/** A tenth of the account's requests per hour. Further pages of a longer list aren't read at once. */
const MAX_PAGES = 100;

const SPENT: ReadonlySet<ApiErrorKind> = new Set(['budget', 'rateLimited']);
const REFUSED: ReadonlySet<ApiErrorKind> = new Set(['rejected', 'notFound', 'forbidden', 'server', 'unreadable']);

/** The part of a list that wasn't read. */
export interface ListRest {
  /** How many rows the whole list has. Undefined if its pages don't say. */
  readonly total: number | undefined;
  /** The next page. Undefined if the pages end, although the list has more rows. */
  readonly nextUrl: URL | undefined;
}

export interface PagedList<T> {
  readonly items: readonly T[];
  /** Undefined if the list is whole. */
  readonly rest: ListRest | undefined;
}

export interface FurtherPagesOptions<T extends { readonly id: string }> {
  readonly account: Account;
  /** The URL of the first page. */
  readonly asked: URL;
  readonly first: Pick<DecodedList, 'nextPage' | 'total'> & { readonly rows: { readonly length: number } };
  /** The items of the first page. */
  readonly items: readonly T[];
  /** Decodes the rows of a page; `count` items came before it. */
  readonly decode: (rows: readonly unknown[], count: number) => readonly T[];
  /** Reads a page. `page` is its number as far as its URL tells. */
  readonly readPage: (url: URL, page: number) => Promise<DecodedList>;
  /** The page to continue with. Default: the one that the first page names. */
  readonly continueAt?: URL | undefined;
  /** Including the first. */
  readonly maxPages?: number;
}

/**
 * Reads the further pages of a list. Stops at the last page, and if the links lead in a circle or bring nothing new.
 * Stops early, with a `rest`, after `maxPages`, when no further request is allowed, and when the server refuses a page
 * that it hasn't linked to: part of a list is better than none, and reading it again would cost the same requests.
 * Throws `unsafe` for a link that leaves the account's part of the API.
 */
export async function readFurtherPages<T extends { readonly id: string }>(
  options: FurtherPagesOptions<T>,
): Promise<PagedList<T>> {
  const { account, asked, first, decode, readPage, continueAt, maxPages = MAX_PAGES } = options;
  const items = [...options.items];
  const ids = new Set(items.map(({ id }) => id));
  const visited = new Set([asked.href]);
  let [rowCount, total] = [first.rows.length, first.total];
  let nextUrl = first.nextPage === undefined ? undefined : (continueAt ?? urlOfPage(account, first.nextPage, asked));
  let isGuessed = typeof first.nextPage === 'number';
  while (nextUrl !== undefined && visited.size < maxPages && items.length < MAX_ROWS) {
    const url = nextUrl;
    visited.add(url.href);
    const list = await readPage(url, Number(url.searchParams.get('Page')) || 1).catch((error: unknown) => {
      if (!isShortening(error, isGuessed)) {
        throw error;
      }
    });
    if (list === undefined) {
      break;
    }
    isGuessed = typeof list.nextPage === 'number';
    const fresh = decode(list.rows, items.length).filter(({ id }) => !ids.has(id));
    for (const item of fresh) {
      ids.add(item.id);
      items.push(item);
    }
    rowCount += fresh.length === 0 ? 0 : list.rows.length;
    total = list.total ?? total;
    nextUrl = fresh.length === 0 || list.nextPage === undefined ? undefined : urlOfPage(account, list.nextPage, url);
    nextUrl = nextUrl !== undefined && visited.has(nextUrl.href) ? undefined : nextUrl;
  }
  const isWhole = continueAt === undefined && nextUrl === undefined && rowCount >= (total ?? 0);
  return { items, rest: isWhole ? undefined : { total, nextUrl } };
}

/**
 * Whether a page's error only shortens the list: no request is allowed for a while, or the server refuses a page whose
 * address is guessed from the number of pages.
 */
function isShortening(error: unknown, isGuessed: boolean): boolean {
  return isApiError(error) && (SPENT.has(error.kind) || (isGuessed && REFUSED.has(error.kind)));
}

function urlOfPage(account: Account, page: string | number, from: URL): URL {
  if (typeof page === 'number') {
    const url = new URL(from);
    url.searchParams.set('Page', String(page));
    return url;
  }
  const url = ownUrl(account, page, from);
  if (url === undefined) {
    throw new ApiError('unsafe', `The list continues at an address of ${hostOf(page, from)} that isn't the account's`);
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
