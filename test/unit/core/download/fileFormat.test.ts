import assert from 'node:assert/strict';
import { fileExtension, mediaType } from '../../../../src/core/download/fileFormat';

const GZIP = '\x1f\x8b\b';

function extensionOf(content: string, suggestedName?: string, contentType: string | null = null): string {
  return fileExtension({ suggestedName, contentType, firstBytes: Buffer.from(content, 'latin1') });
}

describe('The extension of a result', () => {
  it('follows from first bytes that only one format has, whatever the server says', () => {
    assert.equal(extensionOf('%PDF-1.7', 'a.csv', 'text/csv'), 'pdf');
    assert.equal(extensionOf('PAR1....', 'a.csv', 'text/csv'), 'parquet');
    assert.equal(extensionOf('PK\x03\x04', 'a.csv', 'text/csv'), 'zip');
    assert.equal(extensionOf('PK\x05\x06', 'a', null), 'zip');
    assert.equal(extensionOf(GZIP, 'a', null), 'gz');
  });

  it('names the format inside a ZIP or gzip if the server does', () => {
    assert.equal(extensionOf('PK\x03\x04', 'a.XLSX', null), 'xlsx');
    const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    assert.equal(extensionOf('PK\x03\x04', 'a.bin', sheet), 'xlsx');
    assert.equal(extensionOf(GZIP, 'a.JSON.gz'), 'json.gz');
    assert.equal(extensionOf(GZIP, 'a.tgz'), 'tgz');
    assert.equal(extensionOf(GZIP, 'a.csv'), 'csv.gz');
    assert.equal(extensionOf(GZIP, 'a.bin'), 'gz');
  });

  it('is that of the suggested name, unless type and content agree on another', () => {
    assert.equal(extensionOf('a,b', 'a.TSV', 'text/csv; charset=utf-8'), 'csv');
    assert.equal(extensionOf('a,b', 'a.txt', 'application/json'), 'txt');
    assert.equal(extensionOf('{"a":1}', 'a.csv', 'application/json'), 'json');
    assert.equal(extensionOf('{"a":1}', 'a.csv'), 'csv');
    assert.equal(extensionOf('a,b', 'a.exe', 'text/tab-separated-values'), 'tsv');
  });

  it('is that of the type if no name says more, and of the content if neither does', () => {
    assert.equal(extensionOf('a,b', undefined, ' Text/XML ;x'), 'xml');
    assert.equal(extensionOf('a,b', 'a', 'application/pdf'), 'csv', 'it is none');
    assert.equal(extensionOf('a,b', 'a', 'application/octet-stream'), 'csv');
  });

  it('is read from the beginning of a text', () => {
    for (const xml of ['<?xml version="1.0"?>', ' \n<Records>', '<!-- a -->', '\xef\xbb\xbf<a/>']) {
      assert.equal(extensionOf(xml), 'xml', xml);
    }
    for (const json of ['{"a":1}', '{ }', '{', '[', '[]', '[ {', '[["a"]]', '["a"]', ' \n[{"a":1}]']) {
      assert.equal(extensionOf(json), 'json', json);
    }
    for (const csv of ['', 'a,b', '<5 days,b', '{a},b', '[1] a,b', 'a{"b"', 'a<b>']) {
      assert.equal(extensionOf(csv), 'csv', csv);
    }
  });
});

describe('A media type', () => {
  it('has no parameters, and no case', () => {
    assert.equal(mediaType(' Text/CSV ; charset=utf-8'), 'text/csv');
    assert.equal(mediaType(null), '');
  });
});
