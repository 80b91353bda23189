import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MachineShare } from '../../../../src/core/share/machineShare';
import { anAccount } from '../../../support/anAccount';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

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

  it('is swept at the start of a window: parts of killed ones, hearts that have stopped, and accounts of long ago', () => {
    const ages: Readonly<Record<string, number>> = {
      'a.json.5.tmp': 2 * MINUTE,
      'new.json.5.tmp': 0,
      '.tmp.json': 2 * MINUTE,
      'a.heartbeat': 2 * MINUTE,
      'new.heartbeat': 0,
      'heartbeat.a': 2 * MINUTE,
      '0123456789abcdef01234567.state.json': 31 * DAY,
      '1123456789abcdef01234567.state.json': 29 * DAY,
      'x0123456789abcdef01234567.state.json': 31 * DAY,
      '0123456789abcdef0123456.state.json': 31 * DAY,
      'requests-0123.5.log': 31 * DAY,
      'requests-1123.5.log': 29 * DAY,
      'x-requests-0123.5.log': 31 * DAY,
      'window-5.json': 31 * DAY,
    };
    const gone = ['a.json.5.tmp', 'a.heartbeat', '0123456789abcdef01234567.state.json', 'requests-0123.5.log'];
    const budgetFolder = path.join(files.path(), 'budget');
    mkdirSync(budgetFolder);
    for (const [name, ageMs] of Object.entries(ages)) {
      for (const folder of [files.path(), budgetFolder]) {
        const touched = new Date(Date.now() - ageMs);
        writeFileSync(path.join(folder, name), '');
        utimesSync(path.join(folder, name), touched, touched);
      }
    }
    const clock = new FakeClock();
    new MachineShare({ folder: files.path(), budgetFolder, clock, requestsPerHour: () => 10 }).dispose();
    const left = Object.keys(ages).filter((name) => !gone.includes(name));
    assert.deepEqual(readdirSync(budgetFolder).sort(), left.sort());
    assert.deepEqual(readdirSync(files.path()).sort(), [...left, 'budget'].sort());
  });

  it('says what cannot be shared, once for each of its parts, and goes on without', () => {
    const problems: unknown[] = [];
    const folder = files.write('a-file', '');
    const clock = new FakeClock();
    const onProblem = (error: unknown): void => void problems.push(error);
    const share = new MachineShare({ folder, clock, requestsPerHour: () => 2, onProblem });
    const gate = share.gate(anAccount());
    assert.deepEqual(
      [1, 2, 3].map(() => gate.trySpend('user')),
      [undefined, undefined, clock.now() + 60 * MINUTE],
    );
    assert.equal(problems.length, 1);
    gate.blockUntil('requests', clock.now() + MINUTE);
    assert.deepEqual([gate.blockedUntilMs('requests'), problems.length], [clock.now() + MINUTE, 2]);
    share.attention.set({ isVisible: true, isFocused: true });
    assert.equal(problems.length, 3);
    share.snapshot('a').publish([], {
      lookedAtMs: clock.now(),
      listedAtMs: undefined,
      lastGoodAtMs: undefined,
      error: undefined,
      failures: 0,
      nextTryAtMs: undefined,
      rateLimit: undefined,
    });
    assert.equal(problems.length, 4);
    assert.deepEqual([share.election('a').isLeader, problems.length], [true, 5]);
    share.dispose();
    new MachineShare({ folder, clock, requestsPerHour: () => 2 }).gate(anAccount()).trySpend('user');
  });

  it('says how polling uses what the machine may send', () => {
    const clock = new FakeClock();
    const share = new MachineShare({ folder: files.path(), clock, requestsPerHour: () => 10 });
    const gate = share.gate(anAccount());
    const startMs = clock.now();
    assert.deepEqual([share.easesAtMs(anAccount(), 0.5), share.lastingRate(anAccount())], [startMs, 8 / (60 * MINUTE)]);
    Array.from({ length: 8 }, () => gate.trySpend('watch'));
    assert.deepEqual(
      [share.easesAtMs(anAccount(), 0.5), share.lastingRate(anAccount())],
      [startMs + 60 * MINUTE, 1 / (60 * MINUTE)],
    );
    assert.equal(share.easesAtMs(anAccount({ baseUrl: 'https://other.example.test' }), 0.5), startMs);
    share.dispose();
    assert.equal(clock.timerCount, 0);
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
