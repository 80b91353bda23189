import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/apiError';
import type { Job } from '../../src/core/jobs/job';
import { JobStore } from '../../src/core/jobs/jobStore';
import { rowTooltip } from '../../src/vscode/jobs/rowTooltip';
import type { TreeNode } from '../../src/vscode/jobs/treeNodes';
import { ViewMessageTicker } from '../../src/vscode/jobs/viewMessageTicker';
import { aJob, anEntry } from '../support/aJob';
import { FakeClock } from '../support/fakeClock';
import { anAccount } from '../support/anAccount';
import { aTree, type TreeParts } from './support/aTree';
import { signIn } from './support/extension';
import { toldBy } from './support/shownMessages';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

describe('As time passes', () => {
  let clock: TreeParts['clock'];
  let store: TreeParts['store'];
  let arranged: TreeParts['arranged'];
  let tree: TreeParts['tree'];
  let dispose: TreeParts['dispose'];
  let asked: TreeNode[][];

  beforeEach(() => {
    ({ clock, store, arranged, tree, dispose } = aTree());
    asked = [];
    tree.onDidChangeTreeData((nodes) => asked.push(nodes ?? []));
  });

  afterEach(() => dispose());

  /** Draws every row, as VS Code does for open groups, and returns their descriptions by job id. */
  function draw(): Record<string, string> {
    const nodes = tree.getChildren().flatMap((group) => tree.getChildren(group));
    return Object.fromEntries(
      nodes.flatMap((node) => (node.kind === 'job' ? [[node.jobId, String(tree.getTreeItem(node).description)]] : [])),
    );
  }

  /** The ids of the rows that a tick asks for; VS Code then draws them. */
  function tick(): string[] {
    asked.length = 0;
    tree.tick();
    assert.ok(asked.length <= 1, 'all in one go');
    const nodes = asked.flat();
    nodes.forEach((node) => tree.getTreeItem(node));
    return nodes.flatMap((node) => (node.kind === 'job' ? [node.jobId] : [])).sort();
  }

  const job = (id: string, agoMs: number, stated: Partial<Job>): Job =>
    aJob({ id, createdAt: clock.now() - agoMs, startedAt: clock.now() - agoMs, ...stated });

  it('a row is redrawn only when its own text changes', async () => {
    store.applyList('a', [
      job('running', 90 * SECOND_MS, { status: 'RUNNING' }),
      job('hours', 3 * 60 * MINUTE_MS, { status: 'COMPLETED', completedAt: clock.now() - 150 * MINUTE_MS }),
      ...Array.from({ length: 80 }, (_, index) =>
        job(`old ${index}`, 30 * 60 * MINUTE_MS, {
          status: 'COMPLETED',
          completedAt: clock.now() - 25 * 60 * MINUTE_MS,
        }),
      ),
    ]);
    assert.equal(draw()['running'], '1 min so far');
    assert.deepEqual(tick(), []);
    const counts: string[][] = [];
    for (let step = 0; step < 8; step++) {
      await clock.advance(15 * SECOND_MS);
      counts.push(tick());
    }
    assert.deepEqual(counts, [[], ['running'], [], [], [], ['running'], [], []]);
    await clock.advance(58 * MINUTE_MS);
    assert.deepEqual(tick(), ['hours', 'running']);
  });

  it('a time-left countdown is redrawn at most once a minute between two polls of the job', async () => {
    const startedAt = clock.now();
    const runMs = 8 * MINUTE_MS;
    let changes = 0;
    for (let elapsedMs = 0; elapsedMs < 6 * MINUTE_MS; elapsedMs += 15 * SECOND_MS) {
      const percent = Math.floor((elapsedMs / runMs) * 100);
      store.applyList('a', [
        aJob({
          id: '1',
          status: 'RUNNING',
          createdAt: startedAt,
          startedAt,
          percent,
          progressAt: startedAt + elapsedMs,
        }),
      ]);
      draw();
      await clock.advance(15 * SECOND_MS);
      changes += tick().length;
    }
    assert.match(draw()['1'] ?? '', /^[23] min left/);
    assert.ok(changes <= 7, String(changes));
  });

  it("a job in error shows when it's retried, that the retry is due, and finally that it ended", async () => {
    const failedAt = clock.now() - MINUTE_MS;
    store.setAccounts([anAccount({ id: 'a', kind: 'brand' })]);
    store.applyList('a', [job('1', 3 * MINUTE_MS, { status: 'ERROR', failedAt })]);
    assert.match(draw()['1'] ?? '', /^retrying, try 1 of 5, next: \d{1,2}:14/);
    const node = tree.getChildren(tree.getChildren()[0])[0];
    assert.ok(node);
    assert.match(
      tree.getTreeItem(node).accessibilityInformation?.label ?? '',
      /^Report export, Error, retrying, impact\.com retries automatically: try 1 of 5 failed, next try: /,
    );
    const read: string[] = [];
    for (let minute = 0; minute < 75; minute++) {
      await clock.advance(MINUTE_MS);
      if (tick().length > 0) {
        read.push((draw()['1'] ?? '').replace(/ago, .*/, 'ago'));
      }
    }
    assert.deepEqual(read, ['retrying, try 1 of 5, next is due', '1 hr. ago']);
    assert.match(tree.getTreeItem(node).accessibilityInformation?.label ?? '', /^Report export, Error, 1 hour ago/);
  });

  it("an agency's job in error promises no retry until one is seen", async () => {
    const error = (failedAt: number): Job => job('1', 3 * MINUTE_MS, { status: 'ERROR', failedAt });
    store.applyList('a', [error(clock.now() - MINUTE_MS)]);
    assert.match(draw()['1'] ?? '', /^1 min\. ago, /);
    const node = tree.getChildren(tree.getChildren()[0])[0];
    assert.ok(node);
    const spoken = (): string => tree.getTreeItem(node).accessibilityInformation?.label ?? '';
    assert.match(spoken(), /^Report export, Error, 1 minute ago, /);
    await clock.advance(16 * MINUTE_MS);
    store.applyList('a', [error(clock.now() - MINUTE_MS)]);
    assert.match(spoken(), /^Report export, Error, retrying, impact\.com retries automatically/);
  });

  describe('without news', () => {
    let shown: (string | undefined)[];
    let ticker: ViewMessageTicker;

    beforeEach(() => {
      shown = [];
      ticker = new ViewMessageTicker({ store, arranged, clock, show: (message) => shown.push(message) });
      ticker.setRunning(true);
    });

    afterEach(() => ticker.dispose());

    it('the message says as of when the jobs are', async () => {
      store.applyList('a', [job('1', MINUTE_MS, { status: 'RUNNING' })]);
      await clock.advance(14 * MINUTE_MS);
      assert.deepEqual(shown, []);
      await clock.advance(MINUTE_MS);
      assert.match(shown.at(-1) ?? '', /^As of \d{1,2}:00.*\.$/);
      store.applySuccess('a');
      assert.equal(shown.at(-1), undefined);
    });

    it('the message says why, above the rows of older jobs too', () => {
      store.applyList('a', []);
      const old = job('old', 30 * 24 * 60 * MINUTE_MS, {
        status: 'COMPLETED',
        completedAt: clock.now() - 30 * 24 * 60 * MINUTE_MS,
      });
      store.applyHistory('a', [{ job: old, lastSeenAtMs: clock.now() }]);
      store.applyFailure('a', new ApiError('offline', 'x'), clock.now() + MINUTE_MS);
      assert.match(shown.at(-1) ?? '', /^As of .*\. Can't reach impact\.com\..* Next try: \d{1,2}:01.*\.$/);
    });
  });

  describe('in a request block', () => {
    let shown: (string | undefined)[];
    let ticker: ViewMessageTicker;

    beforeEach(() => {
      shown = [];
      ticker = new ViewMessageTicker({ store, arranged, clock, show: (message) => shown.push(message) });
    });

    afterEach(() => ticker.dispose());

    function block(ms: number): void {
      store.applyFailure('a', new ApiError('rateLimited', 'x', { retryAtMs: clock.now() + ms }), undefined);
    }

    it('the message counts down by minutes and at last by seconds, requests no row, and then disappears', async () => {
      store.applyList('a', [
        job('1', 90 * MINUTE_MS, { status: 'COMPLETED', completedAt: clock.now() - 80 * MINUTE_MS }),
      ]);
      draw();
      ticker.setRunning(true);
      asked.length = 0;
      block(3 * MINUTE_MS);
      assert.match(
        shown.at(-1) ?? '',
        /^As of .* impact\.com accepts no more requests until \d{1,2}:03.* \(in 3 min\)\.$/,
      );
      await clock.advance(2 * MINUTE_MS);
      assert.match(shown.at(-1) ?? '', /\(in 1 min\)\.$/);
      assert.equal(shown.length, 3);
      await clock.advance(18 * SECOND_MS);
      assert.match(shown.at(-1) ?? '', /\(in 42 sec\)\.$/);
      assert.equal(shown.length, 3 + 18);
      await clock.advance(MINUTE_MS);
      assert.equal(shown.at(-1), undefined);
      assert.equal(shown.length, 3 + 60);
      assert.equal(clock.timerCount, 0);
      assert.deepEqual(asked, []);
    });

    it('a hidden view uses no timer, and shows the time left when it appears', async () => {
      store.applyList('a', [job('1', MINUTE_MS, { status: 'QUEUED' })]);
      block(10 * MINUTE_MS);
      assert.equal(clock.timerCount, 0);
      await clock.advance(4 * MINUTE_MS);
      ticker.setRunning(true);
      assert.match(shown.at(-1) ?? '', /\(in 6 min\)/);
      ticker.setRunning(false);
      assert.equal(clock.timerCount, 0);
    });

    it('ends when a poll succeeds', () => {
      store.applyList('a', []);
      ticker.setRunning(true);
      block(10 * MINUTE_MS);
      store.applySuccess('a');
      assert.equal(shown.at(-1), undefined);
      assert.equal(clock.timerCount, 0);
    });

    it('an empty view gets a message after the block ends', async () => {
      ticker.setRunning(true);
      block(MINUTE_MS);
      await clock.advance(MINUTE_MS);
      assert.match(shown.at(-1) ?? '', /are allowed again\. Refresh/);
    });
  });
});

describe("A job's tooltip", () => {
  const nowMs = Date.UTC(2026, 9, 5, 12);
  const ago = (minutes: number): number => nowMs - minutes * MINUTE_MS;
  const job = {
    id: 'x',
    programId: '12',
    resultUri: '/Agencies/IR1/Jobs/x/Download',
    recordsProcessed: 30,
    percent: 60,
    createdAt: ago(9),
    startedAt: ago(8),
    progressAt: ago(3),
  } as const;
  const tooltipOf = (stated: Partial<Job>, marks: Parameters<typeof anEntry>[1] = {}) => {
    const store = new JobStore(new FakeClock());
    store.setAccounts([anAccount({ name: 'Nordlicht' })]);
    const entry = anEntry({ ...job, ...stated }, marks);
    const { value } = rowTooltip(store.snapshot.accounts[0] ?? assert.fail(), entry, nowMs) as vscode.MarkdownString;
    const lines = value
      .replaceAll('&nbsp;', ' ')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    return { value, names: lines.slice(2).map((line) => line.split('|')[1]?.trim()) };
  };

  it('has what helps most about a job that runs, in seven lines', () => {
    const parameters = {
      reportId: 'r',
      reportName: 'Report',
      format: 'CSV' as const,
      filters: { START_DATE: '2026-10-01' },
    };
    assert.deepEqual(tooltipOf({ status: 'RUNNING' }, { alert: 'watched', parameters }).names, [
      'Progress',
      'Records',
      'Started',
      'Program',
      'Account',
      'Notifications',
      'Format',
    ]);
  });

  it('names the file of a completed one in its folder, without the path, address, and checksum', () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail();
    const download = (uri: vscode.Uri) => ({ uri: uri.toString(), sizeBytes: 7, atMs: nowMs, sha256: 'ab12' });
    const completed = { status: 'COMPLETED', percent: 100, completedAt: ago(3) } as const;
    const inside = tooltipOf(completed, { download: download(vscode.Uri.joinPath(folder, 'results', 'a.csv')) });
    assert.deepEqual(inside.names, ['File', 'Records', 'Ran for', 'Completed', 'Program', 'Account']);
    const plain = inside.value.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    assert.match(plain, /results\/a\\?\.csv/);
    assert.ok(!plain.includes(folder.path), plain);
    assert.doesNotMatch(plain, /ab12|Download/);
    const outside = tooltipOf(completed, { download: download(vscode.Uri.file('/elsewhere/b.csv')) });
    assert.doesNotMatch(outside.value, /elsewhere/);
  });
});

describe('While two accounts wait', () => {
  it('each counts down in its own rows: the account in minutes, its note finally in seconds, without redrawing job rows', async () => {
    const { clock, store, arranged, tree, dispose } = aTree();
    store.setAccounts([anAccount({ id: 'a', name: 'Meridian' }), anAccount({ id: 'b', name: 'Nordlicht' })]);
    const fired: TreeNode[] = [];
    const draw = (node: TreeNode): void => {
      tree.getTreeItem(node);
      tree.getChildren(node).forEach(draw);
    };
    tree.onDidChangeTreeData((nodes) => {
      fired.push(...(nodes ?? []));
      (nodes ?? tree.getChildren()).forEach((node) => tree.getTreeItem(node));
    });
    const ticker = new ViewMessageTicker({
      store,
      arranged,
      clock,
      show: (message) => assert.equal(message, undefined),
      tick: () => tree.tickAccounts(),
    });
    for (const id of ['a', 'b']) {
      store.applyList(id, [
        aJob({ id: `job of ${id}`, status: 'RUNNING', createdAt: clock.now(), startedAt: clock.now() }),
      ]);
    }
    ticker.setRunning(true);
    store.applyFailure('a', new ApiError('rateLimited', 'x', { retryAtMs: clock.now() + 3 * MINUTE_MS }), undefined);
    store.applyFailure('b', new ApiError('server', 'x', { status: 503 }), clock.now() + 5 * MINUTE_MS);
    tree.getChildren().forEach(draw);
    const [a, b] = tree.getChildren();
    assert.ok(a && b);
    const descriptions = (): string[] => [a, b].map((node) => String(tree.getTreeItem(node).description));
    const note = (node: TreeNode): string =>
      tree.getTreeItem(tree.getChildren(node)[0] ?? assert.fail()).label as string;
    assert.match(descriptions()[0] ?? '', /^no requests until \d{1,2}:03.* \(in 3 min\) · not updated since /);
    assert.match(descriptions()[1] ?? '', /^not updated since .* · next try: \d{1,2}:05/);
    assert.match(note(a), /^impact\.com accepts no more requests until .* \(in 3 min\)\.$/);
    fired.length = 0;
    await clock.advance(2 * MINUTE_MS);
    assert.deepEqual(
      fired.map(({ kind }) => kind),
      ['account', 'note', 'account', 'note'],
    );
    assert.match(descriptions()[0] ?? '', /\(in 1 min\)/);
    fired.length = 0;
    await clock.advance(18 * SECOND_MS);
    assert.match(note(a), /\(in 42 sec\)\.$/);
    assert.deepEqual(
      fired.map(({ kind }) => kind),
      Array.from({ length: 18 }, () => 'note'),
    );
    await clock.advance(MINUTE_MS);
    assert.match(descriptions()[0] ?? '', /^not updated since/);
    assert.equal(note(a), 'Try again');
    assert.equal(clock.timerCount, 0);
    const tooltip = async (node: TreeNode): Promise<string> =>
      (await tree.resolveTreeItem(tree.getTreeItem(node), node)).tooltip as string;
    assert.match(
      await tooltip(b),
      /As of .*\.\nimpact\.com returned a server error \(HTTP 503\)\.\nNext try: \d{1,2}:05/,
    );
    ticker.dispose();
    dispose();
  });
});

describe('Refresh in a request block', () => {
  it('is refused with a sentence and sends nothing', async () => {
    const { simulator, signOut } = await signIn([
      { type: 'ApiReport', createdAgoMs: MINUTE_MS, queueMs: 0, runMs: 10 * MINUTE_MS },
    ]);
    const clear = simulator.setFault({ kind: 'answer', status: 429, body: 'envelope', retryAfter: 300 });
    const refresh = async (): Promise<unknown> => vscode.commands.executeCommand('impactJobs.refresh');
    assert.match(await toldBy(refresh), /Next possible request: \d/);
    clear();
    const before = simulator.requests.length;
    assert.match(await toldBy(refresh), /Next possible request: \d/);
    assert.match(await toldBy(refresh), /Next possible request: \d/);
    assert.equal(simulator.requests.length, before);
    await signOut();
  });
});
