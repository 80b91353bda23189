import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SharedLog } from '../../../../src/core/share/sharedLog';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

const PERIOD = 1_000;

describe('A log that windows share', () => {
  const files = temporaryFolder();
  const folder = (): string => path.join(files.path(), 'log');
  let clock: FakeClock;
  const open = (): SharedLog =>
    new SharedLog({ folder: folder(), name: 'log', clock, periodMs: PERIOD, keptPeriods: 2 });
  const fileAt = (timeMs: number): string => `log.${Math.floor(timeMs / PERIOD)}.log`;
  const write = (name: string, text: string): void => writeFileSync(path.join(folder(), name), text);

  beforeEach(() => {
    clock = new FakeClock();
  });

  it('has each line once for each reader, in the order of periods', () => {
    const [one, other] = [open(), open()];
    assert.deepEqual([one.readNew(), readdirSync(files.path())], [[], []], 'it costs nothing before the first line');
    one.append('a');
    other.append('b');
    assert.deepEqual([one.readNew(), one.readNew(), other.readNew()], [['a', 'b'], [], ['a', 'b']]);
    clock.jump(PERIOD);
    other.append('c');
    assert.deepEqual([one.readNew(), open().readNew()], [['c'], ['a', 'b', 'c']]);
    rmSync(folder(), { recursive: true });
    mkdirSync(folder());
    for (const period of [10, 9, 100, 8]) {
      write(`log.${period}.log`, `${period}\n`);
    }
    assert.deepEqual(open().readNew(), ['8', '9', '10', '100']);
  });

  it('is made of its own files only', () => {
    open().append('a');
    const names = ['x.log.5.log', 'log.5.log.tmp', 'log..log', 'log.x.log', 'log.-5.log', 'logs.5.log', 'log.5xlog'];
    names.forEach((name) => write(name, 'foreign\n'));
    clock.jump(10 * PERIOD);
    const log = open();
    assert.deepEqual(log.readNew(), ['a']);
    log.append('b');
    assert.deepEqual(readdirSync(folder()).sort(), [...names, fileAt(clock.now())].sort());
  });

  it('loses the files of old periods, and of a clock that was far ahead, with the first line of a period', () => {
    const startMs = clock.now();
    open().append('x');
    [-3, -2, -1, 1, 2, 3].forEach((periods) => write(fileAt(startMs + periods * PERIOD), 'y\n'));
    const left = (): number[] =>
      readdirSync(folder())
        .map((name) => Number(name.split('.')[1]) - Math.floor(startMs / PERIOD))
        .sort((a, b) => a - b);
    const log = open();
    log.append('x');
    assert.deepEqual(left(), [-1, 0, 1, 2]);
    write(fileAt(startMs - 3 * PERIOD), 'y\n');
    log.append('x');
    assert.deepEqual(left(), [-3, -1, 0, 1, 2], 'a line costs no look at the folder');
    clock.jump(PERIOD);
    log.append('x');
    assert.deepEqual(left(), [0, 1, 2]);
  });

  it('is read from its start again after somebody has deleted or emptied a file', () => {
    const log = open();
    log.append('a');
    log.readNew();
    const file = path.join(folder(), fileAt(clock.now()));
    rmSync(file);
    assert.deepEqual(log.readNew(), []);
    log.append('longer than before');
    assert.deepEqual(log.readNew(), ['longer than before']);
    writeFileSync(file, 'b\n');
    assert.deepEqual(log.readNew(), ['b']);
  });

  it('has a line only when it is whole', () => {
    const log = open();
    log.append('a');
    write(fileAt(clock.now()), '\na\n\nhal');
    assert.deepEqual(log.readNew(), ['a']);
    write(fileAt(clock.now()), '\na\n\nhalf\n');
    assert.deepEqual([log.readNew(), log.readNew()], [['half'], []]);
  });

  it('goes on if a file disappears while it is read, as a link to nothing does', () => {
    const log = open();
    log.append('a');
    symlinkSync(path.join(folder(), 'nothing'), path.join(folder(), 'log.5.log'));
    assert.deepEqual(log.readNew(), ['a']);
  });

  it('keeps no file open', () => {
    const log = open();
    log.append('a');
    const next = (): number => {
      const handle = openSync(folder(), 'r');
      closeSync(handle);
      return handle;
    };
    const before = next();
    for (let count = 0; count < 200; count++) {
      log.readNew();
    }
    assert.ok(next() < before + 100);
  });

  it('throws what keeps it from being read or written', () => {
    mkdirSync(path.join(folder(), fileAt(clock.now())), { recursive: true });
    assert.throws(() => open().append('a'), { code: 'EISDIR' });
    assert.throws(() => open().readNew(), { code: 'EISDIR' });
    rmSync(folder(), { recursive: true });
    writeFileSync(folder(), '');
    assert.throws(() => open().append('a'), { code: 'ENOTDIR' });
    assert.throws(() => open().readNew(), { code: 'ENOTDIR' });
  });
});
