import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { numberedFileName, pathInFolder, safeFileName } from '../../../../src/core/download/fileName';

describe('The name of a file', () => {
  const names: readonly (readonly [wished: string, name: string])[] = [
    ['Action Listing 2026-11-23.csv', 'Action Listing 2026-11-23.csv'],
    ['report', 'report.csv'],
    ['report.CSV', 'report.csv'],
    ['report.json', 'report.csv'],
    ['report.csv.gz', 'report.csv'],
    ['v1.2', 'v1.2.csv'],
    ['Zürich – 東京 👩‍💻.csv', 'Zürich – 東京 👩💻.csv'],
    ['Zu\u0308rich.csv', 'Zürich.csv'],
    ['../../etc/passwd', '_.._etc_passwd.csv'],
    ['..\\..\\boot.ini', '_.._boot.ini.csv'],
    ['/etc/passwd', '_etc_passwd.csv'],
    ['C:\\Windows\\system32\\evil', 'C__Windows_system32_evil.csv'],
    ['\\\\server\\share\\evil', '__server_share_evil.csv'],
    ['file:///etc/passwd', 'file____etc_passwd.csv'],
    ['report.csv:stream', 'report.csv_stream.csv'],
    ['report\0.exe', 'report.exe.csv'],
    ['a\r\nb\tc', 'abc.csv'],
    ['invoice\u202evsc.exe', 'invoicevsc.exe.csv'],
    ['\u2066left\u2069\ufeff\u200b', 'left.csv'],
    ['half \ud83d a pair', 'half  a pair.csv'],
    ['.bashrc', 'bashrc.csv'],
    ['...', 'result.csv'],
    [' . . ', 'result.csv'],
    ['', 'result.csv'],
    ['.csv', 'result.csv'],
    ['report. . .', 'report.csv'],
    ['CON', '_CON.csv'],
    ['con.txt', '_con.csv'],
    ['Nul .tar', '_Nul .tar.csv'],
    ['aux.csv', '_aux.csv'],
    ['COM1', '_COM1.csv'],
    ['lpt¹.csv', '_lpt¹.csv'],
    ['CONIN$', '_CONIN$.csv'],
    ['console', 'console.csv'],
    ['a<b>c"d|e?f*g', 'a_b_c_d_e_f_g.csv'],
    ['%2e%2e%2fetc', '%2e%2e%2fetc.csv'],
  ];
  for (const [wished, name] of names) {
    it(`is ${name} for ${JSON.stringify(wished)}`, () => assert.equal(safeFileName(wished, 'csv'), name));
  }

  it('ends only once with a compound extension', () => {
    assert.equal(safeFileName('report.csv.gz', 'csv.gz'), 'report.csv.gz');
    assert.equal(safeFileName('report.csv', 'csv.gz'), 'report.csv.gz');
  });

  for (const extension of ['../sh', '.exe', 'c/s/v', 'csv\0', 'CSV ', '', '...', 'x'.repeat(1000)]) {
    it(`is plain with the extension ${JSON.stringify(extension.slice(0, 10))}`, () =>
      assert.match(safeFileName('report', extension), /^report(?:\.[a-z0-9]{1,20})?$/));
  }

  it('is short enough for every file system, cut between characters, and never only an extension', () => {
    for (const unit of ['x', 'ü', '東', '👍', 'a\u0301', `a${'\u0301'.repeat(1000)}`, '👨‍👩‍👧‍👦', ' .']) {
      const name = safeFileName(unit.repeat(2000), 'csv');
      assert.ok(Buffer.byteLength(name) <= 230 && Buffer.byteLength(name) > '.csv'.length, name);
      assert.ok(!name.includes('\ufffd') && !/\p{Surrogate}/u.test(name), name);
      assert.ok(!name.startsWith('.'), name);
    }
  });

  it('is found quickly for a template of megabytes', () => {
    const startedAtMs = performance.now();
    for (const unit of ['.', ' ', '. ', 'a.', '/', '\u0301', '\u202e']) {
      safeFileName(`x${unit.repeat(1_000_000)}x`, 'csv');
    }
    // With the length's square it would be minutes.
    assert.ok(performance.now() - startedAtMs < 1500);
  });

  it('is one plain name inside its folder for any template', () => {
    const folder = path.resolve('/results');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('csv', 'json', 'csv.gz', ''), (wished, extension) => {
        const name = safeFileName(wished, extension);
        assert.equal(path.dirname(pathInFolder(folder, name)), folder);
        assert.equal(path.win32.basename(name), name);
        assert.doesNotMatch(name, /[\p{Cc}\p{Cf}<>:"/\\|?*]|[. ]$/u);
      }),
    );
  });
});

describe('The path in a folder', () => {
  for (const name of ['', '.', '..', '../x', 'a/b', '/etc/passwd', 'a/../../x', './a', 'a/', 'a/.']) {
    it(`is none for ${JSON.stringify(name)}`, () => {
      const message = `Not a plain file name: ${JSON.stringify(name)}`;
      assert.throws(() => pathInFolder('/results', name), { name: 'RangeError', message });
      assert.throws(() => pathInFolder('/', name), { name: 'RangeError' });
    });
  }

  it('adds a number before the whole extension', () => {
    assert.equal(numberedFileName('report.csv.gz', 'csv.gz', 2), 'report (2).csv.gz');
    assert.equal(numberedFileName('report.csv', 'csv', 1), 'report.csv');
    assert.equal(numberedFileName('report', '', 3), 'report (3)');
  });
});
