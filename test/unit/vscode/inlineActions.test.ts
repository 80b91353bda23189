import assert from 'node:assert/strict';
import manifest from '../../../package.json';
import { actionsOf } from '../../../src/core/jobs/jobActions';
import type { JobEntry } from '../../../src/core/jobs/jobEntry';
import { JOB_STATUSES } from '../../../src/core/jobs/statuses';
import { anEntry } from '../../support/aJob';
import { anAccount } from '../../support/anAccount';

const NOW = Date.UTC(2026, 10, 23, 14);
/** What can be here of a result. */
const RESULTS: readonly Partial<JobEntry>[] = [
  {},
  { download: { uri: 'file:///a.csv', sizeBytes: 1, atMs: NOW, sha256: '' } },
  { transfer: { kind: 'downloading', percent: 40 } },
  { transfer: { kind: 'unfinished', percent: 40 } },
];

/** The inline actions of a row, if everything but the row itself allows them. */
function inlineActions(view: string, row: string): readonly string[] {
  return manifest.contributes.menus['view/item/context']
    .filter(({ when, group }) => group.startsWith('inline') && when.startsWith(`view == impactJobs.${view} `))
    .filter(({ when }) => {
      const patterns = [...when.matchAll(/(!\()?viewItem =~ \/(.+?)\/(?= |\)|$)/g)];
      const equal = /viewItem == '(.+?)'/.exec(when)?.[1] ?? row;
      return (
        equal === row &&
        patterns.every(([, isNot, pattern = '']) => new RegExp(pattern).test(row) === (isNot === undefined))
      );
    })
    .map(({ command }) => command.replace('impactJobs.', ''));
}

describe('A row has at most one button, so that its name is legible in a narrow side bar', () => {
  it('of a job, in any state', () => {
    const buttons = new Set<string | undefined>();
    for (const status of JOB_STATUSES) {
      for (const replayable of [true, false]) {
        for (const result of RESULTS) {
          const entry = anEntry({ status, replayable }, result);
          const isCompleted = status === 'COMPLETED' ? ['completed'] : [];
          const row = ['job', ...isCompleted, ...actionsOf(entry, anAccount(), NOW)].join(' ');
          const actions = inlineActions('jobs', row);
          assert.ok(actions.length <= 1, `${row}: ${actions.join(', ')}`);
          buttons.add(actions[0]);
        }
      }
    }
    assert.deepEqual(
      buttons,
      new Set([undefined, 'replay', 'download', 'openResult', 'pauseDownload', 'resumeDownload']),
    );
  });

  it('of an account, the one that helps', () => {
    assert.deepEqual(inlineActions('jobs', 'account stored off'), ['enableAccount']);
    assert.deepEqual(inlineActions('jobs', 'account stored on'), []);
    assert.deepEqual(inlineActions('jobs', 'account stored on failed agency'), ['refresh']);
    assert.deepEqual(inlineActions('jobs', 'account stored on needsToken failed'), ['replaceToken']);
    assert.deepEqual(inlineActions('jobs', 'account environment on needsToken failed'), ['refresh']);
    assert.deepEqual(inlineActions('jobs', 'account environment on needsServer failed'), ['confirmServer']);
  });

  it('of a saved export, a set, or a mistake', () => {
    assert.deepEqual(inlineActions('savedExports', 'export hasResults'), ['runSavedExport']);
    assert.deepEqual(inlineActions('savedExports', 'set'), ['runSavedExport']);
    assert.deepEqual(inlineActions('savedExports', 'problem'), ['openSavedExportFile']);
  });
});
