import assert from 'node:assert/strict';
import { patiently } from '../../../../src/core/files/patiently';

describe('A change of a file that is in use', () => {
  let calls: number;
  let pausedMs: number;
  const fail = (code: string, times: number): void =>
    patiently(
      () => {
        calls++;
        if (calls <= times) {
          throw Object.assign(new Error(code), { code });
        }
      },
      (ms) => (pausedMs += ms),
    );

  beforeEach(() => {
    calls = 0;
    pausedMs = 0;
  });

  for (const code of ['EPERM', 'EBUSY', 'EACCES']) {
    it(`succeeds after a moment: ${code}`, () => {
      fail(code, 3);
      assert.equal(calls, 4);
      assert.ok(pausedMs > 0);
    });
  }

  it('fails if the file stays in use, within a tenth of a second', () => {
    assert.throws(() => fail('EPERM', Infinity), { code: 'EPERM' });
    assert.ok(pausedMs <= 100, `${pausedMs}`);
  });

  it('fails at once for any other reason', () => {
    assert.throws(() => fail('ENOSPC', Infinity), { code: 'ENOSPC' });
    assert.deepEqual([calls, pausedMs], [1, 0]);
  });
});
