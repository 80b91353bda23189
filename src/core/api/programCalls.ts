import type { Account } from '../account';
import { decodePrograms, type Program } from '../accounts/program';
import { type DecodedList, decodeList } from './decodeList';
import { programsUrl } from './endpoints';
import { type PagedList, readFurtherPages } from './furtherPages';
import { notFoundAs } from './notFoundAs';

/** A partner's program has about 2 kB, and some partners have thousands. */
const MAX_PROGRAMS_BYTES = 32 * 1024 * 1024;
/** Names are worth a few requests. Programs on later pages keep their IDs. */
const MAX_PAGES = 10;

export interface ProgramCallsOptions {
  readonly account: Account;
  /** Sends a request to the account's part of the API and reads the response. */
  readonly read: <T>(url: URL, options: { readonly maxBytes: number }, decode: (json: unknown) => T) => Promise<T>;
}

/** Lists the programs of a brand, or those that a partner has joined. */
export async function listPrograms({ account, read }: ProgramCallsOptions): Promise<PagedList<Program>> {
  const asked = programsUrl(account);
  const readPage = (url: URL, page?: number): Promise<DecodedList> =>
    read(url, { maxBytes: MAX_PROGRAMS_BYTES }, (json) => decodeList(json, 'Campaigns', page));
  const first = await readPage(asked).catch(notFoundAs('unknownAccount'));
  const items = decodePrograms(first.rows);
  return readFurtherPages({ account, asked, first, items, decode: decodePrograms, readPage, maxPages: MAX_PAGES });
}
