import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MachineShare } from '../../../../src/core/share/machineShare';
import { Claims, endingEvent } from '../../../../src/core/share/claims';
import { SharedBlock } from '../../../../src/core/share/sharedBlock';
import { SharedAttention } from '../../../../src/core/share/sharedAttention';
import { anEntry } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { startChild } from './support/startChild';

const MINUTE = 60_000;

describe('An ending seen by several windows', () => {
  const files = temporaryFolder();
  const open = (): Claims => new Claims(path.join(files.path(), 'claims'), new FakeClock());

  it('is reported by one window', () => {
    const windows = [open(), open(), open()];
    assert.deepEqual(
      windows.map((claims) => claims.tryClaim('job 1 COMPLETED')),
      [true, false, false],
    );
    assert.deepEqual(
      windows.map((claims) => claims.tryClaim('job 2 COMPLETED')),
      [true, false, false],
    );
    assert.equal(open().tryClaim('job 1 COMPLETED'), false);
  });

  it('is reported twice rather than never if no file can be created', () => {
    const claims = new Claims(path.join(files.write('a-file', ''), 'claims'), new FakeClock());
    assert.deepEqual([claims.tryClaim('x'), claims.tryClaim('x')], [true, true]);
  });

  it('is a new one if the same job ends again, and its record names no job', () => {
    const ended = (completedAt: number): string => endingEvent(anEntry({ status: 'COMPLETED', completedAt }));
    assert.notEqual(ended(1), ended(2));
    assert.equal(ended(1), ended(1));
    open().tryClaim(ended(1));
    const [name = ''] = readdirSync(path.join(files.path(), 'claims'));
    assert.match(name, /^[\da-f]{24}$/);
    assert.equal(readFileSync(path.join(files.path(), 'claims', name), 'utf8'), '');
  });
});

describe('The record of reported endings', () => {
  const DAY = 86_400_000;
  const files = temporaryFolder();

  it('loses those that are older than two days when a window reports its first', () => {
    const folder = path.join(files.path(), 'claims');
    const clock = new FakeClock();
    const seen = new Claims(folder, clock);
    const ages = { recent: 2 * DAY - 1000, old: 2 * DAY + 1000, future: -3 * DAY };
    assert.ok(seen.tryClaim('first'));
    for (const [name, ageMs] of Object.entries(ages)) {
      writeFileSync(path.join(folder, name), '');
      utimesSync(path.join(folder, name), new Date(), new Date(clock.now() - ageMs));
    }
    const left = (): string[] => readdirSync(folder).filter((name) => Object.hasOwn(ages, name));
    assert.ok(seen.tryClaim('second'));
    assert.deepEqual(left().sort(), ['future', 'old', 'recent']);
    assert.ok(new Claims(folder, clock).tryClaim('third'));
    assert.deepEqual(left().sort(), ['future', 'recent']);
    assert.equal(seen.tryClaim('third'), false);
  });

  it('tells apart ends of one job by all that is known of their time', () => {
    const events = [
      { status: 'COMPLETED', completedAt: 5, progressAt: 7 },
      { status: 'COMPLETED', completedAt: 6, progressAt: 7 },
      { status: 'COMPLETED', progressAt: 7 },
      { status: 'COMPLETED', progressAt: 8 },
      { status: 'COMPLETED' },
      { status: 'FAILED' },
      { status: 'UNKNOWN', statusText: 'GONE' },
    ] as const;
    assert.equal(new Set(events.map((job) => endingEvent(anEntry(job)))).size, events.length);
    assert.equal(
      endingEvent(anEntry({ status: 'COMPLETED', completedAt: 5, progressAt: 7 })),
      endingEvent(anEntry({ status: 'COMPLETED', completedAt: 5, progressAt: 8 })),
    );
    assert.match(endingEvent(anEntry({ id: 'a', status: 'COMPLETED' })), /a COMPLETED COMPLETED $/);
  });
});

describe('A block reported to one window', () => {
  const files = temporaryFolder();
  let clock: FakeClock;
  const open = (name = 'account'): SharedBlock =>
    new SharedBlock({ folder: files.path(), name, clock, maxLengthMs: 120 * MINUTE });

  beforeEach(() => {
    clock = new FakeClock();
  });

  it('applies to all windows, including later ones, and to no other account', async () => {
    const [one, other] = [open(), open()];
    assert.ok(other.untilMs <= clock.now());
    one.blockUntil(clock.now() + 5 * MINUTE);
    assert.deepEqual(
      [other.untilMs, open().untilMs].map((untilMs) => untilMs - clock.now()),
      [5 * MINUTE, 5 * MINUTE],
    );
    assert.ok(open('another').untilMs <= clock.now());
    await clock.advance(5 * MINUTE);
    assert.ok(other.untilMs <= clock.now());
  });

  it('is the longest that any window received', () => {
    const [one, other] = [open(), open()];
    one.blockUntil(clock.now() + 5 * MINUTE);
    other.blockUntil(clock.now() + MINUTE);
    assert.equal(open().untilMs - clock.now(), 5 * MINUTE);
  });

  it('keeps its length, and no more, if the clock is set back', () => {
    open().blockUntil(clock.now() + MINUTE);
    clock.set(-24 * 60 * MINUTE);
    assert.equal(open().untilMs - clock.now(), MINUTE);
  });

  it('is ignored if the file is damaged, and ends even if the file remains', () => {
    for (const text of ['', '{', 'null', '{"sinceMs":"x"}']) {
      files.write('account.block.json', text);
      assert.ok(open().untilMs <= clock.now(), text);
    }
    files.write('account.block.json', JSON.stringify({ sinceMs: clock.now(), lengthMs: 1e15 }));
    assert.ok(open().untilMs <= clock.now() + 120 * MINUTE);
  });
});

describe('The attention of several windows', () => {
  const files = temporaryFolder();
  const silent = { on: () => () => undefined };
  const opened: SharedAttention[] = [];
  const open = (): SharedAttention => {
    const attention = new SharedAttention(files.path(), silent);
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

describe('Data shared on the machine', () => {
  const files = temporaryFolder();

  it('counts each server’s requests separately, and together for all its accounts', () => {
    const clock = new FakeClock();
    const share = new MachineShare({ folder: files.path(), clock, requestsPerHour: () => 10 });
    const [agency, brand, demo] = [
      anAccount(),
      anAccount({ kind: 'brand', sid: 'IRother' }),
      anAccount({ baseUrl: 'http://127.0.0.1:7000' }),
    ].map((account) => share.gate(account));
    const spend = (gate: typeof agency): number =>
      Array.from({ length: 20 }, () => gate?.trySpend('user')).filter((nextAtMs) => nextAtMs === undefined).length;
    assert.deepEqual([spend(agency), spend(brand), spend(demo)], [10, 0, 10]);
    assert.deepEqual(
      share.budget(anAccount()),
      { spent: 9, allowance: 8 },
      'more than there is: clicks took from watching',
    );
    share.dispose();
  });

  it('counts the requests of a command line with those of windows that keep their other data elsewhere', () => {
    const clock = new FakeClock();
    const budgetFolder = path.join(files.path(), 'budget');
    const [window, commandLine] = ['window', 'other'].map(
      (name) =>
        new MachineShare({ folder: path.join(files.path(), name), budgetFolder, clock, requestsPerHour: () => 10 }),
    );
    const [windowGate, otherGate] = [window?.gate(anAccount()), commandLine?.gate(anAccount())];
    const refusals = Array.from({ length: 12 }, (_, index) =>
      (index % 2 === 0 ? windowGate : otherGate)?.trySpend('user'),
    ).filter((nextAtMs) => nextAtMs !== undefined);
    assert.equal(refusals.length, 2);
    otherGate?.blockUntil('requests', clock.now() + MINUTE);
    assert.equal(windowGate?.blockedUntilMs('requests'), clock.now() + MINUTE);
    [window, commandLine].forEach((share) => share?.dispose());
  });

  it('treats an account as the same wherever its token comes from, and counts its exports separately', () => {
    const clock = new FakeClock();
    const share = new MachineShare({ folder: files.path(), clock, requestsPerHour: () => 10 });
    const [stored, environment, another] = [
      anAccount({ source: 'stored' }),
      anAccount({ id: 'x', source: 'environment' }),
      anAccount({ sid: 'IRother' }),
    ].map((account) => share.gate(account));
    stored?.blockUntil('requests', clock.now() + MINUTE);
    const blocked = [
      environment?.blockedUntilMs('requests'),
      environment?.blockedUntilMs('exports'),
      another?.blockedUntilMs('requests'),
    ].map((untilMs) => (untilMs ?? 0) > clock.now());
    assert.deepEqual(blocked, [true, true, false], 'exports are requests too');
    another?.blockUntil('exports', clock.now() + 24 * 60 * MINUTE);
    const later = new MachineShare({ folder: files.path(), clock, requestsPerHour: () => 10 });
    const gate = later.gate(anAccount({ sid: 'IRother' }));
    assert.deepEqual(
      [gate.blockedUntilMs('requests') > clock.now(), gate.blockedUntilMs('exports') - clock.now()],
      [false, 24 * 60 * MINUTE],
      'another window is told the whole day, of exports alone',
    );
    share.dispose();
    later.dispose();
  });

  it('has no account names in its files', () => {
    const clock = new FakeClock();
    const share = new MachineShare({ folder: files.path(), clock, requestsPerHour: () => 10 });
    share.gate(anAccount()).trySpend('user');
    share.gate(anAccount()).blockUntil('requests', clock.now() + MINUTE);
    share.election('an-account').dispose();
    share.attention.set({ isVisible: true, isFocused: true });
    for (const name of readdirSync(files.path())) {
      assert.doesNotMatch(name + readFileSync(path.join(files.path(), name), 'utf8'), /IRtest|an-account|example/);
    }
    share.dispose();
  });
});
