import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { type Simulator, startSimulator } from '../../../src/simulator/startSimulator';
import { temporaryFolder } from '../../support/temporaryFolder';
import { CliProgram, type Ended, recordsOf, type RunOptions } from '../cli/support/cliProgram';

const TITLE = '\u001b]0;mine\u0007\u001b[31m\u009b31m\u202e';
/** What a terminal obeys, or reads in another direction. */
const OBEYED = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

/** Saved exports that somebody else wrote. Texts stand wherever the file takes or quotes one. */
const FILE = JSON.stringify({
  version: 1,
  [`${TITLE}a`]: 1,
  exports: [
    { name: 'Spend', reportId: 'agency_action_listing', filters: { SUBAID: TITLE }, [TITLE]: 1 },
    { name: 'Other\u202e', reportId: TITLE, format: TITLE, folder: TITLE, filters: { [TITLE]: TITLE } },
    { name: 'Right\u202e', reportId: 'agency_action_listing', filters: { SUBAID: '1' } },
  ],
  sets: [{ name: 'Set\u202e', exports: ['Right\u202e'] }],
});

describe('Security: the command line', function () {
  this.timeout(60_000);
  const files = temporaryFolder();
  let program: CliProgram;
  let simulator: Simulator;

  before(async () => {
    program = await CliProgram.install();
  });
  after(() => program.remove());
  beforeEach(async () => {
    simulator = await startSimulator({
      scenario: 'empty',
      exportJob: { queueMs: 0, runMs: 1, result: { bytes: 1000 } },
    });
  });
  afterEach(() => simulator.close());

  const run = (args: readonly string[], { environment, ...options }: RunOptions = {}): Promise<Ended> =>
    program.run(args, {
      cwd: files.path(),
      environment: { ...program.environment(simulator, path.join(files.path(), 'state')), ...environment },
      ...options,
    });

  const token = (): string => simulator.accounts[0]?.token ?? '';

  it('writes nothing to a terminal that the terminal obeys', async () => {
    files.write('.impact-jobs.json', FILE);
    const calls = [['check'], ['check', '--json'], ['run', 'Spend', '--dry-run'], ['run', 'Set\u202e'], ['get', TITLE]];
    for (const args of [...calls, ['run', 'Spend', '--dry-run', '--json']]) {
      const { stdout, stderr } = await run(args);
      assert.doesNotMatch(stdout + stderr, OBEYED, args.join(' '));
      assert.notEqual(stdout + stderr, '');
    }
    const colored = await run(['check'], { environment: { FORCE_COLOR: '1' } });
    assert.doesNotMatch(colored.stdout.replaceAll(/\u001b\[(?:1|2|22|31|32|33|39)m/g, ''), OBEYED);
  });

  it('keeps every character of a text in JSON', async () => {
    files.write('.impact-jobs.json', FILE);
    const [plan] = recordsOf(await run(['run', 'Spend', '--dry-run', '--json']));
    assert.deepEqual(plan?.['filters'], { SUBAID: TITLE });
  });

  it('writes no result through a link that lies in the folder', async () => {
    files.write('.impact-jobs.json', FILE);
    const [outside, own] = ['outside', 'own'].map((name) => path.join(files.path(), name)) as [string, string];
    [outside, own].forEach((folder) => mkdirSync(path.join(folder, 'Inner'), { recursive: true }));
    for (const link of ['impact-results', 'own/impact-results', 'own/Inner/Set']) {
      symlinkSync(outside, path.join(files.path(), link));
    }
    const file = files.write('own/a.json', '{"exports":[{"name":"a","reportId":"b","folder":"Set"}]}');
    const ended = await Promise.all([
      run(['run', 'a', '--file', file]),
      run(['run', 'a', '--file', file, '--folder', 'own/Inner']),
      run(['export', 'b'], { cwd: own }),
      run(['download', '81258bc5'], { cwd: own }),
    ]);
    for (const { code, stderr } of ended) {
      assert.equal(code, 1, stderr);
      assert.match(stderr, /leads to .*outside through a link\. To write there, name it with --folder\./);
    }
    assert.deepEqual(readdirSync(outside), ['Inner']);
    assert.deepEqual(simulator.requests, []);
    const named = await run(['export', 'b', '--dry-run', '--folder', 'impact-results/new']);
    assert.equal(named.code, 0, named.stderr);
  });

  describe('with a file of credentials', () => {
    it('takes nothing but credentials from it, and runs nothing', async () => {
      const code = files.write(
        'code.cjs',
        `require('node:fs').writeFileSync(${JSON.stringify(files.path())} + '/ran', '')`,
      );
      const state = path.join(files.path(), 'elsewhere');
      files.write('a.env', `NODE_OPTIONS=--require=${code}\nIMPACT_JOBS_STATE=${state}\nIMPACT_ACCOUNT_KIND=agency\n`);
      const environment = { IMPACT_JOBS_STATE: undefined, XDG_STATE_HOME: path.join(files.path(), 'state') };
      for (const args of [['--credentials', 'a.env'], ['--credentials=a.env']]) {
        const { code: exit, stderr } = await run(['list', ...args], { environment });
        assert.equal(exit, 0, stderr);
      }
      assert.ok(!existsSync(path.join(files.path(), 'ran')));
      assert.ok(!existsSync(state));
    });

    it('sends no token of the environment to a server from the file', async () => {
      files.write('a.env', `IMPACT_API_BASE_URL=${simulator.baseUrl}\n`);
      const ended = await run(['list', '--credentials', 'a.env'], { environment: { IMPACT_API_BASE_URL: undefined } });
      assert.equal(ended.code, 3);
      assert.match(ended.stderr, /sets IMPACT_API_BASE_URL, but the token comes from the environment/);
      assert.deepEqual(simulator.requests, []);
    });

    it('reads no more of a file without an end than credentials need', async function () {
      if (process.platform === 'win32') {
        this.skip();
      }
      symlinkSync('/dev/zero', path.join(files.path(), 'a.env'));
      const ended = await run(['list', '--credentials', 'a.env']);
      assert.equal(ended.code, 3);
      assert.match(ended.stderr, /too large for credentials/);
    });
  });

  it('shows no token that is set in the place of another value', async () => {
    files.write('.impact-jobs.json', '{"exports":[{"name":"a","reportId":"b","account":"IRother"}]}');
    const sid = simulator.accounts[0]?.sid;
    const ended = await Promise.all([
      run(['list'], { environment: { IMPACT_ACCOUNT_KIND: token() } }),
      run(['list'], { environment: { IMPACT_API_BASE_URL: `https://${token()}/ x` } }),
      run(['list', '--account', token()]),
      run(['run', 'a'], { environment: { IMPACT_ACCOUNT_SID: token(), IMPACT_AUTH_TOKEN: sid } }),
      run(['run', 'a'], { environment: { IMPACT_ACCOUNT_SID: 'a1B2c3D4e5F6g7H8', IMPACT_AUTH_TOKEN: sid } }),
    ]);
    for (const { code, stdout, stderr } of ended) {
      assert.notEqual(code, 0);
      assert.ok(!(stdout + stderr).includes(token()), stderr);
      assert.ok(!(stdout + stderr).includes('a1B2c3D4e5F6g7H8'), stderr);
    }
  });
});
