import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SharedPrograms } from '../../../../src/core/share/sharedPrograms';
import { anAccount } from '../../../support/anAccount';
import { temporaryFolder } from '../../../support/temporaryFolder';

describe('The names of programs that editors share with command lines', () => {
  const files = temporaryFolder();
  const folder = (): string => path.join(files.path(), 'machine');
  const open = (): SharedPrograms => new SharedPrograms(folder());
  const namesOf = (account = anAccount()): Record<string, string> => Object.fromEntries(open().read(account));

  it('are those of an account, wherever its token comes from', () => {
    assert.deepEqual(namesOf(), {});
    assert.equal(existsSync(folder()), false, 'reading creates nothing');
    open().write(anAccount(), { 1: 'Harbour', 2: 'Summit' });
    assert.deepEqual(namesOf(anAccount({ id: 'x', source: 'environment', name: 'Other' })), {
      1: 'Harbour',
      2: 'Summit',
    });
    const others = [{ sid: 'IRother' }, { kind: 'brand' as const }, { brandId: '5' }, { baseUrl: 'https://x.test' }];
    others.forEach((change) => assert.deepEqual(namesOf(anAccount(change)), {}, JSON.stringify(change)));
    open().write(anAccount({ brandId: '5' }), { 3: 'Brand' });
    open().write(anAccount(), { 2: 'Peak' });
    assert.deepEqual([namesOf(), namesOf(anAccount({ brandId: '5' }))], [{ 2: 'Peak' }, { 3: 'Brand' }]);
  });

  it('are in files that only their user reads, whose names the regular sweep of the folder knows', () => {
    open().write(anAccount(), { 1: 'Harbour' });
    const [name = '', ...others] = readdirSync(folder());
    assert.deepEqual([others, statSync(path.join(folder(), name)).mode & 0o777], [[], 0o600]);
    assert.match(name, /^[\da-f]{24}\.programs\.json$/);
  });

  it('are gone after sign-out', () => {
    open().write(anAccount(), { 1: 'Harbour' });
    open().forget(anAccount({ sid: 'IRother' }));
    assert.deepEqual(namesOf(), { 1: 'Harbour' });
    open().forget(anAccount());
    assert.deepEqual([namesOf(), readdirSync(folder())], [{}, []]);
  });

  it('are none of a damaged file, and only texts of one that somebody has changed', () => {
    open().write(anAccount(), {});
    const file = path.join(folder(), readdirSync(folder())[0] ?? '');
    for (const text of ['', '{', 'null', '[]', '"Harbour"']) {
      writeFileSync(file, text);
      assert.deepEqual(namesOf(), {}, text);
    }
    writeFileSync(file, JSON.stringify({ 1: 5, 2: 'Summit', 3: null }));
    assert.deepEqual(namesOf(), { 2: 'Summit' });
  });

  it('that cannot be written are an error', () => {
    writeFileSync(folder(), '');
    assert.throws(() => open().write(anAccount(), { 1: 'x' }), { code: 'EEXIST' });
  });
});
