import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/apiError';
import { ArrangedJobs } from '../../src/core/arrange/arrangedJobs';
import type { Job } from '../../src/core/jobs/job';
import { JobStore } from '../../src/core/jobs/jobStore';
import { Settings } from '../../src/vscode/settings';
import { JobsStatusBar } from '../../src/vscode/jobs/jobsStatusBar';
import { JobsTree } from '../../src/vscode/jobs/jobsTree';
import { UnseenFailures } from '../../src/vscode/jobs/unseenFailures';
import { runningBadge } from '../../src/vscode/jobs/jobsView';
import { JOB_WORDS } from '../../src/vscode/arrange/arrangementWords';
import { aJob } from '../support/aJob';
import { aMemory, aState, type TestState } from '../support/aMemory';
import { anAccount } from '../support/anAccount';
import { FakeClock } from '../support/fakeClock';
import { configure, configureEditor } from './support/extension';

const MINUTE_MS = 60_000;

const reduceMotion = (value: 'on' | undefined): Promise<void> => configureEditor('workbench', 'reduceMotion', value);

describe('The status bar', () => {
  let clock: FakeClock;
  let store: JobStore;
  let state: TestState;
  let settings: Settings;
  let item: vscode.StatusBarItem;
  let isShown: boolean;
  let isViewSeen: boolean;
  let statusBar: JobsStatusBar;

  before('motion is not reduced, as tests of windows have it', () => reduceMotion(undefined));
  after(() => reduceMotion('on'));

  beforeEach(() => {
    clock = new FakeClock();
    state = aState();
    const memory = aMemory(state);
    store = new JobStore(clock, memory);
    store.setAccounts([anAccount({ id: 'a', name: 'Meridian' })]);
    settings = new Settings(() => undefined);
    isShown = false;
    isViewSeen = false;
    // VS Code exposes an item's text, but not whether it is visible.
    item = Object.assign(vscode.window.createStatusBarItem('test'), {
      show: () => (isShown = true),
      hide: () => (isShown = false),
    });
    statusBar = new JobsStatusBar({ store, memory, settings, clock, isViewSeen: () => isViewSeen, item });
  });

  afterEach(async () => {
    statusBar.dispose();
    settings.dispose();
    await configure('statusBar.visible', undefined);
    await reduceMotion(undefined);
  });

  const job = (id: string, status: Job['status'], stated: Partial<Job> = {}): Job =>
    aJob({ id, status, createdAt: clock.now(), startedAt: clock.now(), ...stated });
  const tooltip = (): string =>
    (item.tooltip as vscode.MarkdownString).value.replaceAll(/&#(\d+);/g, (_, code: string) =>
      String.fromCharCode(Number(code)),
    );

  it('appears while an account is on, and follows its setting', async () => {
    store.applyList('a', [job('1', 'RUNNING')]);
    assert.equal(isShown, true);
    await configure('statusBar.visible', false);
    assert.equal(isShown, false);
    store.applyList('a', [job('1', 'COMPLETED')]);
    assert.equal(isShown, false, 'and does not come back with the next change');
    await configure('statusBar.visible', true);
    assert.equal(isShown, true);
    store.setAccounts([anAccount({ id: 'a', isOff: true })]);
    assert.equal(isShown, false);
  });

  it('spins while jobs run, unless motion is reduced', async () => {
    store.applyList('a', [job('1', 'RUNNING'), job('2', 'QUEUED')]);
    assert.equal(item.text, '$(sync~spin) 1 running, 1 queued');
    await reduceMotion('on');
    assert.equal(item.text, '$(sync) 1 running, 1 queued');
    store.applyFailure('a', new ApiError('offline', 'x'), undefined);
    assert.match(item.text, /^\$\(sync-ignored\) 1 running, 1 queued, as of /);
  });

  it('shows the counts of the tree and badge, and an unknown status under its own name', () => {
    const arranged = new ArrangedJobs({ store, clock, words: JOB_WORDS });
    const tree = new JobsTree({ store, arranged, clock });
    const groups = () =>
      tree
        .getChildren()
        .map((node) => tree.getTreeItem(node))
        .map(({ label, description }) => `${label as string} ${description as string}`);
    const paused = (id: string) => job(id, 'UNKNOWN', { statusText: 'PAUSED' });
    store.applyList('a', [job('1', 'RUNNING'), paused('2'), paused('3'), job('4', 'QUEUED')]);
    assert.deepEqual(groups(), ['Running 1', 'Queued 1', 'Paused 2']);
    assert.equal(item.text, '$(sync~spin) 1 running, 1 queued, 2 paused');
    assert.equal(item.accessibilityInformation?.label, 'impact.com jobs: 1 running, 1 queued, 2 paused');
    assert.equal(runningBadge(store.snapshot)?.value, 1);
    store.applyList('a', [paused('2')]);
    assert.deepEqual(groups(), ['Paused 1']);
    assert.equal(item.text, '$(sync) 0 running, 1 paused', 'nothing spins');
    assert.equal(runningBadge(store.snapshot), undefined);
    tree.dispose();
    arranged.dispose();
  });

  it("warns about a retried job in error, and about a failed one when it's no longer retried", async () => {
    store.setAccounts([anAccount({ id: 'a', name: 'Meridian', kind: 'brand' })]);
    store.applyList('a', [job('1', 'RUNNING')]);
    store.applyList('a', [job('1', 'ERROR', { failedAt: clock.now() })]);
    assert.equal(item.text, '$(warning) 0 running, 1 retrying');
    assert.equal((item.backgroundColor as vscode.ThemeColor & { id: string }).id, 'statusBarItem.warningBackground');
    await clock.advance(75 * MINUTE_MS);
    store.applySuccess('a');
    store.endRetries('a', ['1']);
    assert.equal(item.text, '$(warning) 0 running, 1 failed');
    statusBar.markSeen();
    assert.deepEqual([item.text, item.backgroundColor], ['$(sync) 0 running', undefined]);
  });

  it("warns about an agency's job in error as about a failed one", () => {
    store.applyList('a', [job('1', 'RUNNING')]);
    store.applyList('a', [job('1', 'ERROR', { failedAt: clock.now() })]);
    assert.equal(item.text, '$(warning) 0 running, 1 failed');
    assert.doesNotMatch(tooltip(), /retr/);
  });

  it("doesn't warn about events in view of the user", () => {
    isViewSeen = true;
    store.applyList('a', [job('1', 'RUNNING')]);
    store.applyList('a', [job('1', 'FAILED', { failedAt: clock.now() })]);
    assert.deepEqual([item.text, item.backgroundColor], ['$(sync) 0 running', undefined]);
  });

  it('counts nothing before the first list, and says why there is none', () => {
    assert.equal(item.text, '$(sync~spin) Loading jobs…');
    assert.equal(item.accessibilityInformation?.label, 'impact.com jobs: Loading jobs…');
    assert.doesNotMatch(tooltip(), /No&nbsp;jobs/);
    for (const [kind, why] of [
      ['offline', /Can't reach impact\.com/],
      ['tls', /certificate isn't trusted/],
      ['unauthorized', /doesn't accept this Account SID and token/],
      ['server', /server error/],
    ] as const) {
      store.applyFailure('a', new ApiError(kind, 'x', { status: 401 }), undefined);
      assert.equal(item.text, '$(sync-ignored) Jobs not loaded', kind);
      assert.match(tooltip(), why);
      assert.doesNotMatch(tooltip(), /No&nbsp;jobs/);
    }
    store.applyList('a', []);
    assert.equal(item.text, '$(sync) 0 running');
    assert.match(tooltip(), /No&nbsp;jobs&nbsp;are&nbsp;running\./);
  });

  it('says how much it knows of several accounts', () => {
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b' }), anAccount({ id: 'c', isOff: true })]);
    store.applyList('a', [job('1', 'RUNNING')]);
    assert.equal(item.text, '$(sync~spin) 1 running, loading more…');
    store.applyFailure('b', new ApiError('offline', 'x'), undefined);
    assert.equal(item.text, '$(sync~spin) 1 running, 1 account not loaded');
    store.applyList('b', []);
    assert.equal(item.text, '$(sync~spin) 1 running');
  });

  it('says as of when it counts if nothing has been learned for a while', async () => {
    store.applyList('a', [job('1', 'RUNNING')]);
    await clock.advance(14 * MINUTE_MS);
    assert.equal(item.text, '$(sync~spin) 1 running');
    await clock.advance(MINUTE_MS);
    assert.match(item.text, /^\$\(sync-ignored\) 1 running, as of \d{1,2}:00/);
    assert.match(tooltip(), /As of \d{1,2}:00.*\.\n/);
    store.applySuccess('a');
    assert.equal(item.text, '$(sync~spin) 1 running');
    store.applyFailure('a', new ApiError('offline', 'x'), undefined);
    assert.match(item.text, /^\$\(sync-ignored\) 1 running, as of \d{1,2}:15/);
  });

  it('counts nothing with older jobs only, and says as of when once it has counted', async () => {
    const older = { job: job('1', 'COMPLETED', { completedAt: clock.now() }), lastSeenAtMs: clock.now() };
    store.applyHistory('a', [older]);
    assert.equal(item.text, '$(sync~spin) Loading jobs…');
    store.applyFailure('a', new ApiError('tls', 'x'), undefined);
    assert.equal(item.text, '$(sync-ignored) Jobs not loaded');
    assert.match(tooltip(), /certificate isn't trusted/);
    assert.doesNotMatch(tooltip(), /No jobs are running/);
    store.applyList('a', []);
    assert.equal(item.text, '$(sync) 0 running');
    await clock.advance(MINUTE_MS);
    store.applyFailure('a', new ApiError('unauthorized', 'x', { status: 401 }), undefined);
    assert.match(item.text, /^\$\(sync-ignored\) 0 running, as of \d{1,2}:00/);
    assert.doesNotMatch(tooltip(), /No jobs are running/);
  });

  it('warns no more about a failure that was seen in another window, whichever window notices first', async () => {
    const other = new JobStore(clock, aMemory(state));
    other.setAccounts([anAccount({ id: 'a' })]);
    const unseen = new UnseenFailures({ memory: aMemory(state), clock, isViewSeen: () => true });
    other.onDidChange((change) => unseen.update(change));
    for (const [first, second] of [
      [store, other],
      [other, store],
    ] as const) {
      [first, second].forEach((each) => each.applyList('a', [job('1', 'RUNNING')]));
      const failed = job('1', 'FAILED', { failedAt: clock.now() });
      for (const each of [first, second]) {
        each.applyList('a', [failed]);
        await clock.advance(1);
      }
      state.changeElsewhere('impactJobs.seenFailures', Object.fromEntries(state.record('impactJobs.seenFailures')));
      assert.equal(item.text, '$(sync) 0 running');
      await clock.advance(MINUTE_MS);
    }
  });

  it("doesn't warn about a job that is muted or hidden, before or after it fails", async () => {
    for (const mark of ['alerts', 'hidden'] as const) {
      const value = mark === 'alerts' ? 'muted' : true;
      for (const isBefore of [true, false]) {
        const id = `${mark} ${isBefore}`;
        store.applyList('a', [job(id, 'RUNNING')]);
        const set = (): void => state.changeElsewhere(`impactJobs.${mark}`, { [`a/${id}`]: value });
        if (isBefore) {
          set();
        }
        store.applyList('a', [job(id, 'FAILED', { failedAt: clock.now() })]);
        if (!isBefore) {
          assert.equal(item.text, '$(warning) 0 running, 1 failed');
          set();
        }
        await clock.advance(0);
        assert.equal(item.text, '$(sync) 0 running', id);
      }
    }
  });

  it("shows for each account why it isn't current, since when, and when it's retried", () => {
    store.setAccounts([anAccount({ id: 'a', name: 'Meridian' }), anAccount({ id: 'b', name: 'Nordlicht' })]);
    store.applyList('a', [job('1', 'RUNNING')]);
    store.applyList('b', []);
    store.applyFailure('a', new ApiError('server', 'x', { status: 503 }), clock.now() + MINUTE_MS);
    assert.match(
      tooltip(),
      /Meridian: As of .*\. impact\.com returned a server error \(HTTP 503\)\. Next try: \d{1,2}:01/,
    );
    assert.match(item.text, /^\$\(sync~spin\) 1 running, as of /, 'the other is current');
    store.applyFailure('b', new ApiError('rateLimited', 'x', { retryAtMs: clock.now() + 10 * MINUTE_MS }), undefined);
    assert.match(tooltip(), /Nordlicht: impact\.com accepts no more requests until \d{1,2}:10/);
    assert.match(item.text, /^\$\(sync-ignored\) 1 running, as of /);
  });
});

describe('The badge on the view', () => {
  it('counts the running jobs of all accounts, and is hidden when there are none', () => {
    const store = new JobStore(new FakeClock());
    store.setAccounts([anAccount({ id: 'a' }), anAccount({ id: 'b' })]);
    store.applyList('a', [aJob({ id: '1', status: 'QUEUED' }), aJob({ id: '2', status: 'COMPLETED' })]);
    assert.equal(runningBadge(store.snapshot), undefined);
    store.applyList('b', [aJob({ id: '3', status: 'RUNNING' })]);
    assert.deepEqual(runningBadge(store.snapshot), { value: 1, tooltip: '1 job running' });
    store.applyList('a', [
      aJob({ id: '1', status: 'RUNNING' }),
      aJob({ id: '2', status: 'UNKNOWN', statusText: 'ON_HOLD' }),
    ]);
    assert.deepEqual(runningBadge(store.snapshot), { value: 2, tooltip: '2 jobs running' });
  });
});
