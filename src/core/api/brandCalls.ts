import { isApiError } from '../apiError';
import { fieldsOf } from '../isRecord';
import { type Brand, decodeBrands } from '../accounts/brand';
import type { Account } from '../account';
import { type DecodedList, decodeList } from './decodeList';
import { brandsUrl, brandUrl } from './endpoints';
import { type PagedList, readFurtherPages } from './furtherPages';
import { notFoundAs } from './notFoundAs';

/** A brand has about 2 kB, with the fields that aren't kept. */
const MAX_BRANDS_BYTES = 16 * 1024 * 1024;

export interface BrandCallsOptions {
  readonly agency: Account;
  /** Sends a request to the account's part of the API and reads the response. */
  readonly read: <T>(url: URL, options: { readonly maxBytes: number }, decode: (json: unknown) => T) => Promise<T>;
}

/** Lists the brands of an agency, from all pages. */
export async function listBrands({ agency, read }: BrandCallsOptions): Promise<PagedList<Brand>> {
  const asked = brandsUrl(agency);
  const readPage = (url: URL, page?: number): Promise<DecodedList> =>
    read(url, { maxBytes: MAX_BRANDS_BYTES }, (json) => decodeList(json, 'Advertisers', page));
  const first = await readPage(asked).catch(notFoundAs('unknownAccount'));
  const items = decodeBrands(first.rows);
  return readFurtherPages({ account: agency, asked, first, items, decode: decodeBrands, readPage });
}

/** Reads one brand, bare or wrapped in `{"Advertiser": …}`. Undefined if the agency doesn't manage it. */
export async function getBrand({ agency, read }: BrandCallsOptions, brandId: string): Promise<Brand | undefined> {
  try {
    return await read(brandUrl(agency, brandId), { maxBytes: MAX_BRANDS_BYTES }, (json) => {
      const { Advertiser: wrapped } = fieldsOf(json);
      return decodeBrands([wrapped ?? json]).find(({ id }) => id === brandId);
    });
  } catch (error) {
    if (isApiError(error) && error.kind === 'notFound') {
      return undefined;
    }
    throw error;
  }
}
