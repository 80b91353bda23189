import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { leadsOutside } from '../../../../src/core/files/leadsOutside';
import { MAX_NOTE_BYTES, readSmallFile } from '../../../../src/core/files/readSmallFile';
import { replaceFile } from '../../../../src/core/files/replaceFile';
import { temporaryFolder } from '../../../support/temporaryFolder';

const NOT_PLAIN = { code: 'ENOTPLAIN' };

describe('A file in a folder that somebody else wrote', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder.path(), name);

  describe('that is read', () => {
    it('is returned as text, whatever its length below the limit', async () => {
      for (const text of ['', 'ü', 'a'.repeat(MAX_NOTE_BYTES), 'é'.repeat(MAX_NOTE_BYTES)]) {
        assert.equal(await readSmallFile(folder.write('a', text), 2 * MAX_NOTE_BYTES), text);
      }
    });

    it('is refused beyond the limit', async () => {
      await assert.rejects(readSmallFile(folder.write('a', 'a'.repeat(MAX_NOTE_BYTES + 1))), NOT_PLAIN);
    });

    it('is refused as a link, also to a file that is plain, and as a folder', async () => {
      folder.write('plain', '1');
      symlinkSync(at('plain'), at('link'));
      symlinkSync('/dev/zero', at('zero'));
      symlinkSync(at('nowhere'), at('dangling'));
      mkdirSync(at('folder'));
      for (const name of ['link', 'zero', 'dangling', 'folder']) {
        await assert.rejects(readSmallFile(at(name)), NOT_PLAIN, name);
      }
    });

    it('is refused as a pipe, without waiting for who writes to it', async () => {
      execFileSync('mkfifo', [at('pipe')]);
      await assert.rejects(readSmallFile(at('pipe')), NOT_PLAIN);
    });

    it('is told of by its own error where it is missing', async () => {
      await assert.rejects(readSmallFile(at('missing')), { code: 'ENOENT' });
    });
  });

  describe('that is replaced', () => {
    it('holds the new text, and leaves nothing beside it', async () => {
      await replaceFile(at('a'), 'one');
      await replaceFile(at('a'), 'two', { isFlushed: true });
      assert.deepEqual([readFileSync(at('a'), 'utf8'), readdirSync(folder.path())], ['two', ['a']]);
    });

    it('takes the place of a link and leaves alone what that leads to', async () => {
      folder.write('outside', 'theirs');
      symlinkSync(at('outside'), at('a'));
      await replaceFile(at('a'), 'ours');
      assert.deepEqual(
        [readFileSync(at('outside'), 'utf8'), lstatSync(at('a')).isSymbolicLink(), readFileSync(at('a'), 'utf8')],
        ['theirs', false, 'ours'],
      );
    });

    it('leaves alone the other name of a file that has two', async () => {
      linkSync(folder.write('outside', 'theirs'), at('a'));
      await replaceFile(at('a'), 'ours');
      assert.equal(readFileSync(at('outside'), 'utf8'), 'theirs');
    });

    it('is never written through a link at the name beside it, even where that was known', async () => {
      symlinkSync(at('made'), at('.known.tmp'));
      await assert.rejects(replaceFile(at('a'), 'ours', { token: 'known' }), { code: 'EEXIST' });
      assert.equal(existsSync(at('made')), false);
    });

    it('leaves nothing beside it where it cannot take its place', async () => {
      mkdirSync(at('a'));
      await assert.rejects(replaceFile(at('a'), 'ours'));
      assert.deepEqual(readdirSync(folder.path()), ['a']);
    });

    it('has a name of 255 bytes if it likes', async () => {
      await replaceFile(at('n'.repeat(255)), 'ours');
    });

    it("is the user's alone where it is private", async () => {
      chmodSync(folder.write('a', ''), 0o644);
      await replaceFile(at('a'), 'ours', { isPrivate: true });
      assert.equal(statSync(at('a')).mode & 0o777, 0o600);
    });
  });
});

describe('A folder of a workspace', () => {
  const folder = temporaryFolder();
  const workspace = (): string => path.join(folder.path(), 'workspace');
  const at = (name: string): string => path.join(workspace(), name);
  const outside = (name: string): Promise<string | undefined> => leadsOutside(at(name), [workspace()]);

  beforeEach(() => mkdirSync(at('inner'), { recursive: true }));

  it('stays inside, whether it exists or not', async () => {
    for (const name of ['', 'inner', 'inner/to/be/made', '..made']) {
      assert.equal(await outside(name), undefined, name);
    }
  });

  it('stays inside through a link that does', async () => {
    symlinkSync(at('inner'), at('link'));
    assert.equal(await outside('link/made'), undefined);
  });

  it('stays inside where the workspace itself is a link', async () => {
    const link = path.join(folder.path(), 'link');
    symlinkSync(workspace(), link);
    assert.equal(await leadsOutside(path.join(link, 'inner'), [link]), undefined);
  });

  it('leads outside through a link, in the middle or at the end, and through dots', async () => {
    symlinkSync('/', at('root'));
    symlinkSync(folder.path(), at('up'));
    const real = folder.path();
    assert.deepEqual(
      [await outside('root'), await outside('up/made/deep'), await outside('../workspace-2')],
      ['/', path.join(real, 'made/deep'), path.join(real, 'workspace-2')],
    );
  });

  it('counts as outside where a link leads nowhere or in circles', async () => {
    symlinkSync(path.join(folder.path(), 'made'), at('dangling'));
    symlinkSync(at('circle'), at('circle'));
    assert.deepEqual([await outside('dangling/made'), await outside('circle')], [at('dangling/made'), at('circle')]);
  });

  it('stays inside where it is in any of several', async () => {
    const other = path.join(folder.path(), 'other');
    mkdirSync(other);
    symlinkSync(other, at('link'));
    assert.equal(await leadsOutside(at('link'), [workspace(), other]), undefined);
  });
});
