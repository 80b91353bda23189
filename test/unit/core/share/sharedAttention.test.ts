import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Emitter } from '../../../../src/core/event';
import { SharedAttention } from '../../../../src/core/share/sharedAttention';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { startChild } from './support/startChild';

const MINUTE = 60_000;

describe('The attention of several windows', () => {
  const files = temporaryFolder();
  const silent = { on: () => () => undefined };
  const opened: SharedAttention[] = [];
  const open = (): SharedAttention => {
    const attention = new SharedAttention(files.path(), silent, assert.ifError);
    opened.push(attention);
    return attention;
  };
  afterEach(() => opened.splice(0).forEach((attention) => attention.dispose()));

  it('belongs to the focused window, and a view is seen only in a focused window', () => {
    const [one, other] = [open(), open()];
    one.set({ isVisible: true, isFocused: false });
    other.refresh();
    assert.deepEqual(other.combined, { isVisible: false, isFocused: false });
    other.set({ isVisible: false, isFocused: true });
    one.refresh();
    assert.deepEqual(
      [one.combined, other.combined],
      [
        { isVisible: false, isFocused: true },
        { isVisible: false, isFocused: true },
      ],
    );
    one.set({ isVisible: true, isFocused: true });
    other.refresh();
    assert.deepEqual(other.combined, { isVisible: true, isFocused: true });
  });

  it('is on the accounts whose rows are seen in a focused window', () => {
    const [one, other] = [open(), open()];
    const inSight = (): string[] => {
      other.refresh();
      return ['a', 'b', 'c'].filter((id) => other.isInSight(id));
    };
    assert.deepEqual(inSight(), []);
    one.set({ isVisible: true, isFocused: true, accounts: ['a'] });
    other.set({ isVisible: true, isFocused: false, accounts: ['b'] });
    assert.deepEqual(inSight(), ['a']);
    one.set({ isVisible: false, isFocused: true, accounts: ['a'] });
    other.set({ isVisible: true, isFocused: true, accounts: ['b', 'c'] });
    assert.deepEqual(inSight(), ['b', 'c']);
    other.set({ isVisible: true, isFocused: true });
    assert.deepEqual(inSight(), []);
  });

  it('counts what another window names as accounts only if they are names', () => {
    const one = open();
    one.set({ isVisible: true, isFocused: true });
    const [name = ''] = readdirSync(files.path());
    const stored = JSON.parse(readFileSync(path.join(files.path(), name), 'utf8')) as object;
    const other = open();
    const seenWith = (accounts: unknown): boolean => {
      files.write(name, JSON.stringify({ ...stored, accounts }));
      other.refresh();
      return other.isInSight('5');
    };
    assert.deepEqual([['5'], [5], '5', undefined].map(seenWith), [true, false, false, false]);
  });

  it('of others is read when the folder says that it might have changed, until the window closes', () => {
    const told = new Emitter<string | undefined>();
    const attention = new SharedAttention(files.path(), told, assert.ifError);
    opened.push(attention);
    const heard: boolean[] = [];
    attention.onDidChange(({ isFocused }) => heard.push(isFocused));
    const other = open();
    const tell = (isFocused: boolean, fileName: string | undefined): void => {
      other.set({ isVisible: true, isFocused });
      told.fire(fileName);
    };
    tell(true, 'account.lock');
    tell(true, 'window-5.json.tmp');
    assert.deepEqual(heard, []);
    tell(true, 'window-5.json');
    tell(false, undefined);
    assert.deepEqual(heard, [true, false]);
    attention.dispose();
    tell(true, undefined);
    assert.deepEqual(heard, [true, false]);
  });

  it('is written only if it changes', () => {
    const one = open();
    const written = (): string[] => readdirSync(files.path());
    one.set({ isVisible: false, isFocused: false });
    assert.deepEqual(written(), []);
    one.set({ isVisible: true, isFocused: true, accounts: ['a'] });
    const [name = ''] = written();
    files.write(name, 'as it was');
    one.set({ isVisible: true, isFocused: true, accounts: ['a'] });
    assert.equal(readFileSync(path.join(files.path(), name), 'utf8'), 'as it was');
    for (const change of [{ isVisible: false }, { isFocused: false }, { accounts: ['a', 'b'] }, { accounts: ['a'] }]) {
      one.set({ isVisible: true, isFocused: true, accounts: ['a'], ...change });
      assert.notEqual(readFileSync(path.join(files.path(), name), 'utf8'), 'as it was', JSON.stringify(change));
      files.write(name, 'as it was');
    }
  });

  it('is written again if somebody has removed it, unless nobody looks', () => {
    const one = open();
    one.set({ isVisible: true, isFocused: false });
    const remove = (): void => readdirSync(files.path()).forEach((name) => rmSync(path.join(files.path(), name)));
    remove();
    one.refresh();
    assert.equal(readdirSync(files.path()).length, 1);
    one.set({ isVisible: false, isFocused: false });
    remove();
    one.refresh();
    assert.deepEqual(readdirSync(files.path()), []);
  });

  it('is known while the folder is missing, which its first change creates', () => {
    const folder = path.join(files.path(), 'share');
    const attention = new SharedAttention(folder, silent, assert.ifError);
    attention.refresh();
    assert.deepEqual(attention.combined, { isVisible: false, isFocused: false });
    attention.set({ isVisible: false, isFocused: true });
    assert.deepEqual([attention.combined, readdirSync(folder).length], [{ isVisible: false, isFocused: true }, 1]);
    attention.dispose();
  });

  it('stays in the window if it cannot be shared, which says why', () => {
    const problems: unknown[] = [];
    const folder = files.write('a-file', '');
    const attention = new SharedAttention(folder, silent, (error) => problems.push(error));
    attention.set({ isVisible: true, isFocused: true });
    assert.deepEqual([attention.combined.isVisible, problems.length], [true, 1]);
  });

  it('ends with the window, and changes are announced', () => {
    const [one, other] = [open(), open()];
    const heard: boolean[] = [];
    other.onDidChange(({ isFocused }) => heard.push(isFocused));
    one.set({ isVisible: true, isFocused: true });
    other.refresh();
    other.refresh();
    one.dispose();
    other.refresh();
    assert.deepEqual(heard, [true, false]);
    assert.deepEqual(readdirSync(files.path()), []);
  });

  it('ends when a window is killed', async () => {
    const { child } = await startChild('lead', files.path());
    const owner = JSON.parse(readFileSync(path.join(files.path(), 'account.lock'), 'utf8')) as object;
    files.write('window-killed.json', JSON.stringify({ ...owner, isVisible: true, isFocused: true }));
    const attention = open();
    assert.equal(attention.combined.isFocused, true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    attention.refresh();
    assert.equal(attention.combined.isFocused, false);
  });

  it('ends when a window is gone, although another process has its number by now', () => {
    const one = open();
    one.set({ isVisible: true, isFocused: true });
    const [name = ''] = readdirSync(files.path());
    const left = { ...(JSON.parse(readFileSync(path.join(files.path(), name), 'utf8')) as object), pid: process.ppid };
    files.write('window-left.json', JSON.stringify(left));
    one.dispose();
    const other = open();
    assert.equal(other.combined.isFocused, true, 'it might still be there');
    const twoMinutesAgo = new Date(Date.now() - 2 * MINUTE);
    utimesSync(path.join(files.path(), 'window-left.json'), twoMinutesAgo, twoMinutesAgo);
    other.refresh();
    assert.equal(other.combined.isFocused, false);
  });

  it('stays known while the window lives', () => {
    const [one, other] = [open(), open()];
    one.set({ isVisible: true, isFocused: true });
    other.refresh();
    const [name = ''] = readdirSync(files.path());
    const longAgo = new Date(Date.now() - 2 * MINUTE);
    utimesSync(path.join(files.path(), name), longAgo, longAgo);
    const realNow = Date.now;
    Date.now = () => realNow() + 30_000;
    try {
      one.refresh();
    } finally {
      Date.now = realNow;
    }
    other.refresh();
    assert.equal(other.combined.isFocused, true);
  });

  it('is announced again after its file is removed', () => {
    const [one, other] = [open(), open()];
    one.set({ isVisible: true, isFocused: true });
    readdirSync(files.path()).forEach(
      (name) => name.startsWith('window-') && writeFileSync(path.join(files.path(), name), '{'),
    );
    other.refresh();
    assert.equal(other.combined.isFocused, false);
    one.set({ isVisible: true, isFocused: false });
    one.set({ isVisible: true, isFocused: true });
    other.refresh();
    assert.equal(other.combined.isFocused, true);
  });
});
