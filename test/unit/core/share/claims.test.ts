import assert from 'node:assert/strict';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Claims, endingEvent } from '../../../../src/core/share/claims';
import { anEntry } from '../../../support/aJob';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';

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
