import assert from 'node:assert/strict';
import path from 'node:path';
import { apiErrorOf } from '../../../support/outcome';
import type { ScriptedJob } from '../../../support/scriptedApi';
import { Machine, useMachine } from './support/machine';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('The cost of an account watched by several windows', function () {
  const machine = useMachine();

  describe('is', () => {
    /** What some minutes of a morning cost with so many windows. */
    async function costOf(count: number): Promise<number> {
      const own = new Machine(path.join(machine().folder, `${count}`));
      const opened = Array.from({ length: count }, () => own.open());
      opened[0]?.look(true);
      await own.clock.advance(MINUTE);
      own.api.jobs.push(own.running('a', 5 * MINUTE), own.running('b', 15 * MINUTE));
      await own.clock.advance(20 * MINUTE);
      opened.forEach((window) => assert.deepEqual(window.rows, ['a COMPLETED', 'b COMPLETED']));
      own.close();
      return own.api.requests.length;
    }

    it('the same with five windows as with one', async () => {
      const [one, five] = [await costOf(1), await costOf(5)];
      assert.ok(one > 25, `${one}`);
      assert.ok(five <= one + 3, `${five} requests of five windows, ${one} of one`);
    });

    it('nothing while no job is active and no window has the focus, and then a poll every five minutes', async () => {
      machine().api.jobs.push(machine().running('a', MINUTE));
      machine().open();
      const other = machine().open();
      await machine().clock.advance(10 * MINUTE);
      const before = machine().api.requests.length;
      await machine().clock.advance(HOUR);
      assert.equal(machine().api.requests.length, before);
      other.look(false, true);
      await machine().clock.advance(2 * SECOND);
      assert.equal(machine().api.requests.length, before + 1);
      await machine().clock.advance(20 * MINUTE);
      assert.equal(machine().api.requests.length, before + 5);
    });
  });

  describe('within the machine’s allowance', () => {
    it("never exceeds the ceiling, and continues with what's left", async () => {
      machine().requestsPerHour = 20;
      machine().api.jobs.push(
        machine().running('a', 10 * HOUR),
        ...Array.from({ length: 40 }, (_, index) =>
          machine().running(`b${index}`, 10 * HOUR, { createdAtMs: machine().clock.now() + index * 5 * MINUTE }),
        ),
      );
      const one = machine().open();
      one.look(true);
      for (let hour = 0; hour < 4; hour++) {
        await machine().clock.advance(HOUR);
        const spent = machine().requestsSince(machine().clock.now() - HOUR);
        assert.ok(spent <= 16, `${spent} of 16`);
        assert.ok(spent >= 6, `${spent}: the watch went silent`);
      }
    });

    it('keeps requests for clicks when watching has used its part, and finally refuses them with the time when they resume', async () => {
      machine().requestsPerHour = 10;
      const one = machine().open();
      for (let count = 0; count < 9; count++) {
        await one.watch.refresh();
      }
      await one.watch.refresh();
      const spent = machine().api.requests.length;
      const error = await apiErrorOf(one.watch.refresh());
      assert.deepEqual(
        [error.kind, error.retryAtMs, machine().api.requests.length],
        ['budget', machine().clock.now() + HOUR, spent],
      );
      assert.equal(one.sync, 'budget');
      machine().requestsPerHour = 20;
      one.watch.goOn();
      await one.watch.refresh();
      assert.equal(one.sync, 'current');
    });

    it('recovers automatically', async () => {
      machine().requestsPerHour = 10;
      machine().api.jobs.push(machine().running('a', 10 * HOUR));
      const one = machine().open();
      await machine().clock.advance(SECOND);
      for (let count = 0; count < 9; count++) {
        await one.watch.refresh();
      }
      await apiErrorOf(one.watch.refresh());
      await machine().clock.advance(HOUR + 10 * MINUTE);
      assert.equal(one.sync, 'current');
    });
  });

  describe('with a list of several pages', () => {
    beforeEach(() => void (machine().api.pageSize = 200));

    const filler = (): ScriptedJob[] =>
      Array.from({ length: 300 }, (_, index) => ({
        id: `old-${index}`,
        createdAtMs: machine().clock.now() - HOUR,
        endsAtMs: machine().clock.now() - MINUTE,
      }));

    it('requests only the running job, and the list now and then and at its end', async () => {
      machine().api.jobs.push(...filler(), machine().running('a', 10 * MINUTE));
      const one = machine().open();
      await machine().clock.advance(9 * MINUTE);
      const paths = machine().api.requests.map(({ path: asked }) => asked.split('/').at(-1));
      const singles = paths.filter((name) => name === 'a').length;
      assert.ok(singles > paths.length / 2, `${singles} of ${paths.length}`);
      assert.ok(paths.filter((name) => name === 'Jobs').length >= 2, paths.join());
      await machine().clock.advance(3 * MINUTE);
      assert.ok(one.rows.includes('a COMPLETED'));
    });

    it('requests the entire list on Refresh, and when the single job is refused', async () => {
      machine().api.jobs.push(...filler(), machine().running('a', HOUR));
      const one = machine().open();
      await machine().clock.advance(SECOND);
      await one.watch.refresh();
      assert.deepEqual(
        machine().api.requests.map(({ path: asked }) => asked.split('/').at(-1)),
        ['Jobs', 'Jobs', 'Jobs', 'Jobs'],
      );
      machine().api.trouble = (asked) => (asked.endsWith('/a') ? { status: 403 } : undefined);
      await machine().clock.advance(10 * MINUTE);
      assert.equal(machine().api.requests.filter(({ status }) => status === 403).length, 1);
      assert.equal(one.sync, 'current');
    });

    for (const status of [404, 408, 503]) {
      it(`requests the entire list once after a single HTTP ${status}, and loses no job`, async () => {
        machine().api.jobs.push(...filler(), machine().running('a', HOUR));
        const one = machine().open();
        await machine().clock.advance(10 * MINUTE);
        machine().api.trouble = (asked) => {
          if (!asked.endsWith('/a')) {
            return undefined;
          }
          machine().api.trouble = () => undefined;
          return { status };
        };
        await machine().clock.advance(10 * MINUTE);
        const { requests } = machine().api;
        const failed = requests.findIndex((request) => request.status === status);
        assert.match(requests[failed + 1]?.path ?? '', /\/Jobs$/);
        const later = requests.slice(failed + 2).filter(({ path: asked }) => asked.endsWith('/a'));
        assert.ok(later.length > 0 && later.every((request) => request.status === 200));
        assert.ok(one.rows.includes('a RUNNING'));
        assert.equal(one.sync, 'current');
      });
    }
  });
});
