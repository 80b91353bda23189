import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { lazy } from '../../../src/vscode/lazy';

describe('A lazy part', () => {
  it('is created once, when it is first needed', async () => {
    let made = 0;
    const part = lazy(() => Promise.resolve({ number: (made += 1) }));
    assert.equal(made, 0);
    const [first, second] = await Promise.all([part(), part()]);
    assert.deepEqual([first, second === first, (await part()) === first, made], [{ number: 1 }, true, true, 1]);
  });

  it('reports a failure to all callers and tries again on the next call', async () => {
    let tries = 0;
    const part = lazy(() =>
      (tries += 1) === 1 ? Promise.reject(new Error('no such file')) : Promise.resolve('there'),
    );
    const results = await Promise.allSettled([part(), part()]);
    assert.deepEqual(
      results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'made')),
      ['Error: no such file', 'Error: no such file'],
    );
    assert.equal(await part(), 'there');
    assert.equal(tries, 2);
  });

  it('is ended if it was made, and only then', async () => {
    const ended: string[] = [];
    const used = lazy(
      () => Promise.resolve('used'),
      (part) => ended.push(part),
    );
    const unused = lazy(
      () => Promise.resolve('unused'),
      (part) => ended.push(part),
    );
    await used();
    used.dispose();
    unused.dispose();
    assert.deepEqual(ended, ['used']);
  });

  it('that is still being created is disposed of as soon as it exists', async () => {
    const ended: string[] = [];
    const source = new EventEmitter();
    const part = lazy(
      async () => ((await once(source, 'made')) as [string])[0],
      (text) => ended.push(text),
    );
    const awaited = part();
    part.dispose();
    assert.deepEqual(ended, []);
    source.emit('made', 'late');
    await awaited;
    assert.deepEqual(ended, ['late']);
  });
});
