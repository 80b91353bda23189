import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { privateDisk } from '../../faults/support/surroundings';
import { waitUntil } from '../../support/waitUntil';
import { aCompletedJob } from '../simulator/support/simulators';
import { type Ended, recordsOf } from './support/cliProgram';
import { commandLineForTest } from './support/commandLineForTest';

const BYTES = 2_000_000;
const PERIODS = ['yesterday', 'last7Days', 'lastWeek', 'lastMonth'] as const;
const SET = 'The Monday set';

/** Four exports, and one of a report that the account doesn't have. */
const FILE = JSON.stringify({
  version: 1,
  exports: [
    ...PERIODS.map((period) => ({
      name: period,
      reportId: 'agency_action_listing',
      period,
      timeZone: 'UTC',
      fileName: `${period}.\${ext}`,
    })),
    { name: 'Wrong', reportId: 'nothing' },
  ],
  sets: [{ name: SET, exports: [...PERIODS, 'Wrong'], folder: 'monday' }],
});

interface Manifest {
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
}

describe('Runs on the command line', () => {
  const cli = commandLineForTest({
    scenario: 'empty',
    exportJob: { queueMs: 0, runMs: 1, result: { bytes: BYTES } },
  });
  const { files, run, restart } = cli;

  beforeEach(() => void files.write('.impact-jobs.json', FILE));

  const folder = (): string => path.join(files.path(), 'impact-results/monday');
  const names = (): string[] => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
  const exportsAsked = (): number =>
    cli.simulator.requests.filter(({ path: asked }) => asked.includes('/ReportExport/')).length;

  /** The files of a folder with this ending, relative to the test's folder. */
  const filesBelow = (below: string, ending: string): string[] =>
    (existsSync(path.join(files.path(), below))
      ? readdirSync(path.join(files.path(), below), { recursive: true, encoding: 'utf8' })
      : []
    )
      .filter((name) => name.endsWith(ending))
      .map((name) => path.join(below, name));

  /** Checks each file by the manifest's checksum. */
  function assertAllThere(): void {
    const manifest = JSON.parse(readFileSync(path.join(folder(), 'impact-manifest.json'), 'utf8')) as Manifest;
    assert.deepEqual(names(), ['impact-manifest.json', ...PERIODS.map((period) => `${period}.csv`)].sort());
    assert.deepEqual(manifest.files.map(({ file }) => file).sort(), PERIODS.map((period) => `${period}.csv`).sort());
    for (const { file, sha256 } of manifest.files) {
      assert.equal(
        createHash('sha256')
          .update(readFileSync(path.join(folder(), file)))
          .digest('hex'),
        sha256,
      );
    }
  }

  it('bring every result of a set but the one that fails, and say why', async () => {
    const ended = await run(['run', SET]);
    assert.equal(ended.code, 1, ended.stderr);
    assert.deepEqual(
      ended.stdout.trim().split('\n').sort(),
      PERIODS.map((period) => path.join('impact-results/monday', `${period}.csv`)).sort(),
    );
    assert.match(ended.stderr, /impact-jobs: Wrong: impact\.com refused the request\. impact\.com says: Not permitted/);
    assert.match(ended.stderr, /The Monday set: downloaded 4 of 5 results\./);
    assertAllThere();
  });

  it('combine results into one table, with the thread in their package', async () => {
    const exports = (JSON.parse(FILE) as { exports: readonly object[] }).exports.slice(0, 2);
    const set = { name: SET, exports: PERIODS.slice(0, 2), folder: 'monday', combine: { format: 'Parquet' } };
    files.write('.impact-jobs.json', JSON.stringify({ version: 1, exports, sets: [set] }));
    const ended = await run(['run', SET, '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    const table = recordsOf(ended).find(({ kind }) => kind === 'table');
    assert.deepEqual([table?.['format'], table?.['results']], ['Parquet', 2]);
    assert.equal(statSync(String(table?.['file'])).size, table?.['sizeBytes']);
  });

  for (const [signal, code] of [
    ['SIGKILL', null],
    ['SIGINT', 130],
  ] as const) {
    it(`go on after ${signal}, without asking for an export again`, async () => {
      const clear = cli.simulator.setFault({ endpoint: 'storage', kind: 'stall', at: BYTES / 2 });
      const isHalfThere = (): boolean =>
        names().some((name) => {
          const size = statSync(path.join(folder(), name), { throwIfNoEntry: false })?.size ?? 0;
          return name.endsWith('.part') && size > BYTES / 4;
        });
      // Before, the program might have asked for an export whose answer it doesn't know yet.
      const isAllAsked = (): boolean =>
        filesBelow('state', '.run.json').some(
          (name) => !readFileSync(path.join(files.path(), name), 'utf8').includes('"planned"'),
        );
      const interrupted = await run(['run', SET], {
        onStart: (child) => void waitUntil(() => isHalfThere() && isAllAsked()).then(() => child.kill(signal)),
      });
      assert.equal(interrupted.code, code, interrupted.stderr);
      clear();
      const asked = exportsAsked();
      const resumed = await run(['run', '--resume', '--json']);
      assert.equal(resumed.code, 1, resumed.stderr);
      assert.equal(exportsAsked(), asked);
      assertAllThere();
      assert.ok(cli.simulator.requests.some(({ origin, headers }) => origin === 'storage' && headers['range']));
      const nothing = await run(['run', '--resume']);
      assert.equal(nothing.code, 0);
      assert.match(nothing.stderr, /There is nothing to resume\./);
    });
  }

  it('say which program runs what they want to resume, and end with 1', async () => {
    const clear = cli.simulator.setFault({ endpoint: 'storage', kind: 'stall', at: BYTES / 2 });
    let resumed: Ended | undefined;
    let pid: number | undefined;
    const first = await run(['run', 'lastMonth'], {
      onStart: (child) => {
        pid = child.pid;
        void waitUntil(() => cli.simulator.requests.some(({ origin }) => origin === 'storage'))
          .then(async () => (resumed = await run(['run', '--resume'])))
          .finally(() => child.kill('SIGINT'));
      },
    });
    clear();
    assert.equal(first.code, 130, first.stderr);
    assert.equal(resumed?.code, 1, resumed?.stderr);
    assert.match(resumed.stderr, new RegExp(`Another program \\(process ${pid}\\) is already running what you want`));
    assert.doesNotMatch(resumed.stderr, /nothing to resume/);
  });

  it('end with 1 if a run that they want to resume is damaged', async () => {
    await cli.simulator.setReachable('storage', false);
    const cut = await run(['run', 'lastMonth'], {
      onStart: (child) =>
        void waitUntil(() => filesBelow('state', '.run.json').length > 0).then(() => child.kill('SIGKILL')),
    });
    assert.equal(cut.code, null, cut.stderr);
    filesBelow('state', '.run.json').forEach((name) => files.write(name, '{"id":'));
    const resumed = await run(['run', '--resume', '--quiet']);
    assert.equal(resumed.code, 1, resumed.stderr);
    assert.match(resumed.stderr, /An earlier run can't be resumed\./);
  });

  it('end with 4 if no requests are left in this hour', async () => {
    const limit = ['--requests-per-hour', '10'];
    const unknown = await run(['get', ...Array.from({ length: 10 }, (_, index) => `job-${index}`), ...limit]);
    assert.notEqual(unknown.code, 0);
    for (const args of [
      ['run', 'yesterday'],
      ['export', 'agency_action_listing', ...DAYS],
    ]) {
      const blocked = await run([...args, ...limit]);
      assert.equal(blocked.code, 4, blocked.stderr);
    }
    assert.equal(exportsAsked(), 0);
  });

  it("end with 4 if the day's exports are used up, after the results that are there", async () => {
    await restart({
      scenario: 'empty',
      rateLimits: { exportsPerDay: 1 },
      exportJob: { queueMs: 0, runMs: 1, result: { bytes: BYTES } },
    });
    const ended = await run(['run', SET]);
    assert.equal(ended.code, 4, ended.stderr);
    assert.match(ended.stderr, /The Monday set: downloaded 1 of 5 results\./);
    const next = await run(['export', 'agency_action_listing', ...DAYS]);
    assert.equal(next.code, 4, next.stderr);
  });

  it("bring an account's clicks in a file for each day, and beside them reports that count by themselves", async () => {
    const clicks = { name: 'Clicks', reportId: 'ClickExport', period: 'last7Days', filters: { ProgramId: '3629' } };
    const actions = { name: 'Actions', reportId: 'adv_action_listing', period: 'lastMonth' };
    const set = { name: 'Both', exports: ['Clicks', 'Actions'], folder: 'both' };
    files.write('.impact-jobs.json', JSON.stringify({ version: 1, exports: [clicks, actions], sets: [set] }));
    await restart({
      scenario: 'empty',
      accounts: [{ kind: 'brand' }],
      rateLimits: { clickExportsPerDay: 7 },
      exportJob: { queueMs: 0, runMs: 1 },
    });
    const ended = await run(['run', 'Both', '--json', '--time-zone', 'UTC']);
    assert.equal(ended.code, 0, ended.stderr);
    const members = recordsOf(ended).filter(({ kind }) => kind === 'member');
    const days = cli.simulator.requests
      .filter(({ endpoint }) => endpoint === 'clickExport')
      .map(({ query }) => new URLSearchParams(query).get('Date'));
    assert.deepEqual([members.length, new Set(days).size], [8, 7]);
    const day = /ClickExport · (\w+ \d+, \d{4}) /i;
    assert.equal(new Set(members.map(({ file }) => day.exec(path.basename(String(file)))?.[1])).size, 8);
    const more = await run(['export', 'ClickExport', 'ProgramId=4187', '--period', 'yesterday', '--time-zone', 'UTC']);
    assert.equal(more.code, 4, more.stderr);
    assert.equal((await run(['export', 'adv_action_log', '--period', 'yesterday', '--time-zone', 'UTC'])).code, 0);
  });

  it('say that an agency has no clicks, and what a brand needs', async () => {
    const agency = await run(['export', 'ClickExport', '--period', 'yesterday', '--time-zone', 'UTC']);
    assert.match(agency.stderr, /impact\.com exports clicks only for brands and partners\./);
    await restart({ scenario: 'empty', accounts: [{ kind: 'brand' }] });
    const brand = await run(['export', 'ClickExport', '--period', 'yesterday', '--time-zone', 'UTC']);
    assert.match(brand.stderr, /need one program\. Set the filter ProgramId/);
    assert.deepEqual([agency.code, brand.code], [1, 1]);
    const listed = recordsOf(await run(['reports', 'clicks', '--json'])).map(({ id }) => id);
    assert.ok(listed.includes('ClickExport'), listed.join());
    const filters = recordsOf(await run(['filters', 'ClickExport', '--json'])).map(({ name }) => name);
    assert.deepEqual(filters, ['ProgramId', 'Date', 'AdId', 'MediaId', 'UniqueClick']);
  });

  it('check the arguments of an export by the rules of the file, before they ask for anything', async () => {
    for (const [args, sentence] of [
      [['SUB ID=1'], /filters\.SUB ID can't be "SUB ID"\. Expected a filter's query name, such as SUBAID\./],
      [['START_DATE=soon'], /filters\.START_DATE can't be "soon"\. Expected a date/],
      [[...DAYS, '--period', 'lastMonth'], /filters\.START_DATE can't be used together with a period\./],
      [['--period', '2026-02-01..2026-01-31'], /--period takes days such as .*, the first one first, not/],
      [['AuthToken=1'], /AuthToken looks like a secret\. Credentials come from the environment\./],
      [['--name', 'a/b.csv'], /--name takes a file name without folders, such as .*, not "a\/b\.csv"\./],
    ] as const) {
      const ended = await run(['export', 'agency_action_listing', ...args]);
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, sentence);
    }
    assert.equal(cli.simulator.requests.length, 0);
  });

  it('wait without network, say so, and go on with it after an interruption', async () => {
    await cli.simulator.setReachable('api', false);
    const cut = await run(['run', SET], {
      onStart: (child) => {
        let told = '';
        child.stderr?.on('data', (text: string) => {
          told += text;
          if (told.includes("Can't schedule Wrong yet")) {
            child.kill('SIGINT');
          }
        });
      },
    });
    assert.equal(cut.code, 130, cut.stderr);
    assert.match(cut.stderr, /Can't schedule yesterday yet\. The server refused the connection\./);
    assert.match(cut.stderr, /^Can't schedule Wrong yet\.$/m);
    await cli.simulator.setReachable('api', true);
    const resumed = await run(['run', '--resume']);
    assert.equal(resumed.code, 1, resumed.stderr);
    assertAllThere();
  });

  it('say what a full disk has kept them from, and bring it later', async function () {
    mkdirSync(folder(), { recursive: true });
    const disk = privateDisk(folder(), `size=${Math.round((BYTES * 2.5) / 1024)}k`);
    if ('missing' in disk) {
      console.log(`      Not tested, because no disk can be mounted here: ${disk.missing}`);
      this.skip();
    }
    const full = await run(['run', SET], { surroundings: disk.surroundings });
    assert.equal(full.code, 1, full.stderr);
    // Downloads that run at once can fill the disk together, before any of them is complete.
    assert.match(full.stderr, /Not enough disk space: 2\.\d MB needed|The disk is full\./);
    assert.match(full.stderr, /The Monday set: downloaded [012] of 5 results\./);
    assert.equal((await run(['run', SET])).code, 1);
    assertAllThere();
  });

  it('bring everything although nobody reads what they say', async () => {
    const ended = await run(['run', SET, '--json'], {
      onStart: ({ stdout, stderr }) => [stdout, stderr].forEach((stream) => stream?.destroy()),
    });
    assert.equal(ended.code, 1);
    assertAllThere();
  });

  it('only say what they would ask for with --dry-run', async () => {
    const ended = await run(['run', 'lastMonth', '--dry-run', '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    const [plan] = recordsOf(ended);
    assert.equal(plan?.['reportId'], 'agency_action_listing');
    assert.match(JSON.stringify(plan['filters']), /"START_DATE":"\d{4}-\d\d-01","END_DATE":"\d{4}-\d\d-\d\d"/);
    assert.equal(exportsAsked(), 0);
    assert.deepEqual(names(), []);
  });

  describe('with days in a time zone', () => {
    const LOGS = JSON.stringify({
      version: 1,
      exports: (['lastMonth', 'yesterday'] as const).map((period) => ({
        name: period,
        reportId: 'agency_action_log',
        period,
      })),
      sets: [{ name: 'Logs', exports: ['lastMonth', 'yesterday'] }],
    });
    const daysIn = (filters: unknown): unknown => Object.values(filters as object).sort();
    const daysAsked = (): unknown[] =>
      cli.simulator.requests
        .filter(({ path: asked }) => asked.includes('/ReportExport/'))
        .map(({ query }) => new URLSearchParams(query))
        .map((query) => daysIn({ start: query.get('START_DATE'), end: query.get('END_DATE') }));

    beforeEach(() => void files.write('.impact-jobs.json', LOGS));

    it('use one for all exports, the same as the dry run, and say if it has no clock changes', async () => {
      cli.simulator.addJob(aCompletedJob());
      for (const [TZ, zone, said] of [
        ['America/Panama', 'America/Panama', /^(?!.*begin)/s],
        ['UTC', '-05:00', /begin at UTC-05:00, as in the newest job\..*--time-zone/],
      ] as const) {
        const dry = await run(['run', 'Logs', '--dry-run', '--json'], { environment: { TZ } });
        assert.equal(dry.code, 0, dry.stderr);
        assert.match(dry.stderr, said);
        const plans = recordsOf(dry);
        assert.deepEqual(
          plans.map(({ timeZone }) => timeZone),
          [zone, zone],
        );
        const before = daysAsked().length;
        const ended = await run(['run', 'Logs', '--json'], { environment: { TZ } });
        assert.equal(ended.code, 0, ended.stderr);
        assert.match(ended.stderr, said);
        const asked = daysAsked().slice(before);
        assert.deepEqual(asked.sort(), plans.map(({ filters }) => daysIn(filters)).sort());
        const [member] = recordsOf(ended);
        assert.ok(String(member?.['file']).startsWith(String(plans[0]?.['folder'])));
      }
    });

    it("ask for a brand's own once", async () => {
      files.write('.impact-jobs.json', LOGS.replaceAll('agency_', 'adv_'));
      await restart({ scenario: 'empty', brands: 2, exportJob: { queueMs: 0, runMs: 1 } });
      const brand = cli.simulator.accounts.find((account) => account.brand !== undefined)?.brand;
      const ended = await run(['run', 'Logs', '--account', String(brand?.id), '--dry-run', '--json']);
      assert.equal(ended.code, 0, ended.stderr);
      assert.deepEqual(
        recordsOf(ended).map(({ timeZone }) => timeZone),
        [brand?.timeZone, brand?.timeZone],
      );
      const paths = cli.simulator.requests.map(({ path: asked }) => asked);
      assert.equal(paths.filter((asked) => asked.endsWith(`/Advertisers/${String(brand?.id)}`)).length, 1);
      assert.ok(!paths.some((asked) => asked.endsWith('/Jobs')));
    });

    it("take each brand's own for all accounts, and say nothing of the agency's", async () => {
      files.write('.impact-jobs.json', LOGS.replaceAll('agency_', 'adv_'));
      await restart({ scenario: 'empty', brands: 3 });
      const ended = await run(['run', 'Logs', '--account', 'all', '--dry-run', '--json']);
      assert.deepEqual([ended.code, ended.stderr], [0, '']);
      const zones = cli.simulator.accounts.flatMap(({ brand }) => brand?.timeZone ?? []);
      assert.deepEqual(new Set(recordsOf(ended).map(({ timeZone }) => timeZone)), new Set(zones));
    });

    it('use the one that impact.com states for the company if no job shows one', async () => {
      for (const [scopes, zone, said] of [
        [undefined, 'America/Bogota', /^(?!.*begin)/s],
        [['Jobs', 'Reports', 'ReportExport'], 'UTC', /begin in the time zone of this machine, UTC\./],
      ] as const) {
        await restart({ accounts: [{ kind: 'agency', ...(scopes && { scopes }) }], scenario: 'empty' });
        const dry = await run(['run', 'Logs', '--dry-run', '--json'], { environment: { TZ: 'UTC' } });
        assert.equal(dry.code, 0, dry.stderr);
        assert.match(dry.stderr, said);
        assert.deepEqual(
          recordsOf(dry).map(({ timeZone }) => timeZone),
          [zone, zone],
        );
      }
    });

    it('take another with --time-zone, and refuse one that follows no clock', async () => {
      const zone = 'Asia/Tokyo';
      for (const args of [
        ['run', 'lastMonth'],
        ['export', 'agency_action_log', '--period', 'lastMonth'],
      ]) {
        const ended = await run([...args, '--time-zone', zone, '--dry-run', '--json']);
        const [plan] = recordsOf(ended);
        assert.equal(plan?.['timeZone'], zone);
        assert.match(JSON.stringify(plan['filters']), /-01T00:00:00\+09:00".*T23:59:59\+09:00"/);
        for (const wrong of ['Mars/Olympus', '+09:00']) {
          const refused = await run([...args, '--time-zone', wrong, '--dry-run']);
          assert.equal(refused.code, 2);
          assert.match(refused.stderr, /--time-zone takes a time zone such as Europe\/Berlin/);
        }
      }
      assert.ok(!cli.simulator.requests.some(({ path: asked }) => asked.endsWith('/Jobs')));
    });
  });

  it("look up a report's period once for all brands and pieces", async () => {
    await restart({ scenario: 'empty', brands: 3, exportJob: { queueMs: 0, runMs: 1, result: { rows: 2 } } });
    const period = { from: '2026-09-01', to: '2026-10-31' };
    const saved = { name: 'Two months', reportId: 'adv_action_listing', accounts: 'all', period, pieces: 'month' };
    files.write('.impact-jobs.json', JSON.stringify({ version: 1, exports: [saved] }));
    const ended = await run(['run', 'Two months']);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(exportsAsked(), 6);
    const lookups = cli.simulator.requests.filter(({ path: asked }) => asked.endsWith('/MetaData'));
    assert.equal(lookups.length, 1);
  });

  it('run for no account if the list of all brands is cut short', async () => {
    await restart({ scenario: 'empty', brands: 30, lists: { pageSize: 20, isStuck: true } });
    const ended = await run(['run', SET, '--account', 'all']);
    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /more brands than it has sent\. Name the accounts/);
    assert.ok(!cli.simulator.requests.some(({ endpoint }) => endpoint === 'reportExport'));
  });

  it('need no file for a single export, and send its filters', async () => {
    const args = [
      'export',
      'agency_action_listing',
      'SUPERSTATUS_MS=APPROVED',
      'SUPERSTATUS_MS=PENDING',
      'SUBAID=4187',
    ];
    const ended = await run([...args, '--period', 'yesterday', '--format', 'json', '--folder', 'here', '--json']);
    assert.equal(ended.code, 0, ended.stderr);
    const [member] = recordsOf(ended);
    assert.equal(member?.['state'], 'done');
    assert.ok(existsSync(String(member['file'])));
    const { query = '' } = cli.simulator.requests.find(({ path: asked }) => asked.includes('/ReportExport/')) ?? {};
    const sent = new URLSearchParams(query);
    assert.deepEqual(
      [sent.getAll('SUPERSTATUS_MS'), sent.get('SUBAID'), sent.get('ResultFormat')],
      [['APPROVED', 'PENDING'], '4187', 'JSON'],
    );
    assert.ok(sent.get('START_DATE'));
  });

  const DAYS = ['START_DATE=2026-10-01', 'END_DATE=2026-10-31'];

  it('say which results are empty or far smaller than the last ones', async () => {
    const first = await run(['export', 'agency_action_listing', ...DAYS]);
    assert.equal(first.code, 0, first.stderr);
    assert.doesNotMatch(first.stderr, /The result/);
    for (const [text, sentence] of [
      ['a,b\n1,2\n', /agency_action_listing is far smaller than the last one: 8 bytes instead of 2\.0 MB\./],
      ['a,b\n', /The result of agency_action_listing is empty\./],
    ] as const) {
      const body = { text, contentType: 'text/csv' };
      const clear = cli.simulator.setFault({ endpoint: 'storage', kind: 'answer', status: 200, body });
      const next = await run(['export', 'agency_action_listing', ...DAYS, '--quiet']);
      assert.equal(next.code, 0, next.stderr);
      assert.match(next.stderr, sentence);
      clear();
    }
  });

  it('find the job to replay in the last run, without asking for its export again', async () => {
    const args = ['export', 'agency_action_listing', ...DAYS, '--existing-job', 'replay'];
    assert.equal((await run(args)).code, 0);
    const again = await run(args);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /Some results existed before/, 'it was scheduled just now');
    assert.equal(exportsAsked(), 1);
  });

  it("take the usual days if the token can't read a report's filters", async () => {
    await restart({
      scenario: 'empty',
      accounts: [{ kind: 'agency', scopes: ['Jobs', 'ReportExport'] }],
      exportJob: { queueMs: 0, runMs: 1, result: { bytes: BYTES } },
    });
    const ended = await run(['run', 'lastMonth']);
    assert.equal(ended.code, 0, ended.stderr);
    const { query } = cli.simulator.requests.find(({ path: asked }) => asked.includes('/ReportExport/')) ?? {};
    assert.match(query ?? '', /START_DATE=\d{4}-\d\d-01&END_DATE=/);
  });

  it('go on after the page of a portal in place of a file', async () => {
    cli.simulator.setFault({ endpoint: 'storage', nth: 1, kind: 'answer', status: 200, body: 'firewall' });
    const ended = await run(['run', 'lastMonth']);
    assert.equal(ended.code, 0, ended.stderr);
  });

  it('ask for the version of the API that an option names', async () => {
    assert.equal((await run(['export', 'agency_action_listing', ...DAYS, '--api-version', '7'])).code, 0);
    const api = cli.simulator.requests.filter(({ origin }) => origin === 'api');
    assert.ok(api.every(({ headers }) => headers['ir-version'] === '7'));
    assert.equal((await run(['list', '--api-version', 'x'])).code, 2);
  });

  it('say once that everything goes to another server', async () => {
    const environment = { IMPACT_API_BASE_URL: 'https://gateway.example.test/impact' };
    const sentence = /https:\/\/gateway\.example\.test receives the token and all requests/;
    assert.match((await run(['list'], { environment })).stderr, sentence);
    assert.doesNotMatch((await run(['list'], { environment })).stderr, sentence);
    assert.doesNotMatch((await run(['list'])).stderr, sentence);
  });

  it('end with 3 for wrong credentials, and with 2 for a name or a filter that is no such thing', async () => {
    const wrong = await run(['run', SET], { environment: { IMPACT_AUTH_TOKEN: 'a-wrong-token' } });
    assert.equal(wrong.code, 3, wrong.stderr);
    const unknown = await run(['run', 'Tuesday']);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /No saved export or set is named "Tuesday" in \.impact-jobs\.json\./);
    const similar = await run(['run', 'the monday set']);
    assert.match(similar.stderr, /is named "the monday set" in \.impact-jobs\.json\. Did you mean "The Monday set"\?/);
    const noFile = await run(['run', SET, '--file', '/dev/zero']);
    assert.equal(noFile.code, 2);
    assert.match(noFile.stderr, /\/dev\/zero: .*isn't read, because it's a link, not a regular file, or too large\./);
    const filter = await run(['export', 'agency_action_listing', 'SUBAID']);
    assert.equal(filter.code, 2);
    assert.match(filter.stderr, /A filter is NAME=VALUE, such as SUBAID=4187, not "SUBAID"\./);
  });
});
