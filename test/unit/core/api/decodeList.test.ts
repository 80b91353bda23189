import assert from 'node:assert/strict';
import { type DecodedList, decodeList, MAX_ROWS } from '../../../../src/core/api/decodeList';

const ROW = { Id: 'a' };

describe('A list', () => {
  const lists: readonly (readonly [
    name: string,
    value: unknown,
    expected: Omit<DecodedList, 'total'> & Partial<DecodedList>,
  ])[] = [
    ['may be a bare array', [ROW], { rows: [ROW], nextPage: undefined }],
    ['may be wrapped', { Jobs: [ROW] }, { rows: [ROW], nextPage: undefined }],
    ['may be wrapped in lower case', { jobs: [ROW] }, { rows: [ROW], nextPage: undefined }],
    [
      'may have pages',
      { '@page': '1', '@nextpageuri': '/Agencies/IRtest/Jobs?Page=2', Jobs: [ROW] },
      { rows: [ROW], nextPage: '/Agencies/IRtest/Jobs?Page=2' },
    ],
    ['ends where the next page is empty', { '@nextpageuri': '', Jobs: [ROW] }, { rows: [ROW], nextPage: undefined }],
    [
      'ends where the next page is no text',
      { '@nextpageuri': { a: 1 }, Jobs: [ROW] },
      { rows: [ROW], nextPage: undefined },
    ],
    ['of one row may have lost its brackets', { Jobs: ROW }, { rows: [ROW], nextPage: undefined }],
    ['of none may be an empty text', { Jobs: '' }, { rows: [], nextPage: undefined }],
    ['of none may be null', { Jobs: null }, { rows: [], nextPage: undefined }],
    ['of none may have only a total', { '@total': '0' }, { rows: [], nextPage: undefined }],
    ['of none may be null in place of everything', null, { rows: [], nextPage: undefined }],
    ['of none may be an empty object', {}, { rows: [], nextPage: undefined }],
    [
      'may only count its pages',
      { '@page': '1', '@numpages': '3', '@pagesize': '1', '@total': '3', Jobs: [ROW] },
      { rows: [ROW], nextPage: 2, total: 3 },
    ],
    [
      'may count its pages and have an empty address of the next',
      { '@page': 2, '@numpages': 3, '@nextpageuri': '', Jobs: [ROW] },
      { rows: [ROW], nextPage: 3 },
    ],
    ['may only count its rows', { '@total': '130', Jobs: [ROW, ROW] }, { rows: [ROW, ROW], nextPage: 2, total: 130 }],
    [
      'ends with the last of the pages it counts',
      { '@page': '3', '@numpages': '3', '@total': '3', Jobs: [ROW] },
      { rows: [ROW], nextPage: undefined, total: 3 },
    ],
    [
      'ends with a page that has no rows',
      { '@page': '1', '@numpages': '3', Jobs: [] },
      { rows: [], nextPage: undefined },
    ],
    [
      'ends where its counts say nothing',
      { '@page': 'x', '@numpages': '-3', '@total': '', Jobs: [ROW] },
      { rows: [ROW], nextPage: undefined },
    ],
    ['has no negative total', { '@total': -3, Jobs: [ROW] }, { rows: [ROW], nextPage: undefined }],
    ['of none may be empty', [], { rows: [], nextPage: undefined }],
    ['keeps rows that are no jobs', { Jobs: [null, 7, 'x', []] }, { rows: [null, 7, 'x', []], nextPage: undefined }],
    ['of jobs in status ERROR is no error', { Status: 'ERROR', Jobs: [ROW] }, { rows: [ROW], nextPage: undefined }],
  ];
  for (const [name, value, expected] of lists) {
    it(name, () => assert.deepEqual(decodeList(value, 'Jobs'), { total: undefined, ...expected }));
  }

  it("is rejected if it's an error with HTTP 200", () => {
    assert.throws(() => decodeList({ Status: 'ERROR', Message: 'No such scope' }, 'Jobs'), {
      kind: 'rejected',
      serverMessage: 'No such scope',
    });
  });

  for (const value of [7, 'x', true, { Reports: [ROW] }, JSON.parse('{"__proto__":{"Jobs":[]}}')]) {
    it(`is not ${JSON.stringify(value)}`, () => assert.throws(() => decodeList(value, 'Jobs'), { kind: 'unreadable' }));
  }

  it('says in a few words what arrived instead', () => {
    assert.throws(
      () => decodeList({ ['x\n'.repeat(1_000_000)]: 1 }, 'Jobs'),
      ({ message }: Error) => message.length < 200 && !message.includes('\n'),
    );
  });

  it('has limits', () => {
    const rows = Array.from({ length: MAX_ROWS + 1 }, () => ROW);
    assert.throws(() => decodeList(rows, 'Jobs'), { kind: 'tooLarge' });
    assert.throws(() => decodeList({ Jobs: rows }, 'Jobs'), { kind: 'tooLarge' });
    assert.equal(decodeList(rows.slice(1), 'Jobs').rows.length, MAX_ROWS);
  });
});
