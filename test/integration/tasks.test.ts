import * as assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Manifest } from '../../src/core/savedExports/manifest';
import { systemClock } from '../../src/core/clock';
import { runForTask } from '../../src/vscode/tasks/runForTask';
import { RunTerminal } from '../../src/vscode/tasks/runTerminal';
import { FakeClock } from '../support/fakeClock';
import { waitUntil } from '../support/waitUntil';
import { clearResults, run, type SignedIn, signIn } from './support/extension';

const HOUR_MS = 3_600_000;
const SAVED = {
  version: 1,
  exports: [
    { name: 'Actions', reportId: 'agency_action_listing', period: 'lastMonth' },
    { name: 'Partners', reportId: 'agency_partner_listing', format: 'XML', folder: 'lists' },
    { name: 'Wrong', reportId: 'agency_nothing' },
  ],
  sets: [
    { name: 'Both', exports: ['Actions', 'Partners'], folder: 'both' },
    { name: 'Half', exports: ['Wrong', 'Partners'], folder: 'half' },
  ],
};

const workspace = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const file = (): string => path.join(workspace(), '.impact-jobs.json');
const manifestIn = (folder: string): Manifest =>
  JSON.parse(
    readFileSync(path.join(workspace(), 'impact-results', folder, 'impact-manifest.json'), 'utf8'),
  ) as Manifest;

/** A task of the workspace's tasks.json. */
async function written(definition: object): Promise<vscode.Task> {
  const task = { label: 'Written', type: 'impactJobs', ...definition };
  await vscode.workspace.getConfiguration('tasks').update('tasks', [task], vscode.ConfigurationTarget.Workspace);
  for (;;) {
    const tasks = await vscode.tasks.fetchTasks();
    const found = tasks.find(({ name }) => name === 'Written');
    if (found !== undefined) {
      return found;
    }
  }
}

/** Starts a task. `ended` resolves with its exit code. */
async function start(
  task: vscode.Task,
): Promise<{ execution: vscode.TaskExecution; ended: Promise<number | undefined> }> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name === task.name) {
        listener.dispose();
        resolve(exitCode);
      }
    });
  });
  return { execution: await vscode.tasks.executeTask(task), ended };
}

describe('Tasks', () => {
  let signedIn: SignedIn;
  const exportsAsked = (): number =>
    signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;
  const waiting = (): number => signedIn.parts.store.snapshot.accounts[0]?.entries.size ?? 0;

  /** A task of the extension. VS Code can leave out tasks while it hears that a tasks.json is gone. */
  async function provided(name: string): Promise<vscode.Task> {
    for (;;) {
      const tasks = await vscode.tasks.fetchTasks({ type: 'impactJobs' });
      const found = tasks.find((task) => task.name === name);
      if (found !== undefined) {
        return found;
      }
    }
  }

  /** Runs what a task runs, and returns its exit code and its lines. `onLine` can act on one of them. */
  async function lines(
    target: unknown,
    onLine: (line: string) => unknown = () => undefined,
  ): Promise<readonly [number, readonly string[]]> {
    const told: string[] = [];
    const write = (line: string): void => {
      told.push(line);
      onLine(line);
    };
    const { signal } = new AbortController();
    const scope = vscode.TaskScope.Workspace;
    const code = await runForTask({ ...signedIn.parts, clock: systemClock }, { run: target, scope }, write, signal);
    return [code, told];
  }

  /** Lets impact.com finish its work. */
  async function finishJobs(count: number): Promise<void> {
    await waitUntil(() => waiting() === count);
    signedIn.simulator.advance(HOUR_MS);
    await run('refresh');
  }

  beforeEach(async () => {
    writeFileSync(file(), JSON.stringify(SAVED));
    signedIn = await signIn([]);
  });

  afterEach(async () => {
    await clearResults(signedIn);
    vscode.window.terminals.forEach((terminal) => terminal.dispose());
    rmSync(file(), { force: true });
    rmSync(path.join(workspace(), '.vscode/tasks.json'), { force: true });
  });

  it('are provided for each saved export and set, in the folder of their file', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'impactJobs' });
    assert.deepEqual(
      tasks.map(({ name, definition }) => [name, definition['run'] as unknown]).sort(),
      ['Actions', 'Both', 'Half', 'Partners', 'Wrong'].map((name) => [name, name]),
    );
    assert.ok(tasks.every(({ scope }) => scope === vscode.workspace.workspaceFolders?.[0]));
  });

  it('end with 0 after all files of a set are there', async () => {
    const { ended } = await start(await provided('Both'));
    await finishJobs(2);
    assert.equal(await ended, 0);
    assert.deepEqual(
      manifestIn('both')
        .files.map((one) => one.export)
        .sort(),
      ['Actions', 'Partners'],
    );
  });

  it('end with 1 if one export fails, after the files of the others are there', async () => {
    const { ended } = await start(await provided('Half'));
    await finishJobs(1);
    assert.equal(await ended, 1);
    const { files, failed } = manifestIn('half');
    assert.deepEqual([files.map((one) => one.export), failed?.map((one) => one.export)], [['Partners'], ['Wrong']]);
  });

  it('write a line for each step, and why a result is missing', async () => {
    const [code, told] = await lines('Half', (line) => line === 'Partners: Queued' && finishJobs(1));
    assert.equal(code, 1);
    assert.match(told.join('\n'), /^Wrong: .*Not permitted to run report agency_nothing/m);
    assert.match(told.join('\n'), /^Partners: downloading\nPartners: impact-results\/half\/.*\.xml, /m);
    assert.match(told.join('\n'), /^Half: downloaded 1 of 2 results\.$/m);
  });

  it('run a list of names from tasks.json', async () => {
    const { ended } = await start(await written({ run: ['Actions', 'Partners'] }));
    await finishJobs(2);
    assert.equal(await ended, 0);
  });

  it('come before tasks that depend on them', async () => {
    const definitions = [
      { label: 'Get', type: 'impactJobs', run: 'Both' },
      { label: 'Use', type: 'shell', command: 'test -f impact-results/both/impact-manifest.json', dependsOn: 'Get' },
    ];
    await vscode.workspace.getConfiguration('tasks').update('tasks', definitions, vscode.ConfigurationTarget.Workspace);
    let use: vscode.Task | undefined;
    while (use === undefined) {
      use = (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'Use');
    }
    const order: string[] = [];
    const started = vscode.tasks.onDidStartTaskProcess(({ execution }) => {
      order.push(`${execution.task.name} starts`);
    });
    const over = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) =>
      order.push(`${execution.task.name} ends with ${exitCode}`),
    );
    void vscode.tasks.executeTask(use);
    await finishJobs(2);
    await waitUntil(() => order.some((event) => event.startsWith('Use ends')));
    [started, over].forEach((listener) => void listener.dispose());
    assert.deepEqual(
      order.filter((event) => event !== 'Get starts'),
      ['Get ends with 0', 'Use starts', 'Use ends with 0'],
    );
  });

  it('cancelled while their exports are being scheduled name every member in the manifest', async () => {
    const release = signedIn.simulator.setFault({ kind: 'stall', endpoint: 'reportExport', at: 'headers' });
    const { execution, ended } = await start(await provided('Both'));
    await waitUntil(() => exportsAsked() === 1);
    execution.terminate();
    await ended;
    await waitUntil(() => manifestIn('both').members?.every(({ state }) => state === 'cancelled') === true);
    release();
    assert.deepEqual(
      manifestIn('both')
        .members?.map((one) => one.export)
        .sort(),
      ['Actions', 'Partners'],
    );
    assert.equal(exportsAsked(), 1);
  });

  it('cancel their run when they are terminated, and the manifest says so', async () => {
    const { execution } = await start(await provided('Both'));
    await waitUntil(() => waiting() === 2);
    execution.terminate();
    await waitUntil(() => manifestIn('both').members?.every(({ state }) => state === 'cancelled') === true);
    assert.deepEqual(manifestIn('both').files, []);
  });

  it('keep their run if VS Code closes the terminal with the window', async () => {
    const clock = new FakeClock(0);
    let signal: AbortSignal | undefined;
    const terminal = new RunTerminal((_, aborted) => {
      signal = aborted;
      return new Promise(() => undefined);
    }, clock);
    terminal.open();
    terminal.close();
    assert.equal(signal?.aborted, false);
    await clock.advance(2_000);
    assert.equal(signal.aborted, true, 'The user closed it: the extension still runs.');
  });

  it('follow a run that is already in progress instead of failing', async () => {
    await run('runSavedExport', 'Both');
    const asked = exportsAsked();
    const [code, told] = await lines('Both', (line) => line.startsWith('Both is already running.') && finishJobs(2));
    assert.deepEqual([code, exportsAsked() - asked], [0, 0]);
    assert.match(told.at(-1) ?? '', /^Both: downloaded 2 results/);
  });

  it('run their own set while one of the same name in another file is running', async () => {
    const files = await signedIn.parts.savedExports.files();
    const own = files.sources().at(-1) ?? assert.fail('there is no file of the user');
    const exports = [{ name: 'Mine', reportId: 'agency_partner_listing', format: 'JSON', folder: 'mine' }];
    await files.edit(own, () => JSON.stringify({ exports, sets: [{ name: 'Both', exports: ['Mine'] }] }));
    try {
      const found = await files.find('Both', own.uri);
      await run('runSavedExport', found);
      const asked = exportsAsked();
      const ended = lines('Both');
      await finishJobs(3);
      const [code, told] = await ended;
      assert.deepEqual([code, exportsAsked() - asked], [0, 2]);
      assert.doesNotMatch(told.join('\n'), /already running|Mine/);
      assert.equal(manifestIn('both').files.length, 2);
    } finally {
      rmSync(own.uri.fsPath, { force: true });
      await files.readAgain();
    }
  });

  it('end with 2 if they name nothing that exists, and request nothing', async () => {
    const { ended } = await start(await written({ run: 'Nothing' }));
    assert.equal(await ended, 2);
    assert.deepEqual(await lines('Nothing'), [2, ['No saved export or set is named Nothing.']]);
    for (const wrong of [undefined, [], ['Both', 7], '']) {
      const [code, [sentence]] = await lines(wrong);
      assert.equal(code, 2);
      assert.match(sentence ?? '', /^The task doesn't say what to run\. Set "run"/);
    }
    assert.equal(exportsAsked(), 0);
  });

  it('end with 4 if no requests are left', async () => {
    const clear = signedIn.simulator.setFault({ kind: 'answer', endpoint: 'reportExport', status: 429 });
    const [code, told] = await lines('Both');
    clear();
    assert.equal(code, 4, told.join('\n'));
  });

  it('end with 3 if nobody is signed in', async () => {
    for (const account of signedIn.parts.accounts.stored) {
      await signedIn.parts.accounts.remove(account);
    }
    const { ended } = await start(await provided('Both'));
    assert.equal(await ended, 3);
  });
});
