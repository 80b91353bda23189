import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { MachineShare } from '../../../src/core/share/machineShare';
import { SharedPrograms } from '../../../src/core/share/sharedPrograms';
import { systemClock } from '../../../src/core/clock';
import type { SimulatorOptions } from '../../../src/simulator/simulatorOptions';
import { type Simulator, startSimulator } from '../../../src/simulator/startSimulator';
import { accountOf } from '../../support/aClient';
import { temporaryFolder } from '../../support/temporaryFolder';
import { waitUntil } from '../../support/waitUntil';
import { privateDisk, smallFiles } from '../../faults/support/surroundings';
import { CliProgram, type Ended, recordsOf, type RunOptions } from './support/cliProgram';

const DONE = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const RUNNING = '0d7e2c11-6a35-4c8e-8a10-4f3a9d3a1c55';
const FAILED = '5b1f7a90-52f1-4a67-9d0d-2b1c8d1a7e01';
const BYTES = 3_000_000;

const JOBS = [
  {
    id: DONE,
    createdAgoMs: 3_600_000,
    queueMs: 0,
    runMs: 1000,
    result: { bytes: BYTES },
    replay: { queueMs: 3_600_000 },
  },
  { id: RUNNING, createdAgoMs: 60_000, queueMs: 0, runMs: 3_600_000 },
  {
    id: FAILED,
    createdAgoMs: 7_200_000,
    queueMs: 0,
    runMs: 1000,
    outcome: { status: 'FAILED', message: 'The program was closed.' },
  },
] as const;

describe('The command line', () => {
  const files = temporaryFolder();
  let program: CliProgram;
  let simulator: Simulator;
  let stateCount = 0;

  before(async () => {
    program = await CliProgram.install();
  });
  after(() => program.remove());
  afterEach(async () => simulator.close());

  async function open(options: SimulatorOptions = {}): Promise<void> {
    simulator = await startSimulator({ scenario: { jobs: JOBS }, ...options });
  }
  beforeEach(() => open());

  /** Runs a command in the test's folder. Requests are counted anew for each test. */
  function run(args: readonly string[], { environment, ...options }: RunOptions = {}): Promise<Ended> {
    const state = path.join(files.path(), `state-${stateCount}`);
    const full = { ...program.environment(simulator, state), ...environment };
    return program.run(args, { cwd: files.path(), environment: full, ...options });
  }
  afterEach(() => stateCount++);

  async function reopen(options: SimulatorOptions): Promise<void> {
    await simulator.close();
    await open(options);
  }

  /** Says that all went well, and shows what the program said if it didn't. */
  function assertDone({ code, stderr }: Ended, expected = 0): void {
    assert.equal(code, expected, stderr);
    assert.doesNotMatch(stderr, /\n\s+at /, 'no trace of calls');
  }

  const downloads = (): string[] => {
    const folder = path.join(files.path(), 'impact-results');
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  };
  /** How much of an unfinished download is on the disk. */
  const partBytes = (): number => {
    const name = downloads().find((each) => each.endsWith('.part'));
    const file = path.join(files.path(), 'impact-results', name ?? '');
    return name === undefined ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  };
  const downloaded = (): Buffer => readFileSync(path.join(files.path(), 'impact-results', downloads()[0] ?? ''));
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  describe('as a package', () => {
    it('runs with npm exec, without the network', async () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
      const ended = await program.exec(['--version']);
      assertDone(ended);
      assert.equal(ended.stdout.trim(), version);
    });

    it('contains what it needs and nothing else', () => {
      const installed = path.join(program.folder, 'node_modules/impact-jobs');
      assert.deepEqual(readdirSync(installed).sort(), ['LICENSE', 'README.md', 'dist', 'package.json']);
      const names = readdirSync(path.join(installed, 'dist'));
      assert.ok(names.includes('cli.js') && names.includes('ThirdPartyNotices.txt') && !names.includes('extension.js'));
      assert.deepEqual(readdirSync(path.join(program.folder, 'node_modules')).sort(), [
        '.bin',
        '.package-lock.json',
        'impact-jobs',
      ]);
    });
  });

  describe('reads', () => {
    it('the newest jobs as a table for people, without colors outside of a terminal', async () => {
      const ended = await run(['list']);
      assertDone(ended);
      const [titles, ...rows] = ended.stdout.trim().split('\n');
      assert.match(titles ?? '', /^ID +Status +Job +Records +Created$/);
      assert.deepEqual(
        rows.map((row) => row.slice(0, DONE.length)),
        [RUNNING, DONE, FAILED],
      );
      assert.equal(ended.stderr, '');
    });

    it('the jobs that match, and says how many more there are', async () => {
      const failed = await run(['list', '--status', 'failed', '--json']);
      assert.deepEqual(
        recordsOf(failed).map(({ jobId, message }) => [jobId, message]),
        [[FAILED, 'The program was closed.']],
      );
      const one = await run(['list', '--limit', '1']);
      assert.match(one.stderr, /1 of 3 jobs\. To see more, raise --limit\./);
    });

    it('the names of programs that an editor has learned, without a request', async () => {
      const get = ['get', DONE];
      const [before] = recordsOf(await run([...get, '--json']));
      const id = String(before?.['programId']);
      assert.equal(before?.['program'], undefined);
      const state = path.join(files.path(), `state-${stateCount}`);
      new SharedPrograms(state).write(accountOf(simulator), { [id]: 'Harbour Outdoors' });
      const [record] = recordsOf(await run([...get, '--json']));
      assert.deepEqual([record?.['program'], record?.['programId']], ['Harbour Outdoors', id]);
      assert.match((await run(get)).stdout, new RegExp(`^Program +Harbour Outdoors \\(${id}\\)$`, 'm'));
      assert.deepEqual(
        simulator.requests.filter(({ endpoint }) => endpoint === 'campaigns'),
        [],
      );
    });

    it('every field of a job, and says of an unknown one what is wrong', async () => {
      const ended = await run(['get', DONE, 'unknown', FAILED]);
      assertDone(ended, 1);
      assert.match(ended.stdout, new RegExp(`^ID +${DONE}$`, 'm'));
      assert.match(ended.stdout, /^Message +The program was closed\.$/m);
      assert.match(ended.stderr, /impact-jobs: unknown: impact\.com doesn't know this job/);
    });

    it('the first rows of a result', async () => {
      const [preview] = recordsOf(await run(['preview', DONE, '--rows', '2', '--json']));
      assert.equal((preview?.['rows'] as unknown[]).length, 2);
      const forPeople = await run(['preview', DONE, '--rows', '2']);
      assert.equal(forPeople.stdout.trim().split('\n').length, 3);
    });

    it('the reports and the filters of one', async () => {
      const reports = recordsOf(await run(['reports', 'action', 'listing', '--json']));
      assert.ok(reports.some(({ id }) => id === 'agency_action_listing'));
      const filters = recordsOf(await run(['filters', 'agency_action_listing', '--json']));
      assert.ok(filters.some(({ name, takesList }) => name === 'SUPERSTATUS_MS' && takesList === true));
      const unknown = await run(['filters', 'nothing']);
      assertDone(unknown, 1);
      assert.match(unknown.stderr, /impact\.com says: Not permitted to run report nothing/);
    });
  });

  it('reaches the brands of an agency', async () => {
    await reopen({ scenario: 'embedded', brands: 3 });
    const [brand, ...others] = recordsOf(await run(['brands', '--json']));
    assert.equal(others.length, 2);
    const ended = await run(['list', '--account', String(brand?.['id'])]);
    assertDone(ended);
    assert.ok(simulator.requests.at(-1)?.path.includes(`/Advertisers/${String(brand?.['id'])}/Jobs`));
    assertDone(await run(['list', '--account', 'IRother']), 2);
  });

  it('waits for jobs until they have ended, with a line for each step', async () => {
    await reopen({
      onRequest: ({ endpoint }) => {
        if (endpoint === 'job') {
          simulator.finishJob(RUNNING);
        }
      },
    });
    const ended = await run(['wait', RUNNING]);
    assertDone(ended);
    assert.match(ended.stdout, new RegExp(`^${RUNNING}  Completed`));
    assert.match(ended.stderr, /^Report export 0d7e2c11: Running \d*0%$/m);
    const failed = await run(['wait', FAILED, '--json']);
    assertDone(failed, 1);
    assert.deepEqual(
      recordsOf(failed).map(({ status, outcome }) => [status, outcome]),
      [['FAILED', 'ended']],
    );
  });

  it('replays a job and prints the new one’s ID', async () => {
    const ended = await run(['replay', DONE]);
    assertDone(ended);
    assert.notEqual(ended.stdout.trim(), DONE);
    assert.equal(simulator.describeJob(ended.stdout.trim())['Status'], 'QUEUED');
    const refused = await run(['replay', RUNNING]);
    assertDone(refused, 1);
    assert.match(refused.stderr, /doesn't allow a replay of this job \(running\)/);
  });

  describe('downloads', () => {
    it('a result, and prints its path', async () => {
      const ended = await run(['download', DONE]);
      assertDone(ended);
      assert.equal(ended.stdout.trim(), path.join('impact-results', downloads()[0] ?? ''));
      assert.equal(sha256(downloaded()), await simulator.resultOf(DONE)?.hash('sha256'));
      const again = recordsOf(await run(['download', DONE, '--json']));
      assert.deepEqual(
        again.map(({ kind, alreadyThere, sizeBytes }) => [kind, alreadyThere, sizeBytes]),
        [['file', true, downloaded().length]],
      );
    });

    it('what is there, and says what has no result', async () => {
      const ended = await run(['download', FAILED, DONE, '--folder', 'there', '--name', '${id}.${ext}']);
      assertDone(ended, 1);
      assert.equal(ended.stdout.trim(), path.join('there', `${DONE.slice(0, 8)}.csv`));
      assert.match(ended.stderr, /The job has no result \(failed\)\./);
    });

    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGKILL', null],
    ] as const) {
      it(`the rest after ${signal}`, async () => {
        const clear = simulator.setFault({ endpoint: 'storage', kind: 'stall', at: BYTES / 2 });
        const interrupted = await run(['download', DONE], {
          onStart: (child) => void waitUntil(() => partBytes() > BYTES / 4).then(() => child.kill(signal)),
        });
        assert.equal(interrupted.code, code, interrupted.stderr);
        assert.ok(downloads().some((name) => name.endsWith('.part')));
        clear();
        assertDone(await run(['download', DONE]));
        assert.equal(downloads().length, 1);
        assert.equal(sha256(downloaded()), await simulator.resultOf(DONE)?.hash('sha256'));
        const resumed = simulator.requests.filter(({ origin, headers }) => origin === 'storage' && headers['range']);
        assert.ok(resumed.length > 0, 'asked for the rest only');
      });
    }

    it('nothing onto a full disk, and says so', async function () {
      const folder = path.join(files.path(), 'impact-results');
      mkdirSync(folder);
      const disk = privateDisk(folder, 'size=1m');
      if ('missing' in disk) {
        console.log(`        Not tested, because no disk can be mounted here: ${disk.missing}`);
        this.skip();
      }
      const ended = await run(['download', DONE], { surroundings: disk.surroundings });
      assertDone(ended, 1);
      assert.match(ended.stderr, /Not enough disk space: 3\.\d MB needed, 1\.\d MB available\./);
    });

    it('nothing that the system refuses to store, and leaves no part of it', async function () {
      const limited = smallFiles(BYTES / 2);
      if ('missing' in limited) {
        console.log(`        Not tested, because files can't be limited here: ${limited.missing}`);
        this.skip();
      }
      const ended = await run(['download', DONE], { surroundings: limited.surroundings });
      assertDone(ended, 1);
      assert.match(ended.stderr, /The file is too large for this disk\. Choose another folder with --folder\./);
      assert.deepEqual(downloads(), []);
    });
  });

  describe('without what it needs', () => {
    it('asks for missing credentials, and takes them from a file', async () => {
      const none = { IMPACT_ACCOUNT_SID: undefined, IMPACT_AUTH_TOKEN: undefined };
      const missing = await run(['list'], { environment: none });
      assertDone(missing, 3);
      assert.match(missing.stderr, /IMPACT_ACCOUNT_SID and IMPACT_AUTH_TOKEN aren't set\. .* --credentials\./);
      const [account] = simulator.accounts;
      files.write('account.env', `IMPACT_ACCOUNT_SID=${account?.sid}\nIMPACT_AUTH_TOKEN="${account?.token}"\n`);
      assertDone(await run(['list', '--credentials', 'account.env'], { environment: none }));
      assertDone(await run(['list', '--env-file', 'account.env'], { environment: none }));
      assertDone(await run(['list', '--env-file=account.env', '--credentials=account.env'], { environment: none }), 2);
      const unreadable = await run(['list', '--credentials', 'other.env'], { environment: none });
      assertDone(unreadable, 3);
      assert.match(unreadable.stderr, /Can't read the file of credentials other\.env\./);
    });

    it('says that a token is wrong, without showing it', async () => {
      const ended = await run(['list'], { environment: { IMPACT_AUTH_TOKEN: 'a-wrong-token' } });
      assertDone(ended, 3);
      assert.match(ended.stderr, /doesn't accept this Account SID and token\. Check IMPACT_ACCOUNT_SID/);
      assert.doesNotMatch(ended.stderr + ended.stdout, /a-wrong-token/);
      assert.equal(simulator.requests.length, 1);
    });

    it('says that there is no network', async () => {
      await simulator.setReachable('api', false);
      const ended = await run(['get', DONE]);
      assertDone(ended, 1);
      assert.match(ended.stderr, /The server refused the connection\. Check IMPACT_API_BASE_URL/);
    });

    it('says how arguments are wrong', async () => {
      const calls = [['lits'], ['get'], ['list', '--limit', 'x'], ['list', '--nothing'], []];
      const ended = await Promise.all(calls.map((args) => run(args)));
      ended.forEach((each) => assertDone(each, 2));
      assert.match(ended[0]?.stderr ?? '', /Unknown command 'lits'/);
      assert.match(ended[2]?.stderr ?? '', /--limit takes a whole number from 1 to 100000, not "x"\./);
      assert.match(ended[4]?.stderr ?? '', /Commands:/);
      assert.equal(simulator.requests.length, 0);
    });

    it('ends without a trace of calls if its output goes to a full disk', async function () {
      if (!existsSync('/dev/full')) {
        console.log('        Not tested, because there is no /dev/full here.');
        this.skip();
      }
      const ended = await run(['list'], { surroundings: ['sh', '-c', 'exec "$@" > /dev/full', 'sh'] });
      assertDone(ended, 1);
      assert.match(ended.stderr, /Can't write the output: .*ENOSPC/);
    });

    it('ends quietly if nobody reads its output', async () => {
      const ended = await run(['list', '--json'], { onStart: ({ stdout }) => void stdout?.destroy() });
      assertDone(ended);
      assert.equal(ended.stderr, '');
    });
  });

  describe('within limits', () => {
    it('spends no request above the hourly limit of the machine, whoever spent them', async () => {
      const state = path.join(files.path(), 'state');
      const window = new MachineShare({ folder: state, clock: systemClock, requestsPerHour: () => 12 });
      const gate = window.gate(accountOf(simulator));
      assert.deepEqual(
        Array.from({ length: 11 }, () => gate.trySpend('user')),
        Array.from({ length: 11 }, () => undefined),
      );
      const environment = { IMPACT_JOBS_STATE: state };
      assertDone(await run(['get', DONE, '--requests-per-hour', '12'], { environment }));
      const over = await run(['get', DONE, '--requests-per-hour', '12'], { environment });
      assertDone(over, 4);
      assert.match(over.stderr, /has reached its hourly limit of requests\. Requests resume at/);
      assert.equal(simulator.requests.length, 1);
      assert.notEqual(gate.trySpend('user'), undefined, 'a window knows of the command line’s request');
      window.dispose();
    });

    it('says until when impact.com allows no more requests, and then asks no more', async () => {
      simulator.spendRequests(1000);
      assertDone(await run(['list']), 4);
      const again = await run(['list']);
      assertDone(again, 4);
      assert.match(again.stderr, /The account has used all its requests\. Next possible request:/);
      assert.equal(simulator.requests.length, 1);
    });
  });

  it('checks the credentials and the file of saved exports, with the place of each mistake', async () => {
    files.write('.impact-jobs.json', '{\n  "exports": [{ "name": "Spend", "reportId": "a", "format": "PDF" }]\n}\n');
    mkdirSync(path.join(files.path(), 'below'));
    const ended = await run(['check'], { cwd: path.join(files.path(), 'below') });
    assertDone(ended, 1);
    assert.match(ended.stdout, /\.impact-jobs\.json:2:\d+: exports\[0\]\.format can't be "PDF"\. Expected one of CSV/);
    assert.match(ended.stdout, /accepts the credentials of IR/);
    const kind = await run(['check', '--file', 'missing.json'], { environment: { IMPACT_ACCOUNT_KIND: 'brand' } });
    assertDone(kind, 3);
    assert.match(kind.stderr, /a different kind of account: Agency\. Set IMPACT_ACCOUNT_KIND to agency\./);
  });

  it('colors a table when asked to, unless told not to', async () => {
    const colored = await run(['list'], { environment: { FORCE_COLOR: '1' } });
    assert.ok(colored.stdout.includes('\u001b[32mCompleted\u001b[39m'));
    const plain = await run(['list'], { environment: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    assert.ok(!plain.stdout.includes('\u001b'));
  });

  it('prints JSON whose fields README.md documents', async () => {
    const [, chapter = ''] = readFileSync('README.md', 'utf8').split('## Without an editor\n');
    const documented = new Map(
      [...(chapter.split('\n## ')[0] ?? '').matchAll(/^\| `(?!kind`)(\w+)` +\| [^|]* \| (.*) \|$/gm)].map(
        ([, kind = '', fields = '']) => [kind, [...fields.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)],
      ),
    );
    files.write('.impact-jobs.json', '{ "exports": [{}] }');
    const calls = [
      ['list'],
      ['get', FAILED, 'unknown'],
      ['wait', DONE],
      ['replay', DONE],
      ['download', DONE],
      ['preview', DONE],
      ['reports'],
      ['filters', 'agency_action_listing'],
      ['brands'],
      ['check'],
      ['export', 'agency_action_listing'],
      ['export', 'agency_action_listing', '--dry-run'],
    ];
    await reopen({ brands: 2, exportJob: { queueMs: 0, runMs: 1 } });
    const seen = new Set<string>();
    for (const args of calls) {
      for (const { kind, ...fields } of recordsOf(await run([...args, '--json', '--quiet']))) {
        seen.add(String(kind));
        const unknown = Object.keys(fields).filter((name) => !documented.get(String(kind))?.includes(name));
        assert.deepEqual(unknown, [], `${String(kind)} of ${args.join(' ')}`);
      }
    }
    assert.deepEqual([...seen].sort(), [...documented.keys()].sort());
  });
});
