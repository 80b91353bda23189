import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Job } from '../../src/core/jobs/job';
import type { JobEntry } from '../../src/core/jobs/jobEntry';
import { jobView } from '../../src/vscode/panels/details/jobView';
import { tableRow } from '../../src/vscode/panels/table/tableRow';
import { recordMessages, toldBy } from './support/shownMessages';
import { configure, run, type SignedIn, signIn, until } from './support/extension';
import { FINISHED } from './support/someJobs';

const MINUTE_MS = 60_000;
const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const IDS = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter.repeat(8)}-54cf-4a09-9fbc-eb837637d02f`);
const MANY_ROWS = 10_000;

const workspace = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const results = (): string => path.join(workspace(), 'impact-results');
const files = (): string[] => (existsSync(results()) ? readdirSync(results()).sort() : []);
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

// Large files have names of their own, because VS Code keeps a document for minutes after its editor closed, and
// rereads its file.
describe('Downloads', () => {
  let signedIn: SignedIn;
  const entry = (id = ID): JobEntry | undefined => signedIn.parts.store.snapshot.accounts[0]?.entries.get(id);
  const asked = (endpoint: string): number =>
    signedIn.simulator.requests.filter((request) => request.endpoint === endpoint).length;

  /** A download of which half has arrived, and then nothing more. */
  async function downloadHalf(): Promise<{ readonly clear: () => void; readonly download: Promise<unknown> }> {
    const lengthBytes = signedIn.simulator.resultOf(ID)?.lengthBytes ?? 0;
    const clear = signedIn.simulator.setFault({ kind: 'stall', endpoint: 'storage', at: Math.ceil(lengthBytes / 2) });
    const download = run('download', ID);
    await until(
      signedIn.parts,
      () => JSON.stringify(entry()?.transfer) === JSON.stringify({ kind: 'downloading', percent: 50 }),
    );
    return { clear, download };
  }

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
    await signedIn.signOut();
    rmSync(results(), { recursive: true, force: true });
  });

  it('write the exact bytes to the workspace, open them, and mark the row', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, report: 'action_listing', result: { rows: 500 } }]);
    const uri = await run<vscode.Uri>('download', ID);
    assert.equal(path.dirname(uri.fsPath), results());
    assert.equal(path.extname(uri.fsPath), '.csv');
    const hash = await signedIn.simulator.resultOf(ID)?.hash('sha256');
    assert.equal(sha256(uri.fsPath), hash);
    assert.deepEqual(files(), [path.basename(uri.fsPath)]);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, uri.fsPath);
    assert.deepEqual(
      { uri: entry()?.download?.uri, sha256: entry()?.download?.sha256, transfer: entry()?.transfer },
      { uri: uri.toString(), sha256: hash, transfer: undefined },
    );
  });

  it('follow no link out of the workspace before the user says so', async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'impact-jobs-outside-'));
    rmSync(results(), { recursive: true, force: true });
    symlinkSync(outside, results());
    const shown = recordMessages();
    try {
      signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 5 } }]);
      assert.equal(await run('download', ID), undefined);
      assert.deepEqual(shown.messages, [
        'The download folder is a link to a location outside the workspace. Download results there?',
      ]);
      assert.deepEqual(readdirSync(outside), []);
      assert.equal(asked('storage'), 0);
    } finally {
      shown.stop();
      rmSync(results());
      rmSync(outside, { recursive: true });
    }
  });

  it('show the file, its size, its time, and its SHA-256 in the details', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 500 } }]);
    const uri = await run<vscode.Uri>('download', ID);
    const account = signedIn.parts.store.snapshot.accounts[0];
    const entry = account?.entries.get(ID);
    assert.ok(account && entry);
    const { sections } = jobView(entry, account, { nowMs: Date.now(), note: '', isKept: true });
    const fields = new Map(sections.find(({ id }) => id === 'result')?.fields.map(({ name, value }) => [name, value]));
    assert.deepEqual([fields.get('File'), fields.get('SHA-256')], [uri.fsPath, sha256(uri.fsPath)]);
    assert.match(fields.get('File size') ?? '', /kB$/);
    assert.match(fields.get('Downloaded') ?? '', /just now/);
  });

  it("don't open the file if the user doesn't want it", async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 500 } }]);
    await configure('download.openAfter', false);
    await run('download', ID);
    assert.equal(vscode.window.activeTextEditor, undefined);
    await configure('download.openAfter', undefined);
  });

  it("don't automatically open files that are too large for an editor", async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 200_000, fileName: 'large.csv' } }]);
    const uri = await run<vscode.Uri>('download', ID);
    assert.ok((await vscode.workspace.fs.stat(uri)).size > 10_000_000);
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('remove the mark from the row as soon as the file is deleted', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 5 } }]);
    const uri = await run<vscode.Uri>('download', ID);
    await vscode.workspace.fs.delete(uri);
    await until(signedIn.parts, () => entry()?.download === undefined);
    await assert.rejects(run('openResult', ID), /hasn't been downloaded yet/);
  });

  it('remove the mark from the row as soon as the file is moved', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 5 } }]);
    const uri = await run<vscode.Uri>('download', ID);
    await vscode.workspace.fs.rename(uri, vscode.Uri.joinPath(uri, '../../elsewhere.csv'), { overwrite: true });
    await until(signedIn.parts, () => entry()?.download === undefined);
  });

  it('remove the mark from the row when its folder is deleted', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 5 } }]);
    await run('download', ID);
    renameSync(results(), path.join(workspace(), 'archive'));
    await until(signedIn.parts, () => entry()?.download === undefined);
    rmSync(path.join(workspace(), 'archive'), { recursive: true });
  });

  it('recognize existing identical bytes, and never overwrite another file', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 5 } }]);
    const uri = await run<vscode.Uri>('download', ID);
    assert.equal((await run<vscode.Uri>('download', ID)).fsPath, uri.fsPath);
    assert.equal(files().length, 1);
    await vscode.workspace.fs.writeFile(uri, Buffer.from('mine'));
    const second = await run<vscode.Uri>('download', ID);
    assert.match(second.fsPath, / \(2\)\.csv$/);
    assert.equal(readFileSync(uri.fsPath, 'utf8'), 'mine');
  });

  it('of a job without a result say so and write nothing', async () => {
    signedIn = await signIn([
      { type: 'ApiReport', id: ID, createdAgoMs: MINUTE_MS, queueMs: 0, runMs: 60 * MINUTE_MS },
    ]);
    await assert.rejects(run('download', ID), /has no result to download \(running\)/);
    assert.deepEqual(files(), []);
  });

  it('of a file that impact.com no longer keeps say so and leave nothing behind', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: 5, gone: 404 } }]);
    await assert.rejects(run('download', ID), /no longer keeps its file/);
    assert.deepEqual(files(), []);
    assert.equal(entry()?.transfer, undefined);
  });

  it('of several jobs return one list, and name failures after the others have ended', async () => {
    signedIn = await signIn(
      IDS.map((id, index) => ({ ...FINISHED, id, result: index === 1 ? { rows: 5, gone: 404 } : { rows: 5 } })),
    );
    await assert.rejects(run('download', IDS), /Downloaded 4 of 5 results\. Report export \(.*\): .*no longer keeps/);
    assert.equal(files().length, 4);
    const uris = await run<vscode.Uri[]>('download', [IDS[0], IDS[2]]);
    assert.equal(uris.length, 2);
  });

  it('cover all completed jobs at once, except those already downloaded', async () => {
    signedIn = await signIn(IDS.map((id) => ({ ...FINISHED, id, result: { rows: 5 } })));
    await run('download', IDS[0]);
    const uris = await run<vscode.Uri[]>('downloadAll');
    assert.equal(uris.length, 4);
    assert.equal(files().length, 5);
    assert.match(await toldBy(() => run('downloadAll')), /already downloaded/);
  });

  it('run three at a time while the rest wait in line', async () => {
    signedIn = await signIn(IDS.map((id) => ({ ...FINISHED, id, result: { rows: MANY_ROWS } })));
    const clear = signedIn.simulator.setFault({ kind: 'stall', endpoint: 'storage', at: 1000 });
    const downloads = run('download', IDS);
    const kinds = (): (string | undefined)[] => IDS.map((id) => entry(id)?.transfer?.kind);
    await until(
      signedIn.parts,
      () => kinds().filter((kind) => kind === 'downloading').length === 3 && asked('storage') === 3,
    );
    assert.equal(kinds().filter((kind) => kind === 'queued').length, 2);
    assert.equal(asked('download'), 3);
    await run('cancelDownload', IDS);
    clear();
    await downloads;
    assert.deepEqual(
      kinds(),
      IDS.map(() => undefined),
    );
    assert.deepEqual(files(), []);
  });

  it('can be paused and resume where they stopped, without fetching bytes again', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: MANY_ROWS, fileName: 'paused.csv' } }]);
    const { clear, download } = await downloadHalf();
    await run('pauseDownload', ID);
    assert.equal(await download, undefined);
    assert.equal(entry()?.transfer?.kind, 'unfinished');
    const [stopped, account] = [entry(), signedIn.parts.accounts.on[0]];
    assert.ok(stopped && account);
    const inTable = tableRow(stopped, account, Date.now()).can;
    assert.ok(inTable.includes('resumeDownload') && !inTable.includes('download'));
    assert.deepEqual(
      files().map((name) => name.replace(/^.*\.csv/, '')),
      ['.part', '.part.state'],
    );
    clear();
    const uri = await run<vscode.Uri>('resumeDownload', ID);
    assert.equal(sha256(uri.fsPath), await signedIn.simulator.resultOf(ID)?.hash('sha256'));
    assert.deepEqual(files(), [path.basename(uri.fsPath)]);
    const resumed = signedIn.simulator.requests.filter(({ endpoint }) => endpoint === 'storage').at(-1);
    assert.match(String(resumed?.headers['range']), /^bytes=[1-9]\d*-/);
    assert.equal(entry()?.transfer, undefined);
  });

  it('reach the workspace even if they are partial in the cache', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: MANY_ROWS, fileName: 'cached.csv' } }]);
    const { parts, simulator } = signedIn;
    const { clear, download } = await downloadHalf();
    await run('pauseDownload', ID);
    await download;
    clear();
    const onTheWay = vscode.Uri.joinPath(parts.storage, 'results').fsPath;
    mkdirSync(onTheWay, { recursive: true });
    files().forEach((name) => renameSync(path.join(results(), name), path.join(onTheWay, name)));
    const { unfinished } = await parts.reactions();
    await Promise.all([results(), onTheWay].map((folder) => unfinished.scan(folder)));
    const uri = await run<vscode.Uri>('resumeDownload', ID);
    assert.equal(path.dirname(uri.fsPath), results());
    assert.equal(sha256(uri.fsPath), await simulator.resultOf(ID)?.hash('sha256'));
    assert.match(
      String(simulator.requests.filter(({ endpoint }) => endpoint === 'storage').at(-1)?.headers['range']),
      /^bytes=[1-9]\d*-/,
    );
    assert.deepEqual([readdirSync(onTheWay), entry()?.transfer], [[], undefined]);
  });

  it('that are paused can be discarded with the received bytes', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: MANY_ROWS, fileName: 'discarded.csv' } }]);
    const { clear, download } = await downloadHalf();
    await run('pauseDownload', ID);
    await download;
    clear();
    await run('cancelDownload', ID);
    assert.equal(entry()?.transfer, undefined);
    assert.deepEqual(files(), []);
  });

  it('that a closed window has interrupted are offered when a window starts, and can be discarded there', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: MANY_ROWS } }]);
    const { clear, download } = await downloadHalf();
    await run('pauseDownload', ID);
    await download;
    clear();
    const { unfinished } = await signedIn.parts.reactions();
    const shown = recordMessages('Discard');
    unfinished.offer([results()]);
    await until(signedIn.parts, () => entry()?.transfer === undefined);
    shown.stop();
    assert.match(shown.messages.join(), /^The download of .*\.csv was interrupted at 50%\.$/);
    assert.deepEqual(files(), []);
  });

  it('that are damaged are offered for deletion when a window starts', async () => {
    signedIn = await signIn([{ ...FINISHED, id: ID, result: { rows: MANY_ROWS, fileName: 'damaged.csv' } }]);
    const { clear, download } = await downloadHalf();
    await run('pauseDownload', ID);
    await download;
    clear();
    const state = files().find((name) => name.endsWith('.state')) ?? assert.fail('there is no record');
    writeFileSync(path.join(results(), state), '{"version": 1, "job');
    const { unfinished } = await signedIn.parts.reactions();
    const shown = recordMessages('Delete');
    const deleted = new Promise<void>((resolve) => {
      const watcher = watch(results(), () => files().length === 0 && (watcher.close(), resolve()));
    });
    unfinished.offer([results()]);
    await deleted;
    shown.stop();
    assert.match(shown.messages.join(), /^The interrupted download .*\.part is damaged and can't be resumed\.$/);
  });

  it('say if a result is empty or far smaller than the last one of the same export', async () => {
    signedIn = await signIn([]);
    const { simulator } = signedIn;
    const shown = recordMessages();
    const warnings = async (start: string, end: string, rows: number): Promise<string[]> => {
      const { id } = await run<Job>('exportReport', {
        reportId: 'agency_action_listing',
        filters: { SUBAID: '4187', START_DATE: start, END_DATE: end },
      });
      simulator.updateJob(id, { result: { rows, format: 'CSV' } });
      simulator.finishJob(id);
      await run('refresh');
      shown.messages.length = 0;
      await run('download', id);
      return shown.messages.filter((message) => message.startsWith('The result of'));
    };
    try {
      assert.deepEqual(await warnings('2026-09-01', '2026-09-30', 500), []);
      assert.deepEqual(await warnings('2026-10-01', '2026-10-31', 400), []);
      assert.deepEqual(await warnings('2026-10-31', '2026-10-31', 3), [], 'a day is no month');
      const [smaller = '', ...others] = await warnings('2026-08-01', '2026-08-31', 3);
      assert.match(
        smaller,
        /^The result of Action Listing · Aug 2026 is far smaller than the last one: .+ instead of .+\.$/,
      );
      assert.deepEqual(others, []);
      assert.deepEqual(await warnings('2026-07-01', '2026-07-31', 0), [
        'The result of Action Listing · Jul 2026 is empty.',
      ]);
    } finally {
      shown.stop();
    }
  });

  it('return the paths of their files', async () => {
    signedIn = await signIn(IDS.map((id) => ({ ...FINISHED, id, result: { rows: 5 } })));
    const uris = await run<vscode.Uri[]>('download', [IDS[0], IDS[1]]);
    await run('copyPath', [IDS[0], IDS[1]]);
    assert.equal(await vscode.env.clipboard.readText(), uris.map(({ fsPath }) => fsPath).join('\n'));
  });
});
