import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ApiError } from '../../src/core/apiError';
import type { Job } from '../../src/core/jobs/job';
import { JobStore } from '../../src/core/jobs/jobStore';
import { Claims } from '../../src/core/share/claims';
import { RetryEnds } from '../../src/core/watch/retryEnds';
import type { StoredJobMemory } from '../../src/vscode/jobs/jobMemory';
import { Notifications } from '../../src/vscode/watching/notifications';
import { Settings } from '../../src/vscode/settings';
import { aJob } from '../support/aJob';
import { aMemory } from '../support/aMemory';
import { anAccount } from '../support/anAccount';
import { FakeClock } from '../support/fakeClock';
import { configure, signIn, until } from './support/extension';

const MINUTE_MS = 60_000;

interface Told {
  readonly severity: string;
  readonly message: string;
  readonly titles: readonly string[];
}

describe('Notifications', () => {
  let clock: FakeClock;
  let store: JobStore;
  let told: Told[];
  let knowsWhereTo = true;
  let errors: string[];
  let memory: StoredJobMemory;
  let parts: { dispose(): void }[];
  let folder: string;

  beforeEach(() => {
    clock = new FakeClock();
    folder = mkdtempSync(path.join(tmpdir(), 'claims-'));
    told = [];
    errors = [];
    memory = aMemory();
    store = new JobStore(clock, memory);
    store.setAccounts([anAccount({ id: 'a' })]);
    const settings = new Settings(() => undefined);
    const notifications = new Notifications({
      store,
      memory,
      settings,
      claims: new Claims(folder, clock),
      clock,
      log: { error: (message) => errors.push(message) },
      knowsWhereTo: () => knowsWhereTo,
      show: (severity, message, titles) => {
        told.push({ severity, message, titles });
        return Promise.resolve(undefined);
      },
    });
    parts = [notifications, settings];
  });

  afterEach(async () => {
    parts.forEach((part) => part.dispose());
    rmSync(folder, { recursive: true });
    // The jobs of these tests are no account's: a download of one fails.
    assert.deepEqual(
      errors.filter((message) => message !== 'download failed'),
      [],
    );
    for (const key of ['notifications.completed', 'notifications.failed', 'download.whenCompleted']) {
      await configure(key, undefined);
    }
  });

  const createdAt = Date.UTC(2026, 10, 23, 13, 58);
  const running = (id: string, stated: Partial<Job> = {}): Job =>
    aJob({ id, status: 'RUNNING', createdAt, startedAt: createdAt, ...stated });
  const ended = (id: string, status: Job['status'], stated: Partial<Job> = {}): Job =>
    running(id, { status, failedAt: clock.now(), ...stated });

  async function look(...jobs: readonly Job[]): Promise<void> {
    store.applyList('a', jobs);
    await clock.advance(5000);
  }

  it('report one completed job with Download, Preview, and Show', async () => {
    await look(running('1'));
    await look(ended('1', 'COMPLETED'));
    assert.deepEqual(told, [
      { severity: 'information', message: 'Report export completed.', titles: ['Download', 'Preview', 'Show'] },
    ]);
  });

  it('report one failed job more prominently, with the reason, and Replay if it can be replayed', async () => {
    await look(running('1'), running('2', { type: 'UploadAds' }));
    await look(
      ended('1', 'FAILED', { statusMessage: 'No data.', replayable: true }),
      running('2', { type: 'UploadAds' }),
    );
    await look(
      ended('1', 'FAILED', { statusMessage: 'No data.', replayable: true }),
      ended('2', 'FAILED', { type: 'UploadAds', replayable: false }),
    );
    assert.deepEqual(told, [
      { severity: 'warning', message: 'Report export failed: No data.', titles: ['Show', 'Replay'] },
      { severity: 'warning', message: 'Ad upload failed.', titles: ['Show'] },
    ]);
  });

  it("offer no Replay if the account's token is known to be read-only", async () => {
    store.setAccounts([anAccount({ id: 'a', isReadOnly: true })]);
    await look(running('1'));
    await look(ended('1', 'FAILED', { replayable: true }));
    assert.deepEqual(
      told.map(({ titles }) => titles),
      [['Show']],
    );
  });

  it('report everything that ends within a moment in one message, failures first', async () => {
    const ids = ['1', '2', '3', '4', '5', '6'];
    await look(...ids.map((id) => running(id)));
    store.applyList('a', [ended('1', 'COMPLETED'), ...ids.slice(1).map((id) => running(id))]);
    await clock.advance(1000);
    assert.deepEqual(told, []);
    await look(
      ended('1', 'COMPLETED'),
      ended('2', 'FAILED'),
      ...['3', '4', '5', '6'].map((id) => ended(id, 'COMPLETED')),
    );
    const [{ message = '', severity = '', titles = [] } = {}, ...others] = told;
    assert.match(message, /^Report export failed\. 5 jobs completed: (Report export \(.*M\),? ){3}and 2 more\.$/);
    assert.deepEqual([severity, titles, others.length], ['warning', ['Download', 'Show', 'Replay'], 0]);
  });

  it('report once a job that is seen queued, running, and completed within a moment', async () => {
    await look(aJob({ id: '1', createdAt }));
    store.applyList('a', [running('1')]);
    await look(ended('1', 'COMPLETED'));
    assert.deepEqual(
      told.map(({ message }) => message),
      ['Report export completed.'],
    );
  });

  it("don't report what was true at the first poll, or another account's jobs", async () => {
    await look(ended('1', 'FAILED'), ended('2', 'COMPLETED'), ended('3', 'ERROR'));
    store.setAccounts([anAccount({ id: 'b' })]);
    store.applyList('b', [ended('4', 'FAILED')]);
    await clock.advance(5000);
    store.applyList('b', [running('5')]);
    store.applyList('b', [ended('5', 'FAILED')]);
    store.setAccounts([]);
    await clock.advance(5000);
    assert.deepEqual(told, []);
  });

  it("don't report failed polls", async () => {
    await look(running('1'));
    store.applyFailure('a', new ApiError('offline', 'x'), undefined);
    await clock.advance(5000);
    assert.deepEqual(told, []);
  });

  it('follow the separate settings for completed and failed jobs', async () => {
    await configure('notifications.completed', false);
    await look(running('1'), running('2'));
    await look(ended('1', 'COMPLETED'), ended('2', 'FAILED'));
    assert.deepEqual(
      told.map(({ message }) => message),
      ['Report export failed.'],
    );
    await configure('notifications.completed', undefined);
    await configure('notifications.failed', false);
    await look(running('1'), running('2'), running('3'));
    await look(ended('1', 'COMPLETED'), ended('2', 'FAILED'), ended('3', 'ERROR'));
    assert.deepEqual(
      told.slice(1).map(({ message }) => message),
      ['Report export completed.'],
    );
  });

  it('never report a job that a run of saved exports waits for, because the run does', async () => {
    memory.awaited.add('a/1');
    await look(running('1'), running('2'));
    await look(ended('1', 'FAILED'), ended('2', 'COMPLETED'));
    assert.deepEqual(
      told.map(({ message }) => message),
      ['Report export completed.'],
    );
  });

  it('report a watched job regardless of the settings, including its cancellation', async () => {
    await configure('notifications.completed', false);
    await configure('notifications.failed', false);
    const ids = ['1', '2', '3', '4'];
    void memory.alerts.set(ids.slice(0, 3).map((id) => [`a/${id}`, 'watched']));
    await look(...ids.map((id) => running(id)));
    await look(ended('1', 'COMPLETED'), ended('2', 'FAILED'), ended('3', 'CANCELLED'), ended('4', 'FAILED'));
    assert.deepEqual(
      told.map(({ message }) => message),
      ['Report export failed. Report export was canceled. Report export completed.'],
    );
  });

  it('never report a muted job, even if it was muted a moment ago in another window', async () => {
    void memory.alerts.set([['a/1', 'muted']]);
    await look(running('1'), running('2'));
    store.applyList('a', [ended('1', 'COMPLETED'), ended('2', 'FAILED')]);
    void memory.alerts.set([['a/2', 'muted']]);
    await clock.advance(5000);
    assert.deepEqual(told, []);
  });

  it("report an agency's job in error as failed, once, and don't promise a retry", async () => {
    const ends = new RetryEnds({ store, accountId: 'a', clock });
    await look(running('1'));
    await look(ended('1', 'ERROR', { statusMessage: 'Lost the warehouse.' }));
    await clock.advance(70 * MINUTE_MS);
    store.applySuccess('a');
    await clock.advance(10 * MINUTE_MS);
    assert.deepEqual(
      told.map(({ message }) => message),
      ['Report export failed: Lost the warehouse.'],
    );
    ends.dispose();
  });

  it('report the first error of a retried job, not each one, and its end', async () => {
    store.setAccounts([anAccount({ id: 'a', kind: 'brand' })]);
    await look(running('1'));
    await look(ended('1', 'ERROR', { statusMessage: 'Lost the warehouse.' }));
    await clock.advance(15 * MINUTE_MS);
    await look(running('1'));
    await look(ended('1', 'ERROR', { statusMessage: 'Lost the warehouse.' }));
    await clock.advance(15 * MINUTE_MS);
    await look(running('1'));
    await look(ended('1', 'COMPLETED'));
    assert.equal(told.length, 2);
    assert.match(
      told[0]?.message ?? '',
      /^Report export ran into an error: Lost the warehouse\. impact\.com might retry at \d{1,2}:\d\d/,
    );
    assert.equal(told[0]?.severity, 'warning');
    assert.equal(told[1]?.message, 'Report export completed.');
  });

  it("report a job that stays in error as failed after impact.com's retry period", async () => {
    store.setAccounts([anAccount({ id: 'a', kind: 'brand' })]);
    const ends = new RetryEnds({ store, accountId: 'a', clock });
    await look(running('1'));
    await look(ended('1', 'ERROR', { statusMessage: 'Lost the warehouse.', replayable: true }));
    assert.equal(told.length, 1);
    await clock.advance(70 * MINUTE_MS);
    store.applySuccess('a');
    await clock.advance(5 * MINUTE_MS);
    assert.deepEqual(told.slice(1), [
      { severity: 'warning', message: 'Report export failed: Lost the warehouse.', titles: ['Show', 'Replay'] },
    ]);
    ends.dispose();
  });

  it('offer no download if downloads are off or automatic, and then no preview either', async () => {
    for (const value of ['never', 'always']) {
      await configure('download.whenCompleted', value);
      await look(running(value));
      await look(ended(value, 'COMPLETED'));
    }
    assert.deepEqual(
      told.map(({ titles }) => titles),
      [['Preview', 'Show'], ['Show']],
    );
  });

  it('offer a download if the folder for an automatic one is unknown', async () => {
    await configure('download.whenCompleted', 'always');
    knowsWhereTo = false;
    await look(running('1'));
    await look(ended('1', 'COMPLETED'));
    knowsWhereTo = true;
    assert.deepEqual(
      told.map(({ titles }) => titles),
      [['Download', 'Preview', 'Show']],
    );
  });
});

describe('An automatic download', () => {
  const jobs = ['1', '2'].map((digit) => ({
    id: `${digit}1111111-0000-4000-8000-00000000000${digit}`,
    type: 'ApiReport',
    createdAgoMs: 1000,
    queueMs: 0,
    runMs: 5 * MINUTE_MS,
    result: { rows: 5 },
  }));

  it('saves a result when its job completes, unless the job is muted', async () => {
    const { parts, simulator, signOut } = await signIn(jobs);
    await configure('download.whenCompleted', 'always');
    await configure('download.openAfter', false);
    const [loud, muted] = jobs.map(({ id }) => id);
    assert.ok(loud !== undefined && muted !== undefined);
    await vscode.commands.executeCommand('impactJobs.muteJob', muted);
    simulator.advance(6 * MINUTE_MS);
    await vscode.commands.executeCommand('impactJobs.refresh');
    const entry = (id: string) => parts.store.snapshot.accounts[0]?.entries.get(id);
    await until(parts, () => entry(loud)?.download !== undefined);
    assert.equal(entry(muted)?.job.status, 'COMPLETED');
    const downloads = simulator.requests.filter(({ endpoint }) => endpoint === 'download');
    assert.deepEqual(
      downloads.map(({ path }) => path.split('/').at(-2)),
      [loud],
    );
    await configure('download.whenCompleted', undefined);
    await configure('download.openAfter', undefined);
    await signOut();
  });
});
