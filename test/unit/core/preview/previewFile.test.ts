import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isTableError, type TableErrorKind } from '../../../../src/core/tables/tableError';
import { previewBytes, previewFile } from '../../../../src/core/preview/previewFile';
import { errorOf } from '../../../support/outcome';

const utf16 = (text: string, isBigEndian: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};

describe('The encoding of a file', () => {
  const text = 'Partner,Ort\nMüller & Söhne,Zürich\n';
  for (const [name, bytes, encoding] of [
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16, little endian, with a mark', utf16(`\ufeff${text}`, false), 'utf-16le'],
    ['UTF-16, big endian, with a mark', utf16(`\ufeff${text}`, true), 'utf-16be'],
    ['UTF-16 without a mark', utf16(text, false), 'utf-16le'],
    ['Latin-1', Buffer.from(text, 'latin1'), 'windows-1252'],
  ] as const) {
    it(`is detected for ${name}`, () => {
      const preview = previewBytes(bytes, 'a.csv');
      assert.deepEqual(
        [preview.encoding, preview.columns, preview.rows],
        [encoding, ['Partner', 'Ort'], [['Müller & Söhne', 'Zürich']]],
      );
    });
  }

  it('is Latin-1 if that shows late, also in bytes already read', () => {
    const rows = Array.from({ length: 900 }, (_, index) => `${index},${'x'.repeat(200)}`);
    const late = Buffer.concat([
      Buffer.from(`Id,Name\n${rows.join('\n')}\n`),
      Buffer.from('900,Zürich\n901,5 \x80\n', 'latin1'),
    ]);
    const { encoding, rows: read } = previewBytes(late, 'a.csv');
    assert.deepEqual(
      [encoding, read.length, read.at(-2), read.at(-1)],
      ['windows-1252', 902, ['900', 'Zürich'], ['901', '5 €']],
    );
  });

  it('is UTF-8 even if a block ends within a character', () => {
    const long = `Name\n${'ü'.repeat(40_000)}\n${'日'.repeat(40_001)}\n`;
    const { encoding, rows } = previewBytes(Buffer.from(long), 'a.csv');
    assert.deepEqual([encoding, rows.map(([cell]) => cell?.length)], ['utf-8', [40_000, 40_001]]);
  });
});

describe('The format of a file', () => {
  for (const [format, name, content] of [
    ['csv', 'a.csv', 'a,b\n1,2\n'],
    ['csv', 'a.tsv', 'a\tb\n1\t2\n'],
    ['csv', 'a.txt', 'a;b\n1;2\n'],
    ['json', 'a.json', '{"Records":[{"a":1}]}'],
    ['json', 'a.csv', '[{"a":1}]'],
    ['jsonLines', 'a.ndjson', '{"a":1}\n{"a":2}\n'],
    ['jsonLines', 'a.json', '{"a":1}\n{"a":2}\n'],
    ['xml', 'a.xml', '<r><o><a>1</a></o></r>'],
    ['xml', 'a', '\ufeff<?xml version="1.0"?><r><o><a>1</a></o></r>'],
  ] as const) {
    it(`is ${format} for ${name} with ${JSON.stringify(content)}`, () => {
      const preview = previewBytes(Buffer.from(content), name);
      assert.deepEqual([preview.format, preview.rows[0]?.[0], preview.isWhole], [format, '1', true]);
    });
  }

  for (const [subject, name, bytes] of [
    ['zip', 'a.zip', Buffer.from('PK\x03\x04rest')],
    ['xlsx', 'a.xlsx', Buffer.from('PK\x03\x04rest')],
    ['csv.gz', 'a.csv.gz', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['pdf', 'a.csv', Buffer.from('%PDF-1.7\n')],
    ['bin', 'a.csv', Buffer.from('a,b\n\0\0\0\0,x')],
  ] as const) {
    it(`isn't a table for ${name}, which is ${subject}`, async () => {
      const error = await errorOf(Promise.resolve().then(() => previewBytes(bytes, name)));
      assert.ok(isTableError(error), error.stack);
      assert.deepEqual([error.kind, error.subject], ['notATable' satisfies TableErrorKind, subject]);
    });
  }

  it('that is damaged from the start is reported as damaged', async () => {
    for (const [subject, content] of [
      ['json', '[{"a" 1}]'],
      ['xml', '<r><o></r>'],
    ] as const) {
      const error = await errorOf(Promise.resolve().then(() => previewBytes(Buffer.from(content), 'a')));
      assert.ok(isTableError(error), error.stack);
      assert.deepEqual([error.kind, error.subject], ['unreadable', subject]);
    }
  });

  it('that is damaged later is shown up to that point', () => {
    const { rows, damage, isWhole } = previewBytes(Buffer.from('[{"a":1},{"a":2},{"a" 3}]'), 'a.json');
    assert.deepEqual([rows, damage?.line, isWhole], [[['1'], ['2']], 1, false]);
  });
});

describe('The preview of a local file', () => {
  let folder: string;
  const put = (name: string, content: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'impact-jobs-preview-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('contains all of a small file', async () => {
    const preview = await previewFile(put('a.csv', 'a,b\n1,2\n3,4'));
    assert.deepEqual(
      [preview.rows, preview.isWhole, preview.fileBytes, preview.fileName],
      [
        [
          ['1', '2'],
          ['3', '4'],
        ],
        true,
        11,
        'a.csv',
      ],
    );
  });

  it('reads no more of a large file than the rows need', async () => {
    const file = put('a.csv', `a,b\n${'1,"x\ny"\n'.repeat(500_000)}`);
    const preview = await previewFile(file);
    assert.deepEqual(
      [preview.rows.length, preview.isWhole, preview.fileBytes, preview.fetchedBytes],
      [1000, false, 4_000_004, 64 * 1024],
    );
  });

  it('stops at the limit if the rows are long, and drops the incomplete row', async () => {
    const file = put('a.csv', `a,b\n${`1,${'x'.repeat(99_997)}\n`.repeat(60)}`);
    const preview = await previewFile(file);
    assert.deepEqual([preview.rows.length, preview.isWhole, preview.fetchedBytes], [41, false, 4 * 1024 * 1024]);
    assert.ok(preview.rows.every(([, cell]) => cell?.length === 99_997));
  });

  it('is empty for an empty file', async () => {
    const preview = await previewFile(put('a.csv', ''));
    assert.deepEqual([preview.columns, preview.rows, preview.isWhole], [[], [], true]);
  });

  it('has columns but no rows for a file with only a header', async () => {
    const preview = await previewFile(put('a.csv', 'a,b\n'));
    assert.deepEqual([preview.columns, preview.rows, preview.isWhole], [['a', 'b'], [], true]);
  });

  it("says which file can't be read", async () => {
    const file = path.join(folder, 'gone.csv');
    const error = await errorOf(previewFile(file));
    assert.ok(isTableError(error));
    assert.deepEqual([error.kind, error.subject], ['noFile', file]);
  });
});
