import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { SharedRecords } from '../../../../src/core/share/sharedRecords';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

const DAY = 86_400_000;

describe('Records shared between windows', () => {
  const files = temporaryFolder();
  let folder: string;
  let clock: FakeClock;
  let opened: SharedRecords[];

  /** A window that learns of changes by looking for them once a second. */
  function open(): SharedRecords {
    const watchFolder = (): never => {
      throw new Error('no watches to be had');
    };
    const records = new SharedRecords({
      folder,
      clock,
      isOwn: (key) => key.startsWith('demo:'),
      watchFolder,
      onProblem: assert.ifError,
    });
    opened.push(records);
    records.record('names');
    return records;
  }

  const read = (records: SharedRecords, name = 'names'): Record<string, unknown> =>
    Object.fromEntries(records.record(name));

  beforeEach(() => {
    folder = path.join(files.path(), 'memory');
    clock = new FakeClock();
    opened = [];
  });

  afterEach(() => opened.forEach((records) => records.dispose()));

  it('reach other windows within a second, with the changed keys', async () => {
    const [one, other] = [open(), open()];
    const heard: (readonly string[])[] = [];
    one.onDidChange((keys) => heard.push(keys));
    other.onDidChange((keys) => heard.push(keys));
    one.set('names', Object.entries({ 'a/1': 'Sales', 'a/2': 'Ads' }));
    await clock.advance(1000);
    assert.deepEqual(read(other), { 'a/1': 'Sales', 'a/2': 'Ads' });
    assert.deepEqual(heard, [['a/1', 'a/2']]);
  });

  it('are announced in a window that changes something itself before it notices', async () => {
    const [one, other] = [open(), open()];
    const heard: (readonly string[])[] = [];
    other.onDidChange((keys) => heard.push(keys));
    one.set('names', [['a/1', 'Sales']]);
    other.set('names', [['a/2', 'Ads']]);
    assert.deepEqual(heard, [['a/1']]);
    assert.deepEqual(read(other), { 'a/1': 'Sales', 'a/2': 'Ads' });
    await clock.advance(1000);
    assert.deepEqual(heard, [['a/1']]);
  });

  it('cost nothing before the first use: no folder, no timer', async () => {
    const records = new SharedRecords({ folder, clock, isOwn: () => false, onProblem: assert.ifError });
    records.onDidChange(() => undefined);
    await clock.advance(60_000);
    assert.deepEqual([existsSync(folder), clock.timerCount], [false, 0]);
    records.record('names');
    assert.deepEqual([existsSync(folder), clock.timerCount], [true, 1]);
    records.dispose();
  });

  it('persist when all windows close, as JSON keeps them', () => {
    open().set('marks', Object.entries({ 'a/1': { uri: 'file:///x', atMs: 7 } }));
    open().set('folders', [['x', [1, null, 'y']]]);
    assert.deepEqual(
      [read(open(), 'marks'), read(open(), 'folders')],
      [{ 'a/1': { uri: 'file:///x', atMs: 7 } }, { x: [1, null, 'y'] }],
    );
    assert.equal(open().record('nothing').size, 0);
  });

  it('keep both entries that two windows set at the same moment', async () => {
    const [one, other] = [open(), open()];
    one.set('names', [['a/1', 'Sales']]);
    other.set('names', [['a/2', 'Ads']]);
    await clock.advance(1000);
    assert.deepEqual(
      [read(one), read(other)],
      [
        { 'a/1': 'Sales', 'a/2': 'Ads' },
        { 'a/1': 'Sales', 'a/2': 'Ads' },
      ],
    );
  });

  it('drop removed entries, and order entries by last change', async () => {
    const [one, other] = [open(), open()];
    one.set('names', Object.entries({ 'a/1': 'x', 'a/2': 'y', 'a/3': 'x' }));
    one.set('names', Object.entries({ 'a/1': 'z', 'a/3': 'x' }));
    await clock.advance(1000);
    const changed = ['a/2 y', 'a/3 x', 'a/1 z'];
    const listed = (records: SharedRecords): string[] => [...records.record('names')].map((entry) => entry.join(' '));
    assert.deepEqual([listed(one), listed(other), listed(open())], [changed, changed, changed]);
    other.set('names', [['a/3', undefined]]);
    await clock.advance(1000);
    const left = ['a/2 y', 'a/1 z'];
    assert.deepEqual([listed(one), listed(other), listed(open())], [left, left, left]);
  });

  it("keep this window's own entries local", async () => {
    const [one, other] = [open(), open()];
    one.set('names', Object.entries({ 'demo:agency:x/1': 'Sales', 'a/1': 'Ads' }));
    await clock.advance(1000);
    assert.deepEqual([Object.keys(read(one)).length, read(other)], [2, { 'a/1': 'Ads' }]);
  });

  it('are safe from built-in property names of objects', () => {
    open().set('names', [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    const names = open().record('names');
    assert.deepEqual([names.get('__proto__'), names.get('constructor'), names.get('toString')], ['x', 'y', undefined]);
  });

  it('are kept for at least 90 days, expire, and are readable only by the user', () => {
    open().set('names', [['a/1', 'Sales']]);
    assert.deepEqual(
      readdirSync(folder).map((name) => statSync(path.join(folder, name)).mode & 0o777),
      [0o600],
    );
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    clock.jump(89 * DAY);
    open().set('names', [['a/2', 'Ads']]);
    assert.deepEqual(Object.keys(read(open())), ['a/1', 'a/2']);
    clock.jump(121 * DAY);
    open().set('names', [['a/3', 'x']]);
    assert.deepEqual(Object.keys(read(open())), ['a/3']);
  });

  it('tolerate damaged lines', () => {
    open().set('names', [['a/1', 'Sales']]);
    const [file = ''] = readdirSync(folder);
    writeFileSync(
      path.join(folder, file),
      '{"key":"names a/9","val\n[]\nnull\n{"key":7}\n{"key":"names ","value":1}\n{"key":"names","value":1,"stamp":1}\n' +
        '{"key":"names a/8","value":1,"stamp":"1"}\n{"key":"names a/8","stamp":1}\n{"value":1,"stamp":1}\n',
      { flag: 'a' },
    );
    open().set('names', [['a/2', 'Ads']]);
    assert.deepEqual(read(open()), { 'a/1': 'Sales', 'a/2': 'Ads' });
  });

  it('keep the later of two changes by their stamps, and of equal stamps the later line', async () => {
    const one = open();
    one.set('names', [['a/1', 'Sales']]);
    const [file = ''] = readdirSync(folder);
    const add = (value: string, stamp: number): void =>
      writeFileSync(path.join(folder, file), `${JSON.stringify({ key: 'names a/1', value, stamp })}\n`, { flag: 'a' });
    add('older', clock.now() - 1);
    await clock.advance(1000);
    assert.deepEqual([read(one), read(open())], [{ 'a/1': 'Sales' }, { 'a/1': 'Sales' }]);
    add('equal', clock.now() - 1000);
    await clock.advance(1000);
    assert.deepEqual([read(one), read(open())], [{ 'a/1': 'equal' }, { 'a/1': 'equal' }]);
  });

  it('have what was set last, although the clock was set back in between', async () => {
    const [one, other] = [open(), open()];
    one.set('names', [['a/1', 'Sales']]);
    await clock.advance(1000);
    clock.set(-DAY);
    one.set('names', [['a/1', 'Ads']]);
    await clock.advance(1000);
    other.set('names', [['a/1', 'Clicks']]);
    await clock.advance(1000);
    assert.deepEqual([read(one), read(other), read(open())], Array(3).fill({ 'a/1': 'Clicks' }));
  });

  it('are announced only if something is new', async () => {
    const [one, other] = [open(), open()];
    const heard: (readonly string[])[] = [];
    other.onDidChange((keys) => heard.push(keys));
    one.set('names', [['a/1', 'Sales']]);
    one.set('names', [['a/1', 'Ads']]);
    one.set('names', [['a/1', 'Sales']]);
    await clock.advance(5000);
    assert.deepEqual(heard, [['a/1']]);
    const size = (): number =>
      readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    const before = size();
    other.set('names', [['a/1', 'Sales']]);
    one.set('names', [['a/2', undefined]]);
    assert.equal(size(), before, 'what is there already is not written');
  });

  it('stay in their window if they cannot be stored, which says why', () => {
    const problems: unknown[] = [];
    folder = files.write('a-file', '');
    const records = new SharedRecords({
      folder,
      clock,
      isOwn: () => false,
      onProblem: (error) => problems.push(error),
    });
    opened.push(records);
    records.set('names', [['a/1', 'Sales']]);
    assert.deepEqual(read(records), { 'a/1': 'Sales' });
    assert.deepEqual(new Set(problems.map((error) => (error as { code?: string }).code)), new Set(['ENOTDIR']));
  });

  it('are no longer looked for after the end', () => {
    const records = open();
    assert.equal(clock.timerCount, 1);
    records.dispose();
    assert.equal(clock.timerCount, 0);
    new SharedRecords({ folder, clock, isOwn: () => false, onProblem: assert.ifError }).dispose();
  });

  it('are finally the same in all windows, in any order of changes', async () => {
    const aChange = fc.record({
      window: fc.nat(2),
      key: fc.constantFrom('a/1', 'a/2', 'a/3'),
      value: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined }),
      thenMs: fc.constantFrom(0, 10, 1500),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(aChange, { maxLength: 20 }), async (changes) => {
        folder = path.join(files.path(), `${run++}`);
        const windows = [open(), open(), open()];
        for (const { window, key, value, thenMs } of changes) {
          windows[window]?.set('names', [[key, value]]);
          await clock.advance(thenMs);
        }
        await clock.advance(1000);
        const [first, ...others] = [...windows, open()].map((records) => read(records));
        others.forEach((other) => assert.deepEqual(other, first));
        opened.splice(0).forEach((records) => records.dispose());
      }),
      { numRuns: 60 },
    );
  });
});
