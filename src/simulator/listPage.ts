import { answer } from './exchange';
import type { Exchange } from './exchange';
import type { Reply } from './reply';

/** The rows of a list in the form that the options have it. */
export function answerList(exchange: Exchange, name: 'Jobs' | 'Reports', rows: readonly unknown[]): Reply {
  const form = exchange.world.listFormFor(exchange.account);
  if (form === 'bare') {
    return exchange.format === 'json' ? answer(exchange, rows) : answer(exchange, { [name]: rows });
  }
  if (form === 'wrapped') {
    return answer(exchange, { [name]: rows });
  }
  const { url } = exchange;
  const pageSize = Math.max(1, Math.min(form.pageSize, wholeNumber(url.searchParams.get('PageSize')) ?? form.pageSize));
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const page = Math.max(1, wholeNumber(url.searchParams.get('Page')) ?? 1);
  const uriOf = (number: number) => {
    if (number < 1 || number > pages) {
      return '';
    }
    const query = new URLSearchParams(url.searchParams);
    query.set('Page', String(number));
    query.set('PageSize', String(pageSize));
    return `${form.absoluteUris ? url.origin : ''}${url.pathname}?${query.toString()}`;
  };
  const start = (page - 1) * pageSize;
  const shown = rows.slice(start, start + pageSize);
  return answer(exchange, {
    '@page': String(page),
    '@numpages': String(pages),
    '@pagesize': String(pageSize),
    '@total': String(rows.length),
    '@start': String(start),
    '@end': String(Math.max(start, start + shown.length - 1)),
    '@uri': `${url.pathname}${url.search}`,
    [form.misspelt ? '@firstpageruri' : '@firstpageuri']: uriOf(1),
    '@previouspageuri': uriOf(page - 1),
    '@nextpageuri': uriOf(page + 1),
    '@lastpageuri': uriOf(pages),
    [name]: shown,
  });
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
