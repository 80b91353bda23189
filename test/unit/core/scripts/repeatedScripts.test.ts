import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dayAt } from '../../../../src/core/reports/calendar';
import { type PeriodId, resolvePeriod } from '../../../../src/core/reports/period';
import { type PeriodFilters, periodValues, USUAL_PERIOD } from '../../../../src/core/reports/periodFilters';
import type { ScriptStart } from '../../../../src/core/scripts/scriptTask';
import { workflowStep } from '../../../../src/core/scripts/workflowStep';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import { aCompletedJob } from '../../simulator/support/simulators';
import {
  accountOf,
  contentOf,
  exportOf,
  isThere,
  languagesHere,
  runBlockOf,
  scriptsForTest,
} from './support/scriptLanguages';

/** Periods with the day of the run: across years, leap days, and days on which clocks change, at midnight too. */
const RUNS: readonly (readonly [PeriodId, string, string, 'day' | 'moment'])[] = [
  ['today', 'UTC', '2026-11-29', 'day'],
  ['yesterday', 'UTC', '2028-03-01', 'day'],
  ['last7Days', 'UTC', '2027-01-03', 'day'],
  ['last30Days', 'UTC', '2028-03-15', 'day'],
  ['lastWeek', 'UTC', '2026-11-29', 'day'],
  ['lastWeek', 'UTC', '2026-11-30', 'day'],
  ['monthToDate', 'UTC', '2026-08-09', 'day'],
  ['lastMonth', 'UTC', '2027-01-31', 'day'],
  ['weekToDate', 'UTC', '2026-11-29', 'day'],
  ['weekToDate', 'UTC', '2026-11-30', 'day'],
  ['last3Months', 'UTC', '2027-02-28', 'day'],
  ['lastQuarter', 'UTC', '2027-01-31', 'day'],
  ['lastQuarter', 'UTC', '2026-09-08', 'day'],
  ['lastQuarter', 'Europe/Berlin', '2026-12-31', 'moment'],
  ['yearToDate', 'UTC', '2026-09-08', 'day'],
  ['lastMonth', 'America/Chicago', '2026-04-15', 'moment'],
  ['lastMonth', 'Europe/Berlin', '2026-11-01', 'moment'],
  ['yesterday', 'Asia/Beirut', '2026-10-25', 'moment'],
  ['yesterday', 'Asia/Beirut', '2026-03-30', 'moment'],
  ['yesterday', 'America/Havana', '2026-11-02', 'moment'],
  ['lastMonth', 'Asia/Kathmandu', '2026-01-01', 'moment'],
  ['lastMonth', '-05:00', '2026-04-15', 'moment'],
  ['today', '+05:30', '2026-04-15', 'moment'],
];

describe('A script that runs every week', () => {
  const { startQuick, run, folder } = scriptsForTest();

  for (const [language, { write, interpreter, needs, afterHours }] of languagesHere) {
    describe(`in ${language}, with ${needs}`, () => {
      const runTask = (simulator: Simulator, begin: ScriptStart, title = 'Action Listing', ...args: string[]) =>
        run(
          write({ account: accountOf(simulator), title, start: begin, extension: 'csv' }),
          interpreter,
          simulator.accounts[0]?.token ?? '',
          {},
          ...args,
        );

      it("ignores the answer of a portal, and doesn't retry forever", async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        simulator.setFault({ endpoint: 'job', nth: 1, kind: 'answer', status: 403, body: 'firewall' });
        simulator.setFault({ endpoint: 'job', nth: 2, kind: 'answer', status: 401, body: 'firewall' });
        simulator.setFault({ endpoint: 'job', nth: 3, kind: 'answer', status: 200, body: 'firewall' });
        simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'answer', status: 200, body: 'firewall' });
        const passing = await runTask(simulator, { kind: 'job', jobId: 'c1' });
        assert.equal(passing.code, 0, passing.output);
        assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, 'c1'));
        simulator.setFault({ endpoint: 'job', kind: 'answer', status: 403, body: 'firewall' });
        const lasting = await runTask(simulator, { kind: 'job', jobId: 'c1' });
        assert.equal(lasting.code, 1);
        assert.match(lasting.output, /a web page/);
      });

      it("says if its days don't follow clock changes", () => {
        const account = { kind: 'agency', sid: 'IRsid', baseUrl: 'https://api.impact.com' } as const;
        const url = new URL('https://api.impact.com/export');
        for (const [timeZone, isNamed] of [
          ['-05:00', true],
          ['America/New_York', false],
        ] as const) {
          const start = {
            kind: 'export',
            url,
            period: { name: 'lastMonth', timeZone, filters: USUAL_PERIOD },
          } as const;
          const script = write({ account, title: 'Actions', start, extension: 'csv' });
          assert.equal(script.includes('# UTC-05:00 has no clock changes.'), isNamed);
        }
      });

      it('takes the spelling CANCELED for an end', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        const text = '{"Id":"c1","Status":"CANCELED","StatusMessage":"By a person."}';
        simulator.setFault({ endpoint: 'job', kind: 'answer', status: 200, body: { text } });
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' });
        assert.equal(code, 1);
        assert.match(output, /By a person\./);
      });

      it('does not wait for an answer without a status', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        simulator.setFault({ endpoint: 'job', kind: 'answer', status: 200, body: { text: '{"Id":"c1"}' } });
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' });
        assert.equal(code, 1);
        assert.match(output, /not in impact.com's form/);
      });

      it('reads slashes that JSON escapes', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1', createdAgoMs: 60_000 })]);
        const text = `{"Status":"QUEUED","QueuedUri":"\\/Agencies\\/IRx\\/Jobs\\/c1"}`;
        simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 200, body: { text } });
        const { code, output } = await runTask(simulator, exportOf(simulator, {}));
        assert.equal(code, 0, output);
        assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, 'c1'));
      });

      it('saves under a name that looks like an option', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' }, 'x', '-n.csv');
        assert.equal(code, 0, output);
        assert.deepEqual(readFileSync(path.join(folder(), '-n.csv')), contentOf(simulator, 'c1'));
      });

      for (const length of [undefined, 'chunked'] as const) {
        it(`downloads again after a cut, and leaves nothing if it lasts (${length ?? 'with a length'})`, async () => {
          const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
          if (length !== undefined) {
            simulator.setFault({ endpoint: 'storage', kind: 'length', length });
          }
          simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'cut', at: 100 });
          const once = await runTask(simulator, { kind: 'job', jobId: 'c1' });
          assert.equal(once.code, 0, once.output);
          assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, 'c1'));
          simulator.setFault({ endpoint: 'storage', kind: 'cut', at: 100 });
          const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' }, 'Clicks');
          assert.equal(code, 1);
          assert.match(output, /did not answer/);
          assert.doesNotMatch(output, /Traceback/);
          assert.deepEqual(readdirSync(folder()).sort(), ['Action Listing.csv', 'script']);
        });
      }

      it('waits for a file that is late', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
        simulator.setFault({ endpoint: 'download', nth: [1, 2], kind: 'answer', status: 202, body: { text: '{}' } });
        const { code, output } = await runTask(simulator, { kind: 'job', jobId: 'c1' });
        assert.equal(code, 0, output);
        assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, 'c1'));
      });

      it('gives a job that runs into an error its 75 minutes, however long it ran before', async () => {
        const simulator = await startQuick([aCompletedJob({ id: 'e1' })]);
        const says = (status: string) =>
          ({ kind: 'answer', status: 200, body: { text: `{"Status":"${status}"}` } }) as const;
        simulator.setFault({ endpoint: 'job', nth: 1, ...says('RUNNING') });
        simulator.setFault({ endpoint: 'job', nth: [2, 3], ...says('ERROR') });
        const task = { kind: 'job', jobId: 'e1' } as const;
        const script = write({ account: accountOf(simulator), title: 'Errors', start: task, extension: 'csv' });
        const { code, output } = await run(afterHours(script), interpreter, simulator.accounts[0]?.token ?? '');
        assert.equal(code, 0, output);
        assert.match(output, /ERROR/);
        assert.deepEqual(readFileSync(path.join(folder(), 'Errors.csv')), contentOf(simulator, 'e1'));
      });

      it('runs an export again that existed already, unless told to use it', async () => {
        const simulator = await startQuick([], { clock: { now: () => Date.now() - 24 * 3_600_000 } });
        const task = exportOf(simulator, { START_DATE: '2026-11-01T00:00:00Z', END_DATE: '2026-11-08T00:00:00Z' });
        const replays = (): number => simulator.requests.filter(({ endpoint }) => endpoint === 'replay').length;
        assert.equal((await runTask(simulator, task)).code, 0);
        const before = replays();
        const again = await runTask(simulator, task);
        assert.equal(again.code, 0, again.output);
        const jobId = /runs again as job (\S+)/.exec(again.output)?.[1] ?? '';
        assert.deepEqual(readFileSync(path.join(folder(), 'Action Listing.csv')), contentOf(simulator, jobId));
        assert.equal(replays(), before + 1);
        const script = write({ account: accountOf(simulator), title: 'x', start: task, extension: 'csv' });
        const token = simulator.accounts[0]?.token ?? '';
        const used = await run(script, interpreter, token, { IMPACT_EXISTING_JOB: 'use' });
        assert.equal(used.code, 0, used.output);
        assert.equal(replays(), before + 1);
      });

      it('counts the days of a relative period again at each run', async () => {
        const simulator = await startQuick();
        simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 400 });
        const url = new URL(`${simulator.baseUrl}${simulator.accounts[0]?.path}/ReportExport/r?ResultFormat=CSV`);
        // Python leaves the days to its library, and starts slowly.
        for (const [name, timeZone, today, form] of language === 'bash' ? RUNS : RUNS.slice(-8)) {
          const filters = periodFiltersOf(form);
          const start: ScriptStart = { kind: 'export', url, period: { name, timeZone, filters } };
          const script = write({ account: accountOf(simulator), title: 'x', start, extension: 'csv' });
          const { output } = await run(script, interpreter, 'x', { IMPACT_TODAY: today });
          const query = simulator.requests.at(-1)?.query ?? '';
          const asked = Object.fromEntries([...new URLSearchParams(query)].filter(([key]) => key !== 'ResultFormat'));
          const noon = Date.parse(`${today}T12:00:00Z`);
          const expected = periodValues(filters, resolvePeriod(name, noon, 'UTC'), timeZone);
          assert.deepEqual([name, timeZone, today, asked], [name, timeZone, today, expected], output);
        }
      });

      it('takes today from the time zone of the period', async () => {
        const simulator = await startQuick();
        simulator.setFault({ endpoint: 'reportExport', kind: 'answer', status: 400 });
        for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', '-05:00', 'UTC']) {
          const period = { name: 'today', timeZone, filters: USUAL_PERIOD } as const;
          const start: ScriptStart = { ...exportOf(simulator, {}), period } as ScriptStart;
          const script = write({ account: accountOf(simulator), title: 'x', start, extension: 'csv' });
          const before = dayAt(Date.now(), timeZone);
          const { output } = await run(script, interpreter, 'x');
          const after = dayAt(Date.now(), timeZone);
          assert.ok(output.includes(`From ${before} to`) || output.includes(`From ${after} to`), output);
        }
      });
    });
  }

  if (isThere('curl')) {
    it('uploads its file from GitHub Actions whatever its name, with a path that is no pattern', async () => {
      const simulator = await startQuick([aCompletedJob({ id: 'c1' })]);
      for (const title of ['Clicks [EU]', '! Clicks', '# Clicks', '~ (a|b)']) {
        const step = workflowStep({
          account: accountOf(simulator),
          title,
          start: { kind: 'job', jobId: 'c1' },
          extension: 'csv',
        });
        const uploaded = /\n {4}path: (.*)\n/.exec(step)?.[1] ?? '';
        assert.match(uploaded, /^[a-z0-9-]+$/);
        const { code, output } = await run(runBlockOf(step), 'bash', simulator.accounts[0]?.token ?? '');
        assert.equal(code, 0, output);
        const [file = ''] = readdirSync(path.join(folder(), uploaded));
        assert.deepEqual(readFileSync(path.join(folder(), uploaded, file)), contentOf(simulator, 'c1'));
      }
    });
  }
});

/** A report's filters for the start and end of its period. */
function periodFiltersOf(dateForm: 'day' | 'moment'): PeriodFilters {
  const [start, end] = dateForm === 'day' ? ['START_DATE', 'END_DATE'] : ['Start Day', 'END_DATE'];
  return { start, end, filters: [start, end].map((queryName) => ({ queryName, dateForm })) };
}
