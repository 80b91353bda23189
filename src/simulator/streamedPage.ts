import { bufferBody } from './reply';
import type { ReplyBody } from './reply';
import type { SeekableContent } from './resultContent';

/** One page of a JSON result, in the form that some accounts get when it's streamed through the API. */
export function streamedPage(content: SeekableContent, pageRows: number, url: URL): ReplyBody {
  const parsed = JSON.parse(content.read(0, content.lengthBytes).toString()) as Record<string, readonly unknown[]>;
  const [name = 'Records', records = []] = Object.entries(parsed)[0] ?? [];
  const pages = Math.max(1, Math.ceil(records.length / pageRows));
  const page = Math.max(1, Number(url.searchParams.get('Page') ?? 1));
  const next = new URL(url);
  next.searchParams.set('Page', String(page + 1));
  const nextUri = page < pages ? next.pathname + next.search : '';
  const attributes = {
    '@page': String(page),
    '@numpages': String(pages),
    '@pagesize': String(pageRows),
    '@total': String(records.length),
    '@nextpageuri': nextUri,
  };
  return bufferBody(JSON.stringify({ ...attributes, [name]: records.slice((page - 1) * pageRows, page * pageRows) }));
}
