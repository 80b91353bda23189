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

describe('A file in a folder written by others', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder.path(), name);

  describe('when read', () => {
    it('is returned as text, whatever its length below the limit', async () => {
      for (const text of ['', 'ü', 'a'.repeat(MAX_NOTE_BYTES), 'é'.repeat(MAX_NOTE_BYTES)]) {
        assert.equal(await readSmallFile(folder.write('a', text), 2 * MAX_NOTE_BYTES), text);
      }
    });

    it('is refused above the limit', async () => {
      await assert.rejects(readSmallFile(folder.write('a', 'a'.repeat(MAX_NOTE_BYTES + 1))), NOT_PLAIN);
    });

    it('is refused as a link, even to a plain file, and as a folder', async () => {
      folder.write('plain', '1');
      symlinkSync(at('plain'), at('link'));
      symlinkSync('/dev/zero', at('zero'));
      symlinkSync(at('nowhere'), at('dangling'));
      mkdirSync(at('folder'));
      for (const name of ['link', 'zero', 'dangling', 'folder']) {
        await assert.rejects(readSmallFile(at(name)), NOT_PLAIN, name);
      }
    });

    it('is refused as a pipe, without waiting for a writer', async () => {
      execFileSync('mkfifo', [at('pipe')]);
      await assert.rejects(readSmallFile(at('pipe')), NOT_PLAIN);
    });

    it("reports its own error if it's missing", async () => {
      await assert.rejects(readSmallFile(at('missing')), { code: 'ENOENT' });
    });
  });

  describe('when replaced', () => {
    it('contains the new text, and leaves nothing beside it', async () => {
      await replaceFile(at('a'), 'one');
      await replaceFile(at('a'), 'two', { isFlushed: true });
      assert.deepEqual([readFileSync(at('a'), 'utf8'), readdirSync(folder.path())], ['two', ['a']]);
    });

    it('takes the place of a link without changing its target', async () => {
      folder.write('outside', 'theirs');
      symlinkSync(at('outside'), at('a'));
      await replaceFile(at('a'), 'ours');
      assert.deepEqual(
        [readFileSync(at('outside'), 'utf8'), lstatSync(at('a')).isSymbolicLink(), readFileSync(at('a'), 'utf8')],
        ['theirs', false, 'ours'],
      );
    });

    it("doesn't change the other name of a file with two names", async () => {
      linkSync(folder.write('outside', 'theirs'), at('a'));
      await replaceFile(at('a'), 'ours');
      assert.equal(readFileSync(at('outside'), 'utf8'), 'theirs');
    });

    it('is never written through a link at the temporary name, even a predicted one', async () => {
      symlinkSync(at('made'), at('.known.tmp'));
      await assert.rejects(replaceFile(at('a'), 'ours', { token: 'known' }), { code: 'EEXIST' });
      assert.equal(existsSync(at('made')), false);
    });

    it("leaves nothing beside it if it can't be replaced", async () => {
      mkdirSync(at('a'));
      await assert.rejects(replaceFile(at('a'), 'ours'));
      assert.deepEqual(readdirSync(folder.path()), ['a']);
    });

    it('can have a name of 255 bytes', async () => {
      await replaceFile(at('n'.repeat(255)), 'ours');
    });

    it("is readable only by the user if it's private", async () => {
      chmodSync(folder.write('a', ''), 0o644);
      await replaceFile(at('a'), 'ours', { isPrivate: true });
      assert.equal(statSync(at('a')).mode & 0o777, 0o600);
    });
  });
});

describe('A workspace folder', () => {
  const folder = temporaryFolder();
  const workspace = (): string => path.join(folder.path(), 'workspace');
  const at = (name: string): string => path.join(workspace(), name);
  const outside = (name: string): Promise<string | undefined> => leadsOutside(at(name), [workspace()]);

  beforeEach(() => mkdirSync(at('inner'), { recursive: true }));

  it('is inside, whether it exists or not', async () => {
    for (const name of ['', 'inner', 'inner/to/be/made', '..made']) {
      assert.equal(await outside(name), undefined, name);
    }
  });

  it('is inside through a link that stays inside', async () => {
    symlinkSync(at('inner'), at('link'));
    assert.equal(await outside('link/made'), undefined);
  });

  it('is inside if the workspace itself is a link', async () => {
    const link = path.join(folder.path(), 'link');
    symlinkSync(workspace(), link);
    assert.equal(await leadsOutside(path.join(link, 'inner'), [link]), undefined);
  });

  it('is outside through a link, in the middle or at the end, and through dots', async () => {
    symlinkSync('/', at('root'));
    symlinkSync(folder.path(), at('up'));
    const real = folder.path();
    assert.deepEqual(
      [await outside('root'), await outside('up/made/deep'), await outside('../workspace-2')],
      ['/', path.join(real, 'made/deep'), path.join(real, 'workspace-2')],
    );
  });

  it('is outside if a link is dangling or circular', async () => {
    symlinkSync(path.join(folder.path(), 'made'), at('dangling'));
    symlinkSync(at('circle'), at('circle'));
    assert.deepEqual([await outside('dangling/made'), await outside('circle')], [at('dangling/made'), at('circle')]);
  });

  it("is inside if it's in any of several folders", async () => {
    const other = path.join(folder.path(), 'other');
    mkdirSync(other);
    symlinkSync(other, at('link'));
    assert.equal(await leadsOutside(at('link'), [workspace(), other]), undefined);
  });
});
