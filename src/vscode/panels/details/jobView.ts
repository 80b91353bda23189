import * as vscode from 'vscode';
import type { Account } from '../../../core/accounts/account';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { jobLife } from '../../../core/jobs/jobLife';
import type { JobView, SectionView } from '../../../webviews/details/protocol';
import { iconName } from '../../views/jobIcons';
import { type JobField, jobFieldGroups } from '../../words/jobFields';
import { momentInWords, spokenJob, stateInWords, workName } from '../../words/jobWords';
import { numberInWords } from '../../words/timeWords';
import { jobActions } from './jobActions';
import { lifeMoments } from './lifeMoments';

/** A job as the page shows it: every word is made here. `note` says why this may not be how it stands now. */
export function jobView(entry: JobEntry, account: Account, nowMs: number, note: string): JobView {
  const { job } = entry;
  return {
    name: workName(entry),
    ring: iconName(entry, nowMs),
    state: stateInWords(entry, nowMs),
    facts: [
      job.status === 'RUNNING' && job.percent !== undefined ? `${Math.floor(job.percent)}%` : '',
      momentInWords(entry, nowMs, 'long'),
      job.recordsProcessed === undefined || job.recordsProcessed === 0 ? '' : vscode.l10n.t('{0} records', numberInWords(job.recordsProcessed)),
    ].filter((fact) => fact !== ''),
    spoken: spokenState(entry, nowMs),
    message: job.statusMessage,
    tone: job.status === 'FAILED' ? 'error' : job.status === 'ERROR' ? 'warning' : 'calm',
    note,
    actions: jobActions(entry, nowMs),
    life: jobLife(entry, nowMs),
    moments: lifeMoments(entry),
    sections: sectionsOf(entry, account, nowMs),
  };
}

/** The state alone: a percentage that was read out at each step would leave no peace. */
function spokenState(entry: JobEntry, nowMs: number): string {
  return entry.job.status === 'RUNNING' ? `${workName(entry)}, ${stateInWords(entry, nowMs)}` : spokenJob(entry, nowMs);
}

function sectionsOf(entry: JobEntry, account: Account, nowMs: number): readonly SectionView[] {
  const { progress, times, work, result, id, unread } = jobFieldGroups(entry, account, nowMs);
  const codes = new Set([entry.job.id, entry.job.resultUri, entry.download?.sha256, account.sid]);
  const section = (sectionId: string, title: string, fields: readonly JobField[]): SectionView => ({
    id: sectionId,
    title,
    fields: fields.map(({ name, value }) => ({ name, value, isCode: codes.has(value) })),
  });
  return [
    section('progress', vscode.l10n.t('Progress'), progress),
    section('result', vscode.l10n.t('Result'), result),
    section('work', vscode.l10n.t('Job'), [...work, ...id]),
    section('times', vscode.l10n.t('Times'), times),
    section('unread', vscode.l10n.t('Also sent by impact.com'), unread),
  ].filter(({ fields }) => fields.length > 0);
}
