import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as release from '../../../scripts/release.mjs';

// Loaded at run time, not bundled: it finds the project by where it lies.
const { releasedChangelog, releaseNotes, withVersion } = (await import(
  pathToFileURL(path.resolve('scripts/release.mjs')).href
)) as typeof release;

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Rings.\n\n## [1.0.0] - 2026-01-02\n\n- All.\n';

describe('npm run release', () => {
  it('puts unreleased changes under the version and its date', () => {
    assert.equal(
      releasedChangelog(CHANGELOG, '1.1.0', '2026-11-29'),
      '# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2026-11-29\n\n### Added\n\n- Rings.\n\n' +
        '## [1.0.0] - 2026-01-02\n\n- All.\n',
    );
  });

  it('takes the notes of a release from the changelog', () => {
    const changelog = releasedChangelog(CHANGELOG, '1.1.0', '2026-11-29');
    assert.equal(releaseNotes(changelog, '1.1.0'), '### Added\n\n- Rings.\n');
    assert.equal(releaseNotes(changelog, '1.0.0'), '- All.\n');
    assert.throws(() => releaseNotes(changelog, '1.2.0'), /nothing about version 1\.2\.0/);
  });

  it('finds notes for the version of the project', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.ok(releaseNotes(readFileSync('CHANGELOG.md', 'utf8'), version).length > 100);
  });

  it('refuses a version that does not follow the last one', () => {
    for (const version of ['1.0.0', '0.9.9']) {
      assert.throws(() => releasedChangelog(CHANGELOG, version, '2026-11-29'), /isn't later than 1\.0\.0/);
    }
    assert.match(releasedChangelog(CHANGELOG, '1.0.10', '2026-11-29'), /\[1\.0\.10\]/);
  });

  it('refuses an empty release, a changelog without [Unreleased], and malformed versions and dates', () => {
    assert.throws(
      () => releasedChangelog('## [Unreleased]\n\n## [1.0.0] - 2026-01-02\n', '1.1.0', '2026-11-29'),
      /empty/,
    );
    assert.throws(() => releasedChangelog('# Changelog\n', '1.1.0', '2026-11-29'), /needs one heading/);
    assert.throws(() => releasedChangelog(CHANGELOG, 'v1.1', '2026-11-29'), /three numbers/);
    assert.throws(() => releasedChangelog(CHANGELOG, '1.1.0', 'today'), /YYYY-MM-DD/);
  });

  it('writes the version into the manifest and the lock file', () => {
    assert.deepEqual(JSON.parse(withVersion('{"name":"a","version":"0.1.0"}', '1.0.0')), {
      name: 'a',
      version: '1.0.0',
    });
    assert.deepEqual(JSON.parse(withVersion('{"version":"0.1.0","packages":{"":{"version":"0.1.0"}}}', '1.0.0')), {
      version: '1.0.0',
      packages: { '': { version: '1.0.0' } },
    });
  });
});
