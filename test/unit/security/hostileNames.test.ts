import assert from 'node:assert/strict';
import path from 'node:path';
import { API, STORAGE } from './support/trial';
import { trialsForTest } from './support/trialsForTest';

const FILE = 'a,b\n1,2\n';

describe('Security: a file name from a server', () => {
  const begin = trialsForTest();

  /** The header as it stands on the wire, and the name of the one file that is there afterwards. */
  const names: readonly (readonly [name: string, header: string, written: string])[] = [
    ['with a path', 'attachment; filename="../../../sentinel.csv"', '_.._.._sentinel.csv'],
    ['with an absolute path', 'attachment; filename="/etc/cron.d/evil"', '_etc_cron.d_evil.csv'],
    ['with a path of Windows', 'attachment; filename="..\\..\\..\\sentinel.csv"', '_.._.._sentinel.csv'],
    ['with a drive', 'attachment; filename="C:\\Windows\\win.ini"', 'C__Windows_win.ini.csv'],
    ['with a share', 'attachment; filename="\\\\evil.test\\share\\a"', '_evil.test_share_a.csv'],
    ['with an escaped path', "attachment; filename*=UTF-8''..%2F..%2F..%2Fsentinel.csv", '_.._.._sentinel.csv'],
    [
      'with a path that is escaped twice',
      "attachment; filename*=UTF-8''..%252F..%252Fsentinel.csv",
      '%2F..%2Fsentinel.csv',
    ],
    ['with a NUL', "attachment; filename*=UTF-8''report.csv%00.exe", 'report.csv.exe.csv'],
    ['with line breaks', "attachment; filename*=UTF-8''a%0D%0Ab.csv", 'ab.csv'],
    ['with terminal codes', "attachment; filename*=UTF-8''a%1B%5B31mb.csv", 'a[31mb.csv'],
    ['that reads from right to left', "attachment; filename*=UTF-8''invoice%E2%80%AEvsc.exe", 'invoicevsc.exe.csv'],
    ['that hides', 'attachment; filename=".bashrc"', 'bashrc.csv'],
    ['that is a device of Windows', 'attachment; filename="CON"', '_CON.csv'],
    ['that is a device with an ending', 'attachment; filename="lpt1.txt"', '_lpt1.csv'],
    ['that names a stream', 'attachment; filename="report.csv:evil.exe"', 'report.csv_evil.exe.csv'],
    ['that VS Code would act upon', 'attachment; filename="evil.code-workspace"', 'evil.code-workspace.csv'],
    ['that a shell would run', 'attachment; filename="evil.sh"', 'evil.sh.csv'],
    ['that is a partial file’s', 'attachment; filename="result.csv.part.state"', 'result.csv.part.state.csv'],
    ['that is nothing but dots', 'attachment; filename=".."', 'result.csv'],
    ['that is nothing', 'attachment; filename=""', 'result.csv'],
    ['that ends with what Windows drops', 'attachment; filename="report.exe. ."', 'report.exe.csv'],
  ];
  for (const [name, header, written] of names) {
    it(`${name} is one plain name in the folder`, async () => {
      const trial = await begin(({ origin }, response) => {
        if (origin === API) {
          response.writeHead(302, { Location: `${STORAGE}/1` }).end();
        } else {
          response.writeHead(200, { 'Content-Disposition': header, 'Content-Type': 'text/csv' }).end(FILE);
        }
      });
      const file = await trial.download();
      assert.deepEqual([path.dirname(file.path), trial.names()], [trial.folder, [written]]);
    });
  }

  it('of many thousand characters is shortened', async () => {
    const trial = await begin(
      (_, response) =>
        void response
          .writeHead(200, {
            'Content-Disposition': `attachment; filename="${'../'.repeat(1000)}${'x'.repeat(4000)}.csv"`,
          })
          .end(FILE),
    );
    await trial.download();
    const [written = '', ...others] = trial.names();
    assert.ok(written.length <= 230 && written.endsWith('.csv') && others.length === 0, written);
  });

  it('of one character with a thousand accents is still a name', async () => {
    const trial = await begin(
      (_, response) =>
        void response
          .writeHead(200, { 'Content-Disposition': `attachment; filename*=UTF-8''a${'%CC%81'.repeat(1000)}.csv` })
          .end(FILE),
    );
    await trial.download();
    assert.deepEqual(trial.names(), ['result.csv']);
  });

  it('of an existing file never overwrites it', async () => {
    const trial = await begin(
      (_, response) =>
        void response
          .writeHead(200, { 'Content-Disposition': 'attachment; filename="mine.csv"' })
          .end(`${FILE}${trial.internet.requests.length}\n`),
    );
    await trial.download();
    await trial.download();
    assert.deepEqual(trial.names(), ['mine (2).csv', 'mine.csv']);
  });
});
