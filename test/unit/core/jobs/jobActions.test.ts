import assert from 'node:assert/strict';
import { actionsOf, canDo, isToDownload } from '../../../../src/core/jobs/jobActions';
import type { Job } from '../../../../src/core/jobs/job';
import type { JobEntry } from '../../../../src/core/jobs/jobEntry';
import { anEntry } from '../../../support/aJob';
import { anAccount } from '../../../support/anAccount';

const NOW = Date.UTC(2026, 10, 23, 14);
const MINUTE = 60_000;
const FILE = { uri: 'file:///a.csv', sizeBytes: 1, atMs: NOW, sha256: '' };
/** Offered with every job that is in sight. */
const ALWAYS = ['showDetails', 'revealJob', 'renameJob', 'copyId', 'copyLink', 'copyCurl', 'copyScript', 'hideJob'];

function actions(stated: Partial<Job>, known: Partial<JobEntry> = {}, account = anAccount()): readonly string[] {
  return actionsOf(anEntry(stated, known), account, NOW).filter((action) => !ALWAYS.includes(action));
}

describe('What can be done with a job', () => {
  it('is, for any job, to show, name, hide, and copy it', () => {
    const all = actionsOf(anEntry({ status: 'CANCELLED', replayable: false }), anAccount(), NOW);
    assert.deepEqual(all, ALWAYS);
    assert.deepEqual(
      actionsOf(anEntry({ status: 'CANCELLED', replayable: false }, { isHidden: true }), anAccount(), NOW).at(-1),
      'unhideJobs',
    );
  });

  it('is to watch or mute it while it can still change', () => {
    for (const status of ['QUEUED', 'RUNNING', 'UNKNOWN'] as const) {
      assert.deepEqual(actions({ status }), ['watchJob', 'muteJob'], status);
    }
    assert.deepEqual(actions({ status: 'RUNNING' }, { alert: 'watched' }), ['unwatchJob', 'muteJob']);
    assert.deepEqual(actions({ status: 'RUNNING' }, { alert: 'muted' }), ['watchJob', 'unmuteJob']);
    assert.deepEqual(actions({ status: 'ERROR', failedAt: NOW - MINUTE }), ['replay', 'watchJob', 'muteJob']);
    assert.deepEqual(actions({ status: 'ERROR', failedAt: NOW - 75 * MINUTE }), ['replay']);
  });

  it('is to download and preview a result, then to open it first', () => {
    const done = { status: 'COMPLETED', replayable: false } as const;
    assert.deepEqual(actions(done), ['download', 'previewResult']);
    assert.deepEqual(actions(done, { download: FILE }), [
      'openResult',
      'revealResult',
      'previewResult',
      'downloadAgain',
      'compareResults',
      'copyReadingCode',
      'newNotebook',
      'openResultWith',
      'copyPath',
    ]);
  });

  it('offers no download and no preview for a job that makes no file', () => {
    for (const type of ['TermModification', 'UploadAds']) {
      assert.deepEqual(actions({ type, status: 'COMPLETED', replayable: false }), [], type);
    }
  });

  it('is to resume an interrupted download, to pause a running one, and to cancel either', () => {
    const done = { status: 'COMPLETED', replayable: false } as const;
    const percent = 40;
    assert.deepEqual(actions(done, { transfer: { kind: 'unfinished', percent } }), [
      'resumeDownload',
      'cancelDownload',
      'previewResult',
    ]);
    for (const transfer of [{ kind: 'queued' }, { kind: 'downloading', percent }] as const) {
      assert.deepEqual(actions(done, { transfer }), ['pauseDownload', 'cancelDownload', 'previewResult']);
    }
  });

  it('is to replay it if the job allows it and the token is not known to be read-only', () => {
    const failed = { status: 'FAILED', replayable: true } as const;
    assert.deepEqual(actions(failed), ['replay']);
    assert.deepEqual(actions(failed, {}, anAccount({ isReadOnly: false })), ['replay']);
    assert.deepEqual(actions(failed, {}, anAccount({ isReadOnly: true })), []);
    assert.deepEqual(actions({ status: 'FAILED', replayable: false }), []);
    assert.ok(!actions({ status: 'RUNNING', replayable: true }).includes('replay'));
    assert.equal(canDo('replay', anEntry(failed), undefined, NOW), true);
  });

  it('is to save what was exported', () => {
    const parameters = { reportId: 'a', format: 'CSV', filters: {} } as JobEntry['parameters'];
    assert.deepEqual(actions({ status: 'RUNNING' }, { parameters }), ['watchJob', 'muteJob', 'saveExport']);
  });
});

describe('A result to download', () => {
  it('includes only results that are neither downloaded nor being downloaded', () => {
    const done = { status: 'COMPLETED' } as const;
    assert.equal(isToDownload(anEntry(done)), true);
    assert.equal(isToDownload(anEntry(done, { transfer: { kind: 'unfinished', percent: 1 } })), true);
    assert.equal(isToDownload(anEntry(done, { transfer: { kind: 'queued' } })), false);
    assert.equal(isToDownload(anEntry(done, { download: FILE })), false);
    assert.equal(isToDownload(anEntry({ ...done, type: 'UploadAds' })), false);
  });
});
