import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dispositionFileName } from '../../../../src/core/download/contentDisposition';

describe('The file name in a Content-Disposition', () => {
  const headers: readonly (readonly [header: string | null, name: string | undefined])[] = [
    [null, undefined],
    ['', undefined],
    ['attachment', undefined],
    ['filename=report.csv', undefined],
    ['attachment; filename=report.csv', 'report.csv'],
    ['attachment; filename="Action Listing.csv"', 'Action Listing.csv'],
    ['attachment; FILENAME = "a.csv"', 'a.csv'],
    ['attachment;filename="a;b=c.csv";x=y', 'a;b=c.csv'],
    ['attachment; filename="a \\"quoted\\" \\\\ name.csv"', 'a "quoted" \\ name.csv'],
    ['attachment; filename="C:\\data\\a.csv"', 'C:\\data\\a.csv'],
    ['attachment; filename="unfinished', 'unfinished'],
    ['attachment; filename=""', undefined],
    ['attachment; filename=first.csv; filename=second.csv', 'first.csv'],
    ['attachment; inline; filename=a.csv', 'a.csv'],
    ['attachment; ; filename=a.csv;', 'a.csv'],
    ["attachment; filename=plain.csv; filename*=UTF-8''Z%C3%BCrich.csv", 'Zürich.csv'],
    ["attachment; filename*=utf-8'de'Z%C3%BCrich.csv", 'Zürich.csv'],
    ["attachment; filename*=iso-8859-1''Z%FCrich.csv", 'Zürich.csv'],
    ["attachment; filename=plain.csv; filename*=UTF-8''%FF%FE", 'plain.csv'],
    ["attachment; filename=plain.csv; filename*=UTF-16''a", 'plain.csv'],
    ["attachment; filename=plain.csv; filename*=UTF-8''%", 'plain.csv'],
    ["attachment; filename=plain.csv; filename*=utf8''Z%C3%BCrich.csv", 'Zürich.csv'],
    ["attachment; filename=plain.csv; filename*=latin1''Z%FCrich.csv", 'Zürich.csv'],
    ["attachment; filename=plain.csv; filename*=ISO-8859-1''x%2", 'plain.csv'],
    ["attachment; filename=plain.csv; filename*=ISO-8859-1''x%zz.csv", 'plain.csv'],
    ["attachment; filename*=ISO-8859-1''x%2", undefined],
    [`attachment; filename=plain.csv; filename*="UTF-8''Z%C3%BCrich.csv"`, 'Zürich.csv'],
    ["attachment; filename*=uTf-8'DE-ch'Z%c3%bcrich.csv; filename=plain.csv", 'Zürich.csv'],
    ["attachment; filename*=windows-1251''%C6.csv", 'Ж.csv'],
    ["attachment; filename*=Shift_JIS''%83%8C.csv", 'レ.csv'],
    ["attachment; filename=plain.csv; filename*=x-unknown''a.csv", 'plain.csv'],
    ["attachment; filename=plain.csv; filename*=UTF-8''", 'plain.csv'],
    [`attachment; filename=plain.csv; filename*="UTF-8''a b.csv"`, 'plain.csv'],
    [`attachment; filename=plain.csv; filename*="x UTF-8''a.csv"`, 'plain.csv'],
    ["attachment; filename=plain.csv; filename*=UTF-8''%20", 'plain.csv'],
    ["attachment; filename=plain.csv; filename*=UTF-8'Z%C3%BCrich.csv", 'plain.csv'],
    ["attachment; filename*=UTF-8'Z%C3%BCrich.csv", 'Zürich.csv'],
    ['attachment; filename*=Z%C3%BCrich.csv', 'Zürich.csv'],
    ['attachment; filename*="Action Listing.csv"', 'Action Listing.csv'],
    [`attachment; filename*=UTF-8''${Buffer.from('Zürich 2026.csv').toString('latin1')}`, 'Zürich 2026.csv'],
    ["attachment; filename*=UTF-8''100%.csv", undefined],
    ['attachment; filename*0="Action "; filename*1="Listing.csv"', 'Action Listing.csv'],
    ["attachment; filename*0*=UTF-8''Z%C3; filename*1*=%BCrich; filename*2=.csv", 'Zürich.csv'],
    ['attachment; filename*1="b.csv"; filename=plain.csv; filename*0="a"', 'ab.csv'],
    [`attachment; filename*0="${Buffer.from('Zü').toString('latin1')}"; filename*1="rich.csv"`, 'Zürich.csv'],
    ["attachment; filename*0*=ISO-8859-1''Z%FC; filename*1=rich.csv", 'Zürich.csv'],
    [`attachment; ${Array.from({ length: 60 }, (_, at) => `filename*${at}=a`).join('; ')}`, 'a'.repeat(50)],
    ["attachment; filename*=UTF-8''a\nb.csv", 'a\nb.csv'],
    ['attachment; filename= \t"a.csv"', 'a.csv'],
    ['attachment; filename="a\\b.csv', 'a\\b.csv'],
    ['attachment; filename*1="b.csv"; filename=plain.csv', 'plain.csv'],
    ["attachment; filename*0=a; filename=plain.csv; filename*=UTF-8''whole.csv", 'whole.csv'],
    ["attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", '../../etc/passwd'],
    ["attachment; filename*=UTF-8''a%00b", 'a\0b'],
    [`attachment; filename="${Buffer.from('Zürich.csv').toString('latin1')}"`, 'Zürich.csv'],
    [`attachment; filename="${Buffer.from('Zürich.csv', 'latin1').toString('latin1')}"`, 'Zürich.csv'],
    ['attachment; __proto__=x; constructor=y; filename=a.csv', 'a.csv'],
  ];
  for (const [header, name] of headers) {
    it(`is ${JSON.stringify(name)} for ${JSON.stringify(header)}`, () =>
      assert.equal(dispositionFileName(header), name));
  }

  it('is read quickly from the longest header', () => {
    const startedAtMs = performance.now();
    for (const piece of [';', 'a=', ';a=b', '"', '\\"', ';filename*=', "UTF-8''%41", ' ', '%']) {
      dispositionFileName(`attachment; filename="${piece.repeat(50_000)}`);
      dispositionFileName(`attachment;${piece.repeat(50_000)}`);
    }
    assert.ok(performance.now() - startedAtMs < 1500);
  });

  it('is read from any input without an error', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void dispositionFileName(header)));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(';', '=', '"', '\\', 'filename', '*', "UTF-8''", '%', '41', ' ')),
        (parts) => void dispositionFileName(parts.join('')),
      ),
    );
  });
});
