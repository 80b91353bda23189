import assert from 'node:assert/strict';
import { manifestResults } from '../../../../src/core/analysis/manifestResults';

const listed = (file: unknown, name: string, set: string | null = null) => ({
  file,
  export: name,
  set,
  job: { id: `job of ${String(file)}` },
});

describe('The results in a manifest', () => {
  it('are the newest of each export, by set', () => {
    const files = [
      listed('a1.csv', 'Actions', 'Daily'),
      listed('b.csv', 'Clicks', 'Daily'),
      listed('a2.csv', 'Actions', 'Daily'),
      listed('c.csv', 'Actions'),
    ];
    const results = manifestResults(JSON.stringify({ version: 1, files })) ?? [];
    assert.deepEqual(
      results.map(({ file, title, set, jobId }) => [file, title, set, jobId]),
      [
        ['a2.csv', 'Actions', 'Daily', 'job of a2.csv'],
        ['b.csv', 'Clicks', 'Daily', 'job of b.csv'],
        ['c.csv', 'Actions', undefined, 'job of c.csv'],
      ],
    );
  });

  it('are never in another folder', () => {
    const files = ['../a.csv', '/etc/passwd', 'x/a.csv', '..', '.', 'C:\\a.csv', '', 7, null].map((file) =>
      listed(file, 'A'),
    );
    assert.deepEqual(manifestResults(JSON.stringify({ version: 1, files })), []);
  });

  it('are none in another file', () => {
    for (const text of ['', '{', '[]', '{"version":2,"files":[]}', '{"version":1}']) {
      assert.equal(manifestResults(text), undefined);
    }
  });
});
