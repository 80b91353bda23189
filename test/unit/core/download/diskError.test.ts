import assert from 'node:assert/strict';
import { ApiError } from '../../../../src/core/apiError';
import { asDiskError, onDisk } from '../../../../src/core/download/diskError';
import { DownloadError, isDownloadError } from '../../../../src/core/download/downloadError';
import { fileError } from '../../../support/replacedFileCalls';

describe('An error of the disk', () => {
  const kinds: readonly (readonly [code: string, kind: string])[] = [
    ['ENOSPC', 'diskFull'],
    ['EDQUOT', 'diskFull'],
    ['EFBIG', 'fileTooLarge'],
    ['ENOENT', 'folderGone'],
    ['ESTALE', 'folderGone'],
    ['ENOTDIR', 'notAFolder'],
    ['EROFS', 'readOnly'],
    ['EACCES', 'readOnly'],
    ['EPERM', 'readOnly'],
    ['ENAMETOOLONG', 'nameTooLong'],
    ['ENOTPLAIN', 'notPlain'],
    ['ELOCKED', 'busy'],
    ['EIO', 'disk'],
    ['', 'disk'],
  ];
  for (const [code, kind] of kinds) {
    it(`is ${kind} for ${code || 'an error without a code'}`, async () => {
      const cause = fileError(code);
      const failure = { name: 'DownloadError', kind, path: '/a', message: cause.message, cause };
      await assert.rejects(
        onDisk('/a', () => Promise.reject(cause)),
        failure,
      );
    });
  }

  it('stays as it is if its kind is known', () => {
    for (const error of [new ApiError('cut', ''), new DownloadError('corrupt', '')]) {
      assert.equal(asDiskError(error, '/a'), error);
    }
  });

  it('says whatever was thrown', () => {
    assert.equal(asDiskError('no error', '/a').message, 'no error');
    assert.equal('cause' in new DownloadError('disk', ''), false);
  });

  it('is known by its shape, because each bundle has its own class', () => {
    const copy = (kind: string, name = 'DownloadError'): unknown => Object.assign(new Error(''), { name, kind });
    assert.ok(isDownloadError(copy('busy')));
    for (const other of [copy('no such kind'), copy('busy', 'Error'), { name: 'DownloadError', kind: 'busy' }, null]) {
      assert.ok(!isDownloadError(other));
    }
  });
});
