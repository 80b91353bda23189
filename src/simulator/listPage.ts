import { answer } from './exchange';
import type { Exchange } from './exchange';
import type { Reply } from './reply';

/** The rows of a list in the form that the options specify. */
export function answerList(
  exchange: Exchange,
  name: 'Jobs' | 'Reports' | 'Campaigns' | 'Advertisers' | 'Advertiser',
  rows: readonly unknown[],
): Reply {
  const form = exchange.world.listFormFor(exchange.account);
  const { emptyList } = exchange.world.options;
  if (rows.length === 0 && emptyList !== undefined && exchange.format === 'json') {
    return answer(exchange, emptyList === 'null' ? null : {});
  }
  if (form === 'bare') {
    return exchange.format === 'json' ? answer(exchange, rows) : answer(exchange, { [name]: rows });
  }
  if (form === 'wrapped') {
    return answer(exchange, { [name]: rows });
  }
  const { url } = exchange;
  const pageSize = Math.max(1, Math.min(form.pageSize, wholeNumber(url.searchParams.get('PageSize')) ?? form.pageSize));
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const page = form.isStuck ? 1 : Math.max(1, wholeNumber(url.searchParams.get('Page')) ?? 1);
  const path = listPath(exchange);
  const uriOf = (number: number) => {
    if (number < 1 || number > pages) {
      return '';
    }
    const query = new URLSearchParams(url.searchParams);
    query.set('Page', String(number));
    query.set('PageSize', String(pageSize));
    return `${form.absoluteUris ? url.origin : ''}${spelled(path, form.isOtherCase)}?${query.toString()}`;
  };
  const start = (page - 1) * pageSize;
  const shown = rows.slice(start, start + pageSize);
  const counts = {
    '@page': String(page),
    '@numpages': String(pages),
    '@pagesize': String(pageSize),
    '@total': String(rows.length),
  };
  if (form.isCounted) {
    return answer(exchange, { ...counts, [name]: shown });
  }
  return answer(exchange, {
    ...counts,
    '@start': String(start),
    '@end': String(Math.max(start, start + shown.length - 1)),
    '@uri': `${path}${url.search}`,
    [form.misspelled ? '@firstpageruri' : '@firstpageuri']: uriOf(1),
    '@previouspageuri': uriOf(page - 1),
    '@nextpageuri': uriOf(page + 1),
    '@lastpageuri': uriOf(pages),
    [name]: shown,
  });
}

/** The list's own path, which for a brand can differ from the requested one. */
function listPath({ account, url }: Exchange): string {
  return `${account.path}/${url.pathname.split('/').at(-1) ?? ''}`;
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** With other letter case, `/Mediapartners/…` becomes `/MediaPartners/…`, and the other kinds become lowercase. */
function spelled(pathname: string, isOtherCase = false): string {
  const [, kind = '', ...rest] = pathname.split('/');
  const other = kind === 'Mediapartners' ? 'MediaPartners' : kind.toLowerCase();
  return isOtherCase ? ['', other, ...rest].join('/') : pathname;
}
