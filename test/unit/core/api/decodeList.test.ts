import assert from 'node:assert/strict';
import { type DecodedList, decodeList, MAX_ROWS } from '../../../../src/core/api/decodeList';

const ROW = { Id: 'a' };

describe('A list', () => {
  const lists: readonly (readonly [name: string, value: unknown, expected: DecodedList])[] = [
    ['may be a bare array', [ROW], { rows: [ROW], nextPageUri: undefined }],
    ['may be wrapped', { Jobs: [ROW] }, { rows: [ROW], nextPageUri: undefined }],
    ['may be wrapped in lower case', { jobs: [ROW] }, { rows: [ROW], nextPageUri: undefined }],
    [
      'may have pages',
      { '@page': '1', '@nextpageuri': '/Agencies/IRtest/Jobs?Page=2', Jobs: [ROW] },
      { rows: [ROW], nextPageUri: '/Agencies/IRtest/Jobs?Page=2' },
    ],
    ['ends where the next page is empty', { '@nextpageuri': '', Jobs: [ROW] }, { rows: [ROW], nextPageUri: undefined }],
    [
      'ends where the next page is no text',
      { '@nextpageuri': { a: 1 }, Jobs: [ROW] },
      { rows: [ROW], nextPageUri: undefined },
    ],
    ['of one row may have lost its brackets', { Jobs: ROW }, { rows: [ROW], nextPageUri: undefined }],
    ['of none may be an empty text', { Jobs: '' }, { rows: [], nextPageUri: undefined }],
    ['of none may be null', { Jobs: null }, { rows: [], nextPageUri: undefined }],
    ['of none may have only a total', { '@total': '0' }, { rows: [], nextPageUri: undefined }],
    ['of none may be empty', [], { rows: [], nextPageUri: undefined }],
    ['keeps rows that are no jobs', { Jobs: [null, 7, 'x', []] }, { rows: [null, 7, 'x', []], nextPageUri: undefined }],
    ['of jobs in status ERROR is no error', { Status: 'ERROR', Jobs: [ROW] }, { rows: [ROW], nextPageUri: undefined }],
  ];
  for (const [name, value, expected] of lists) {
    it(name, () => assert.deepEqual(decodeList(value, 'Jobs'), expected));
  }

  it("is rejected if it's an error with HTTP 200", () => {
    assert.throws(() => decodeList({ Status: 'ERROR', Message: 'No such scope' }, 'Jobs'), {
      kind: 'rejected',
      serverMessage: 'No such scope',
    });
  });

  for (const value of [null, 7, 'x', true, {}, { Reports: [ROW] }, JSON.parse('{"__proto__":{"Jobs":[]}}')]) {
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
