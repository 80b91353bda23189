import assert from 'node:assert/strict';
import { ApiError, type ApiErrorKind } from '../../../../src/core/apiError';
import type { DecodedList } from '../../../../src/core/api/decodeList';
import { jobsUrl } from '../../../../src/core/api/endpoints';
import { type PagedList, readFurtherPages } from '../../../../src/core/api/furtherPages';
import { anAccount } from '../../../support/anAccount';
import { apiErrorOf } from '../../../support/outcome';

interface Item {
  readonly id: string;
}

interface Sent {
  readonly ids: readonly string[];
  readonly next?: string | number;
  readonly total?: number;
}

describe('The further pages of a list', () => {
  const account = anAccount();
  const asked = jobsUrl(account, 0, undefined);
  /** The link to a page, relative to the API. */
  const link = (page: number): string => `${asked.pathname}?Page=${page}`;
  const rowsOf = ({ ids, next, total }: Sent): DecodedList => ({
    rows: ids.map((id) => ({ id })),
    nextPage: next,
    total,
  });
  let read: string[];

  /** Reads a list whose first page is `first`. `pages` are the others by number; an error stands for its refusal. */
  function pagesOf(
    first: Sent,
    pages: Readonly<Record<number, Sent | ApiErrorKind>>,
    options: { readonly continueAt?: URL; readonly maxPages?: number } = {},
  ): Promise<PagedList<Item>> {
    read = [];
    const { rows, ...page } = rowsOf(first);
    return readFurtherPages<Item>({
      account,
      asked,
      first: { ...page, rows },
      items: rows as readonly Item[],
      decode: (more) => more as readonly Item[],
      readPage: (url, number) => {
        read.push(`${url.searchParams.get('Page')} ${number}`);
        const answer = pages[number] ?? assert.fail(`page ${number} was read`);
        return typeof answer === 'string'
          ? Promise.reject(new ApiError(answer, 'refused'))
          : Promise.resolve(rowsOf(answer));
      },
      ...options,
    });
  }
  const idsIn = ({ items }: PagedList<Item>): string => items.map(({ id }) => id).join('');

  it('are none if the first page names no other', async () => {
    const list = await pagesOf({ ids: ['a'] }, {});
    assert.deepEqual([idsIn(list), list.rest, read], ['a', undefined, []]);
    const short = await pagesOf({ ids: ['a'], total: 3 }, {});
    assert.deepEqual(short.rest, { total: 3, nextUrl: undefined });
    assert.equal((await pagesOf({ ids: ['a', 'b'], total: 2 }, {})).rest, undefined);
  });

  it('are followed by their links or numbers to the last one, and repeat no item', async () => {
    for (const to of [link, (page: number) => page]) {
      const list = await pagesOf(
        { ids: ['a', 'b'], next: to(2), total: 6 },
        { 2: { ids: ['b', 'c'], next: to(3), total: 6 }, 3: { ids: ['d', 'e'] } },
      );
      assert.deepEqual([idsIn(list), list.rest, read], ['abcde', undefined, ['2 2', '3 3']]);
    }
  });

  it('take the total from the latest page that says one', async () => {
    const list = await pagesOf({ ids: ['a'], next: link(2), total: 2 }, { 2: { ids: ['b'], total: 9 } });
    assert.deepEqual(list.rest, { total: 9, nextUrl: undefined });
    const silent = await pagesOf({ ids: ['a'], next: link(2), total: 9 }, { 2: { ids: ['b'] } });
    assert.deepEqual(silent.rest, { total: 9, nextUrl: undefined });
  });

  it('end if a link leads back, or a page brings nothing new', async () => {
    const back = await pagesOf({ ids: ['a'], next: link(2) }, { 2: { ids: ['b'], next: asked.href } });
    assert.deepEqual([idsIn(back), back.rest, read], ['ab', undefined, ['2 2']]);
    const again = await pagesOf({ ids: ['a'], next: link(2), total: 2 }, { 2: { ids: ['a'], next: link(3) } });
    assert.deepEqual([idsIn(again), read], ['a', ['2 2']]);
    assert.deepEqual(again.rest, { total: 2, nextUrl: undefined });
  });

  it('stop at the most pages, the first included, and say where to continue', async () => {
    const pages = { 2: { ids: ['b'], next: link(3) }, 3: { ids: ['c'], next: link(4) } };
    const list = await pagesOf({ ids: ['a'], next: link(2), total: 9 }, pages, { maxPages: 3 });
    assert.deepEqual([idsIn(list), read], ['abc', ['2 2', '3 3']]);
    assert.equal(list.rest?.nextUrl?.searchParams.get('Page'), '4');
    assert.equal(list.rest.total, 9);
  });

  it('continue where they stopped, and are then a part even if they reach the end', async () => {
    const continueAt = new URL(asked);
    continueAt.searchParams.set('Page', '7');
    const list = await pagesOf({ ids: ['a'], next: link(2) }, { 7: { ids: ['g'] } }, { continueAt });
    assert.deepEqual([idsIn(list), read], ['ag', ['7 7']]);
    assert.deepEqual(list.rest, { total: undefined, nextUrl: undefined });
    assert.equal((await pagesOf({ ids: ['a'] }, {}, { continueAt })).items.length, 1);
    assert.deepEqual(read, [], 'the list has become one page');
  });

  it('are a part if no request is allowed for a while, whoever named the page', async () => {
    for (const kind of ['budget', 'rateLimited'] as const) {
      for (const next of [2, link(2)]) {
        const list = await pagesOf({ ids: ['a'], next, total: 3 }, { 2: kind });
        assert.deepEqual([idsIn(list), list.rest?.nextUrl?.searchParams.get('Page')], ['a', '2']);
      }
    }
  });

  it('are a part if a page that only its number names is refused, but fail if the server linked to it', async () => {
    for (const kind of ['rejected', 'notFound', 'forbidden', 'server', 'unreadable'] as const) {
      const list = await pagesOf({ ids: ['a'], next: 2, total: 3 }, { 2: kind });
      assert.deepEqual([idsIn(list), list.rest?.total], ['a', 3]);
      assert.equal((await apiErrorOf(pagesOf({ ids: ['a'], next: link(2) }, { 2: kind }))).kind, kind);
      const linked = { 2: { ids: ['b'], next: link(3) }, 3: kind } as const;
      assert.equal((await apiErrorOf(pagesOf({ ids: ['a'], next: 2 }, linked))).kind, kind);
      const counted = { 2: { ids: ['b'], next: 3 }, 3: kind } as const;
      assert.equal(idsIn(await pagesOf({ ids: ['a'], next: link(2) }, counted)), 'ab');
    }
    for (const kind of ['offline', 'timeout', 'unauthorized'] as const) {
      assert.equal((await apiErrorOf(pagesOf({ ids: ['a'], next: 2 }, { 2: kind }))).kind, kind);
    }
  });

  it('are never read from another server or account, and the error names only the host', async () => {
    for (const [next, host] of [
      ['https://user:secret@evil.example/Agencies/IRtest/Jobs?Page=2', 'evil.example'],
      [`/Agencies/IRother/Jobs?Page=2`, 'api.example.test'],
      ['https://', 'no host'],
    ] as const) {
      const error = await apiErrorOf(pagesOf({ ids: ['a'], next }, {}));
      assert.equal(error.kind, 'unsafe');
      assert.equal(error.message, `The list continues at an address of ${host} that isn't the account's`);
      assert.deepEqual(read, []);
    }
  });
});
