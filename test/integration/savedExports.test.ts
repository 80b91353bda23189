import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/jobs/job';
import type { JobEntry } from '../../src/core/jobs/jobEntry';
import { dayAt } from '../../src/core/reports/calendar';
import { resolvePeriod } from '../../src/core/reports/period';
import type { Manifest } from '../../src/core/savedExports/manifest';
import { SavedExportFiles } from '../../src/vscode/savedExports/savedExportFiles';
import { recordMessages, toldBy } from './support/shownMessages';
import { waitUntil } from '../support/waitUntil';
import { answerSteps } from './support/answerSteps';
import { run, type SignedIn, signIn, until } from './support/extension';

const HOUR_MS = 3_600_000;
/** The account has no job whose date shows its time zone, but impact.com states it for the company. */
const ZONE = 'America/Bogota';

const workspace = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const file = (): string => path.join(workspace(), '.impact-jobs.json');
const results = (): string => path.join(workspace(), 'impact-results');
const sha256 = (name: string): string => createHash('sha256').update(readFileSync(name)).digest('hex');
const read = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'impact-manifest.json'), 'utf8')) as Manifest;

const SAVED = {
  version: 1,
  exports: [
    {
      name: 'Actions',
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      period: 'lastMonth',
      filters: { SUBAID: '4187' },
    },
    {
      name: 'Actions as JSON',
      reportId: 'agency_action_listing',
      reportName: 'Action Listing',
      format: 'JSON',
      period: 'yesterday',
    },
    {
      name: 'Partners',
      reportId: 'agency_partner_listing',
      format: 'XML',
      fileName: 'partners of ${date}.${ext}',
      folder: 'lists',
    },
    { name: 'Wrong', reportId: 'agency_nothing' },
    { name: 'Elsewhere', reportId: 'r', account: 'IRnobody' },
  ],
  sets: [
    { name: 'Monday set', exports: ['Actions', 'Actions as JSON', 'Partners'] },
    { name: 'Half', exports: ['Wrong', 'Partners'], folder: 'half' },
  ],
};

describe('Saved exports', () => {
  let signedIn: SignedIn;
  const entry = (id: string): JobEntry | undefined => signedIn.parts.store.snapshot.accounts[0]?.entries.get(id);
  const ids = (jobs: readonly Job[]): string[] => jobs.map(({ id }) => id);
  const labels = async (row?: unknown): Promise<string[]> =>
    (await signedIn.parts.savedExports.getChildren(row as never)).map(
      ({ item }) => `${item.label as string} | ${String(item.description ?? '')}`,
    );

  /** Waits until no row shows a run. */
  async function isOver(): Promise<void> {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        const listener = signedIn.parts.savedExports.onDidChangeTreeData(() => {
          listener.dispose();
          resolve();
        });
      });
      if (!(await labels()).some((label) => /\| (running|\d of \d done)/.test(label))) {
        return;
      }
      await changed;
    }
  }

  /** Changes the file, and waits until that was seen. */
  async function write(content: unknown): Promise<void> {
    const text = JSON.stringify(content, undefined, 2);
    const files = await signedIn.parts.savedExports.files();
    writeFileSync(file(), text);
    await waitUntil(async () => (await files.read())[0]?.text === text);
  }

  /** Lets impact.com finish its work, and waits for the files. */
  async function finish(jobs: readonly Job[]): Promise<void> {
    signedIn.simulator.advance(HOUR_MS);
    await run('refresh');
    await until(signedIn.parts, () => ids(jobs).every((id) => entry(id)?.download !== undefined));
    await isOver();
  }

  beforeEach(async () => {
    signedIn = await signIn([]);
    await write(SAVED);
    await vscode.commands.executeCommand('impactJobs.savedExports.focus');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
    await signedIn.signOut();
    rmSync(results(), { recursive: true, force: true });
    rmSync(file(), { force: true });
  });

  it('of which results are here open as a notebook', async () => {
    const { savedExports } = signedIn.parts;
    const rowOf = async (name: string, within?: unknown) =>
      (await savedExports.getChildren(within as never)).find(({ item }) => item.label === name) ?? assert.fail(name);
    assert.equal((await rowOf('Monday set')).item.contextValue, 'set');
    await finish(await run<Job[]>('runSavedExport', 'Monday set'));
    const set = await rowOf('Monday set');
    assert.deepEqual(
      [
        set.item.contextValue,
        (await rowOf('Actions', set)).item.contextValue,
        (await rowOf('Actions')).item.contextValue,
      ],
      ['set hasResults', 'export hasResults', 'export'],
    );
    const cellsOf = async (row: unknown): Promise<string> => {
      const uri = await run<vscode.Uri>('newNotebook', row);
      const notebook = vscode.workspace.notebookDocuments.find((known) => known.uri.toString() === uri.toString());
      const text = notebook?.getCells().map(({ document }) => document.getText());
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      return (text ?? []).join('\n');
    };
    const all = await cellsOf(set);
    assert.ok(
      ['Actions', 'Actions as JSON', 'Partners'].every((name) => all.includes(`\n# ${name}\n`)),
      all,
    );
    const one = await cellsOf(await rowOf('Actions as JSON', set));
    assert.match(one, /^# Actions as JSON$/m);
    assert.doesNotMatch(one, /^# (Actions|Partners)$/m);
    rmSync(results(), { recursive: true });
    assert.match(
      await toldBy(() => run('newNotebook', set)),
      /impact-manifest\.json no longer exists\. Run the export again\./,
    );
  });

  it('run as a set: all results go to one folder, with a manifest that matches the files', async () => {
    const jobs = await run<Job[]>('runSavedExport', 'Monday set');
    assert.deepEqual([jobs.length, new Set(ids(jobs)).size], [3, 3]);
    assert.ok(jobs.every(({ status }) => status === 'QUEUED'));
    await finish(jobs);
    const folder = path.join(results(), `Monday set ${dayAt(Date.now(), ZONE)}`);
    const { version, files } = read(folder);
    assert.equal(version, 1);
    assert.deepEqual(readdirSync(folder).sort(), [...files.map((one) => one.file), 'impact-manifest.json'].sort());
    assert.deepEqual(files.map((one) => one.job.id).sort(), ids(jobs).sort());
    for (const one of files) {
      const expected = signedIn.simulator.resultOf(one.job.id);
      const bytes = readFileSync(path.join(folder, one.file));
      assert.deepEqual(
        { sha256: one.sha256, bytes: one.bytes, rows: one.rows, set: one.set, sid: one.account.sid },
        {
          sha256: sha256(path.join(folder, one.file)),
          bytes: bytes.length,
          rows: expected?.rows,
          set: 'Monday set',
          sid: signedIn.sid,
        },
      );
      assert.equal(one.bytes, expected?.lengthBytes);
    }
    const days = resolvePeriod('lastMonth', Date.now(), ZONE);
    const actions = files.find((one) => one.export === 'Actions');
    assert.deepEqual(actions?.report, { id: 'agency_action_listing', name: 'Action Listing' });
    assert.deepEqual(actions?.parameters, { START_DATE: days.start, END_DATE: days.end, SUBAID: '4187' });
    assert.deepEqual(
      [actions?.period?.name, actions?.period?.start, actions?.job.existedBefore],
      ['lastMonth', days.start, false],
    );
    assert.ok(files.some((one) => one.file.startsWith('partners of ')));
  });

  it('send relative days as the steps do: as times, or under other names, if their report has them so', async () => {
    await write({
      exports: [
        { name: 'Log', reportId: 'agency_action_log', period: 'yesterday', timeZone: '-04:00' },
        { name: 'Locked', reportId: 'agency_locked_actions', period: 'lastMonth' },
      ],
      sets: [{ name: 'Both', exports: ['Log', 'Locked'] }],
    });
    const { start, end } = resolvePeriod('lastMonth', Date.now(), ZONE);
    const jobs = await run<Job[]>('runSavedExport', 'Both');
    const day = dayAt(Date.now() - 24 * HOUR_MS, '-04:00');
    assert.deepEqual(
      jobs.map(({ id }) => entry(id)?.parameters?.filters),
      [
        { START_DATE: `${day}T00:00:00-04:00`, END_DATE: `${day}T23:59:59-04:00` },
        { ACTION_START_DATE: start, ACTION_END_DATE: end },
      ],
    );
    await finish(jobs);
  });

  it('are saved from a job with the days that its report accepts', async () => {
    await vscode.commands.executeCommand('impactJobs.exportReport', {
      reportId: 'agency_action_log',
      filters: { START_DATE: '2026-10-01T06:00:00-04:00', END_DATE: '2026-10-01T12:00:00-04:00' },
    });
    const [exported] = signedIn.parts.store.snapshot.accounts[0]?.entries.values() ?? [];
    await answerSteps('Enter', run<string>('saveExport', exported?.job.id));
    const { exports } = JSON.parse(readFileSync(file(), 'utf8')) as typeof SAVED;
    assert.deepEqual(exports.at(-1)?.filters, {
      START_DATE: '2026-10-01T06:00:00-04:00',
      END_DATE: '2026-10-01T12:00:00-04:00',
    });
  });

  it("in a set skip exports without an account here and exports that don't exist", async () => {
    await write({
      exports: [
        { name: 'Elsewhere', reportId: 'r', account: 'IRnobody' },
        { name: 'Here', reportId: 'agency_partner_listing' },
      ],
      sets: [
        { name: 'Mixed', exports: ['Elsewhere', 'Gone', 'Here'] },
        { name: 'None', exports: ['Elsewhere', 'Gone'] },
      ],
    });
    const jobs = await run<Job[]>('runSavedExport', 'Mixed');
    assert.deepEqual(
      jobs.map(({ id }) => entry(id)?.parameters?.reportId),
      ['agency_partner_listing'],
    );
    await finish(jobs);
    await assert.rejects(
      run('runSavedExport', 'None'),
      /Elsewhere uses the account IRnobody.* Gone: the set's file doesn't contain/,
    );
  });

  it('run from a list of names are all tried, and those that start are awaited', async () => {
    const jobs = await run<Job[]>('runSavedExport', ['Wrong', 'Partners']);
    assert.deepEqual(
      jobs.map(({ id }) => entry(id)?.parameters?.reportId),
      ['agency_partner_listing'],
    );
    await finish(jobs);
    await assert.rejects(
      run('runSavedExport', ['Wrong', 'Elsewhere']),
      /Not permitted to run report agency_nothing.* Elsewhere uses the account IRnobody/,
    );
  });

  it('run individually, save where they say, and return the one job', async () => {
    const job = await run<Job>('runSavedExport', 'Partners');
    assert.equal(job.status, 'QUEUED');
    assert.match(entry(job.id)?.name ?? '', /partner_listing/);
    await finish([job]);
    assert.equal(read(path.join(results(), 'lists')).files[0]?.set, null);
  });

  it('that run again use the existing result, and say so in the manifest', async () => {
    const first = await run<Job>('runSavedExport', 'Actions');
    await finish([first]);
    rmSync(results(), { recursive: true });
    const second = await run<Job>('runSavedExport', 'Actions');
    assert.equal(second.id, first.id);
    await isOver();
    assert.equal(read(results()).files[0]?.job.existedBefore, true);
  });

  it("treat another person's old export as an old result, and replay it if the rule says so", async () => {
    const partners = { reportId: 'agency_partner_listing', format: 'XML' };
    await write({
      exports: [
        { name: 'As it is', ...partners },
        { name: 'Anew', ...partners, existingJob: 'replay' },
      ],
    });
    const { store, watchers } = signedIn.parts;
    const theirs = await watchers
      .client(store.snapshot.accounts[0]?.account.id ?? '')
      ?.exportReport({ reportId: 'agency_partner_listing', format: 'XML', filters: {} });
    signedIn.simulator.advance(13 * 24 * HOUR_MS);
    const used = await run<Job>('runSavedExport', 'As it is');
    assert.equal(used.id, theirs?.id);
    await isOver();
    assert.equal(read(results()).files[0]?.job.existedBefore, true);
    const exportsAsked = (): number =>
      signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'reportExport').length;
    const asked = exportsAsked();
    const replayed = await run<Job>('runSavedExport', 'Anew');
    assert.equal(exportsAsked(), asked, 'the known job is replayed without another export');
    assert.notEqual(replayed.id, theirs?.id);
    assert.equal(entry(replayed.id)?.replayOf, theirs?.id);
  });

  it('continue after an export that impact.com rejects', async () => {
    const jobs = await run<Job[]>('runSavedExport', 'Half');
    assert.equal(jobs.length, 1);
    await finish(jobs);
    assert.deepEqual(
      read(path.join(results(), 'half')).files.map((one) => one.export),
      ['Partners'],
    );
  });

  it("keep waiting if impact.com temporarily rejects a result, and note missing files in the set's manifest", async () => {
    const jobs = await run<Job[]>('runSavedExport', 'Half');
    signedIn.simulator.setFault({ kind: 'answer', endpoint: 'download', status: 401, body: 'envelope', nth: 1 });
    const asked = (): number => signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'download').length;
    signedIn.simulator.advance(HOUR_MS);
    await run('refresh');
    await waitUntil(() => asked() > 0);
    while (asked() === 1) {
      await run('refresh');
    }
    await until(signedIn.parts, () => entry(jobs[0]?.id ?? '')?.download !== undefined);
    await isOver();
    const { files, failed } = read(path.join(results(), 'half'));
    assert.deepEqual(
      [files.map((one) => one.export), failed?.map((one) => [one.export, one.set, one.job])],
      [['Partners'], [['Wrong', 'Half', null]]],
    );
    assert.match(failed?.[0]?.reason ?? '', /Not permitted to run report agency_nothing/);
  });

  it('are copied as a workflow that runs them from the committed file, without the token', async () => {
    const [row] = await signedIn.parts.savedExports.getChildren();
    const workflow = await run<string>('copyScript', row);
    assert.match(workflow, /impact-jobs run --timeout 170 -- 'Monday set'$/m);
    assert.match(workflow, new RegExp(`IMPACT_ACCOUNT_SID: '${signedIn.sid}'`));
    assert.ok(!workflow.includes(signedIn.token));
    assert.equal(await vscode.env.clipboard.readText(), workflow);
  });

  it('say why a replay from the message of a run failed', async () => {
    await finish([await run<Job>('runSavedExport', 'Partners')]);
    const shown = recordMessages('Replay');
    signedIn.simulator.setFault({ kind: 'answer', endpoint: 'replay', status: 400, body: 'envelope' });
    await run('runSavedExport', 'Partners');
    await waitUntil(() => shown.messages.some((message) => /can't|refused|rejected/i.test(message)));
    shown.stop();
    assert.match(shown.messages.join('\n'), /from an earlier run because impact\.com doesn't create a second job/);
    assert.match(shown.messages.at(-1) ?? '', /: impact\.com refused the request\./);
  });

  it("that don't exist or can't be started are named in the error", async () => {
    await assert.rejects(run('runSavedExport', 'Nothing'), /No saved export or set is named Nothing/);
    await assert.rejects(run('runSavedExport', 'Wrong'), /Wrong: .*Not permitted to run report agency_nothing/);
  });

  it('appear as rows, sets first, with their content, and follow the file', async () => {
    assert.deepEqual(await labels(), [
      'Monday set | 3 exports',
      'Half | 2 exports',
      'Actions | Action Listing · Last month',
      'Actions as JSON | Action Listing · Yesterday · JSON',
      'Partners | agency_partner_listing · XML',
      'Wrong | agency_nothing',
      'Elsewhere | r',
    ]);
    const [set] = await signedIn.parts.savedExports.getChildren();
    assert.equal((await labels(set)).length, 3);
    await write({
      exports: [
        { name: 'Good', reportId: 'r' },
        { name: 'Bad', reportId: 'r', format: 'PDF' },
      ],
    });
    assert.deepEqual(await labels(), ['Wrong value: format | Bad', 'Good | r']);
  });

  it('open their file at the right line', async () => {
    await run('openSavedExportFile', 'Partners');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, file());
    assert.match(
      editor.document.getText(new vscode.Range(editor.selection.active, editor.selection.active.translate(1, 30))),
      /"name": "Partners"/,
    );
    // What VS Code knows about the file can be of an earlier text. A mistake shows that it has checked this one, and
    // that nothing else in it is wrong.
    const { document } = editor;
    await editor.edit((edit) => edit.insert(document.positionAt(document.getText().indexOf('{') + 1), '"mistake": 1,'));
    const found = (): string[] => vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
    const mistake = 'Property mistake is not allowed.';
    await waitUntil(() => found().includes(mistake));
    assert.deepEqual(found(), [mistake]);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are edited in steps, where the first Enter saves them unchanged with comments, even with an unknown report', async () => {
    const text = readFileSync(file(), 'utf8').replace('"name": "Wrong",', '"name": "Wrong", // the team\'s');
    writeFileSync(file(), text);
    for (const name of ['Actions', 'Wrong']) {
      assert.equal(await answerSteps('Enter', run<string>('editSavedExport', name)), name);
    }
    assert.equal(readFileSync(file(), 'utf8'), text);
  });

  it("that the steps can't show, a set or one for another account, are edited in their file", async () => {
    for (const name of ['Elsewhere', 'Half']) {
      await run('editSavedExport', name);
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor);
      assert.match(
        editor.document.getText(new vscode.Range(editor.selection.active, editor.selection.active.translate(1, 30))),
        new RegExp(`"name": "${name}"`),
      );
    }
  });

  it('that are selected in the list are those of the selected file, although another one has the same name', async () => {
    const saved = [{ name: 'Same', reportId: 'r', account: 'IRnobody' }];
    const files = await signedIn.parts.savedExports.files();
    const own = files.sources().at(-1) ?? assert.fail('there is no file of the user');
    await files.edit(own, () => JSON.stringify({ exports: saved }));
    await write({ exports: saved });
    const { createQuickPick } = vscode.window;
    const descriptions: unknown[] = [];
    vscode.window.createQuickPick = <T extends vscode.QuickPickItem>(): vscode.QuickPick<T> => {
      const pick = createQuickPick<T>();
      const show = pick.show.bind(pick);
      pick.show = () => {
        descriptions.push(...pick.items.map(({ description }) => description));
        pick.activeItems = pick.items.slice(-1);
        show();
      };
      return pick;
    };
    try {
      await answerSteps('Enter', run('editSavedExport'));
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), own.uri.toString());
      assert.deepEqual(descriptions, ['r', 'r · only for you']);
    } finally {
      vscode.window.createQuickPick = createQuickPick;
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      rmSync(own.uri.fsPath, { force: true });
      await files.readAgain();
    }
  });

  it('from an untrusted workspace are used only after it is trusted', async () => {
    const granted = new vscode.EventEmitter<void>();
    const trust = { isTrusted: false, onDidGrantWorkspaceTrust: granted.event };
    const files = new SavedExportFiles({ globalStorageUri: vscode.Uri.file(path.join(workspace(), 'nowhere')) }, trust);
    try {
      const [content] = await files.read();
      assert.deepEqual(
        [content?.exports, content?.sets, content?.problems],
        [[], [], [{ kind: 'untrusted', path: [] }]],
      );
      assert.equal(await files.find('Actions'), undefined);
      assert.deepEqual(
        files.usableSources().map(({ kind }) => kind),
        ['user'],
      );
      const changed = new Promise<void>((resolve) => void files.onDidChange(resolve));
      trust.isTrusted = true;
      granted.fire();
      await changed;
      assert.equal((await files.find('Actions'))?.kind, 'export');
    } finally {
      files.dispose();
      granted.dispose();
    }
  });

  it("of the user's own file stay usable if the workspace's file can't be read", async () => {
    const own = path.join(workspace(), 'own');
    mkdirSync(own);
    writeFileSync(path.join(own, '.impact-jobs.json'), JSON.stringify({ exports: [{ name: 'Mine', reportId: 'r' }] }));
    const files = new SavedExportFiles({ globalStorageUri: vscode.Uri.file(own) });
    try {
      writeFileSync(file(), Buffer.from('{"exports":[{"name":"Gr\xf6\xdfe","reportId":"r"}]}', 'latin1'));
      const kinds = (): Promise<unknown> =>
        files.readAgain().then((contents) => contents.map(({ problems }) => problems.map(({ kind }) => kind)));
      assert.deepEqual(await kinds(), [['unreadable'], []]);
      assert.equal((await files.find('Mine'))?.kind, 'export');
      rmSync(file());
      mkdirSync(file());
      assert.deepEqual(await kinds(), [['notPlain'], []]);
      assert.equal((await files.find('Mine'))?.kind, 'export');
    } finally {
      files.dispose();
      rmSync(file(), { recursive: true, force: true });
      rmSync(own, { recursive: true, force: true });
    }
  });

  it('are deleted by name, and from their sets', async () => {
    await run('deleteSavedExport', 'Partners');
    const saved = JSON.parse(readFileSync(file(), 'utf8')) as typeof SAVED;
    assert.deepEqual(
      saved.sets.map((set) => set.exports),
      [['Actions', 'Actions as JSON'], ['Wrong']],
    );
    assert.ok((await labels()).every((label) => !label.startsWith('Partners')));
  });
});
