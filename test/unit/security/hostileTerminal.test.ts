import assert from 'node:assert/strict';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { waitUntil } from '../../support/waitUntil';
import { recordsOf } from '../cli/support/cliProgram';
import { commandLineForTest } from '../cli/support/commandLineForTest';

const TITLE = '\u001b]0;mine\u0007\u001b[31m\u009b31m\u202e';
/** What a terminal obeys, or reads in another direction. */
const OBEYED = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

const OTHER_USER = 12_345;
const BYTES = 2_000_000;

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

describe('Security: the command line', () => {
  const cli = commandLineForTest({
    scenario: 'empty',
    exportJob: { queueMs: 0, runMs: 1, result: { bytes: 1000 } },
  });
  const { files, run, restart } = cli;

  const token = (): string => cli.simulator.accounts[0]?.token ?? '';

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

  it('writes nothing that a CI system runs', async () => {
    const [github, old, azure] = ['::set-output name=a::b', '##[add-mask]b', '##vso[task.setvariable variable=a]b'];
    const name = `${github} ${old} ${azure}`;
    const saved = { name, reportId: github, filters: { SUBAID: azure } };
    files.write('.impact-jobs.json', JSON.stringify({ exports: [saved] }));
    const calls = [
      ['run', name, '--dry-run'],
      ['run', name],
      ['get', github],
      ['export', '::a', '--folder', '::b'],
    ];
    for (const args of [...calls, ...calls.map((call) => [...call, '--json'])]) {
      const { stdout, stderr } = await run(args);
      assert.doesNotMatch(stdout + stderr, /^\s*::|##\w*\[/m, args.join(' '));
    }
    const [plan] = recordsOf(await run(['run', name, '--dry-run', '--json']));
    assert.equal(plan?.['export'], name);
  });

  it('takes no file of saved exports that another user has put above the folder', async function () {
    if (process.getuid?.() !== 0) {
      console.log('      Not tested: only root can give a file to another user.');
      this.skip();
    }
    const file = files.write('.impact-jobs.json', FILE);
    chownSync(file, OTHER_USER, OTHER_USER);
    for (const command of ['check', 'run']) {
      const ended = await run([command, ...(command === 'run' ? ['Spend', '--dry-run'] : [])]);
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /\.impact-jobs\.json belongs to another user\. To use it, name it with --file\./);
    }
    const named = await run(['run', 'Spend', '--dry-run', '--file', file]);
    assert.equal(named.code, 0, named.stderr);
    chownSync(files.path(), OTHER_USER, OTHER_USER);
    const inTheirs = await run(['run', 'Spend', '--dry-run']);
    assert.equal(inTheirs.code, 0, inTheirs.stderr);
  });

  it('keeps nothing in a folder that another user can change', async function () {
    if (process.getuid?.() !== 0) {
      console.log('      Not tested: only root can give a folder to another user.');
      this.skip();
    }
    const first = await run(['export', 'agency_action_listing', '--period', 'yesterday']);
    assert.equal(first.code, 0, first.stderr);
    const runs = path.join(files.path(), 'state/runs');
    const [own = ''] = readdirSync(runs);
    for (const folder of [path.join(runs, own), runs, path.join(files.path(), 'state')]) {
      chownSync(folder, OTHER_USER, OTHER_USER);
      const ended = await run(['export', 'agency_action_listing', '--resume']);
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /belongs to another user\. Set IMPACT_JOBS_STATE to a folder of yours\./);
      chownSync(folder, 0, 0);
    }
  });

  it('resumes no run into a folder that became a link', async () => {
    const [cwd, outside] = ['own', 'outside'].map((name) => path.join(files.path(), name)) as [string, string];
    [cwd, outside].forEach((folder) => mkdirSync(folder));
    files.write(
      'own/.impact-jobs.json',
      '{"exports":[{"name":"a","reportId":"agency_action_listing","period":"yesterday","folder":"b"}]}',
    );
    await restart({
      scenario: 'empty',
      exportJob: { queueMs: 0, runMs: 1, result: { bytes: BYTES } },
    });
    cli.simulator.setFault({ endpoint: 'storage', kind: 'stall', at: BYTES / 2 });
    const isDownloading = (): boolean => cli.simulator.requests.some(({ origin }) => origin === 'storage');
    const killed = await run(['run', 'a'], {
      cwd,
      onStart: (child) => void waitUntil(isDownloading).then(() => child.kill('SIGKILL')),
    });
    assert.equal(killed.code, null, killed.stderr);
    cli.simulator.clearFaults();
    rmSync(path.join(cwd, 'impact-results/b'), { recursive: true });
    symlinkSync(outside, path.join(cwd, 'impact-results/b'));
    const ended = await run(['run', '--resume'], { cwd });
    assert.equal(ended.code, 1, ended.stderr);
    assert.match(ended.stderr, /leads to .*outside through a link/);
    assert.deepEqual(readdirSync(outside), []);
  });

  it('keeps every character of a text in JSON', async () => {
    files.write('.impact-jobs.json', FILE);
    const [plan] = recordsOf(await run(['run', 'Spend', '--dry-run', '--json']));
    assert.deepEqual(plan?.['filters'], { SUBAID: TITLE });
  });

  it('writes no result through a link in the folder', async () => {
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
    assert.deepEqual(cli.simulator.requests, []);
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
      files.write('a.env', `IMPACT_API_BASE_URL=${cli.simulator.baseUrl}\n`);
      const ended = await run(['list', '--credentials', 'a.env'], { environment: { IMPACT_API_BASE_URL: undefined } });
      assert.equal(ended.code, 3);
      assert.match(ended.stderr, /sets IMPACT_API_BASE_URL, but the token comes from the environment/);
      assert.deepEqual(cli.simulator.requests, []);
    });

    it('refuses a file of --env-file that tells Node what to do, and sends its token to no server of the file', async () => {
      for (const [name, value] of [
        ['NODE_OPTIONS', '--title=theirs'],
        ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
        ['HTTPS_PROXY', cli.simulator.baseUrl],
        ['IMPACT_JOBS_STATE', '/tmp'],
      ] as const) {
        files.write('a.env', `${name}=${value}\n`);
        const ended = await run(['list', '--env-file', 'a.env']);
        assert.equal(ended.code, 3);
        assert.match(ended.stderr, new RegExp(`a\\.env sets ${name}, which Node obeys .* Use --credentials`));
      }
      files.write('a.env', `IMPACT_API_BASE_URL=${cli.simulator.baseUrl}\n`);
      // Some versions of Node put the file's server into the environment.
      for (const server of [undefined, cli.simulator.baseUrl]) {
        const ended = await run(['list', '--env-file', 'a.env'], { environment: { IMPACT_API_BASE_URL: server } });
        assert.match(ended.stderr, /sets IMPACT_API_BASE_URL, but the token comes from the environment/);
      }
      assert.deepEqual(cli.simulator.requests, []);
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
    const sid = cli.simulator.accounts[0]?.sid;
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
