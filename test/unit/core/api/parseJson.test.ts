import assert from 'node:assert/strict';
import { parseJson } from '../../../../src/core/api/parseJson';

const MB = 1024 * 1024;

describe('A body that should be JSON', () => {
  it('is read, with or without a byte order mark', () => {
    assert.deepEqual(parseJson(Buffer.from('{"a":1}')), { a: 1 });
    assert.deepEqual(parseJson(Buffer.from('\ufeff[1]')), [1]);
  });

  it('can be nested a hundred thousand deep', () => {
    assert.ok(Array.isArray(parseJson(Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)))));
  });

  it('defines __proto__ like any other field', () => {
    const value = parseJson(Buffer.from('{"__proto__":{"polluted":1}}')) as Record<string, unknown>;
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  const unreadable: readonly (readonly [name: string, body: string, serverMessage: string | undefined])[] = [
    ['is unreadable when it is empty', '', undefined],
    ['is unreadable when it breaks off', '[{"Id":"8125', undefined],
    [
      'is unreadable when it is a gateway’s page, whose title is told',
      '<html><title>502 Bad Gateway</title></html>',
      '502 Bad Gateway',
    ],
    ['is unreadable when it is plain text, which is told', 'no healthy upstream', 'no healthy upstream'],
  ];
  for (const [name, body, serverMessage] of unreadable) {
    it(name, () =>
      assert.throws(() => parseJson(Buffer.from(body)), { name: 'ApiError', kind: 'unreadable', serverMessage }),
    );
  }

  it('is an error if it is the XML envelope', () => {
    const body = '<ImpactRadiusResponse><Status>ERROR</Status><Message>No such scope</Message></ImpactRadiusResponse>';
    assert.throws(() => parseJson(Buffer.from(body)), {
      ...{ kind: 'rejected', serverMessage: 'No such scope' },
      message: 'The API returned an error: No such scope',
    });
    assert.throws(() => parseJson(Buffer.from(body.replace(/<Message>.*<\/Message>/, ''))), {
      ...{ kind: 'rejected', serverMessage: undefined },
      message: 'The API returned an error: ',
    });
  });

  it('keeps only the message of an unreadable body', () => {
    const error = caught(() => parseJson(Buffer.from('{"secret":"in the body"')));
    assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /secret/);
  });

  for (const piece of ['{},', '[],', '1,', '"",', '[[],[]],', '{"a":1},']) {
    it(`isn't parsed if it is only ${piece} for many megabytes`, () => {
      assert.throws(() => parseJson(Buffer.from(`[${piece.repeat((17 * MB) / piece.length)}0]`)), { kind: 'tooLarge' });
    });
  }

  it('can be large if its values are as long as those of jobs', () => {
    const row = `${JSON.stringify({ Id: '81258bc5-54cf-4a09-9fbc-eb837637d02f', Status: 'RUNNING', Type: 'ApiReport' })},`;
    const rows = parseJson(Buffer.from(`[${row.repeat((17 * MB) / row.length)}{}]`));
    assert.ok(Array.isArray(rows) && rows.length > 100_000);
  });
});

function caught(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  throw new assert.AssertionError({ message: 'Nothing was thrown' });
}
