import * as vscode from 'vscode';
import type { Account } from '../../../core/account';
import type { JobEntry } from '../../../core/jobs/jobEntry';
import { isRunning, isUnsuccessful } from '../../../core/jobs/jobState';
import type { AccountSnapshot } from '../../../core/jobs/snapshot';
import { STATUSES } from '../../../core/jobs/statuses';
import type { FieldView, JobView, SectionView } from '../../../webviews/details/protocol';
import { iconName, iconTone } from '../../jobs/jobIcons';
import { headFields, type JobField, jobFieldGroups } from '../../jobs/jobFields';
import {
  momentInWords,
  recordsInWords,
  stateInWords,
  programInWords,
  typeInWords,
  workName,
} from '../../jobs/jobWords';
import { percentInWords } from '../../words/timeWords';
import { actionView, jobActions } from './jobActions';
import { lifeView } from './lifeView';
import { relatedFields } from './relatedFields';

/** A job as the page shows it. All texts are created here. `note` says why the job might have changed since. */
export function jobView(
  entry: JobEntry,
  snapshot: AccountSnapshot,
  { nowMs, note, isKept }: { readonly nowMs: number; readonly note: string; readonly isKept: boolean },
): JobView {
  const { job } = entry;
  return {
    name: workName(entry),
    origin: originOf(entry, snapshot.account),
    ring: iconName(entry, nowMs),
    ringTone: iconTone(entry, nowMs),
    tone: STATUSES[job.status].tone,
    state: stateInWords(entry, nowMs),
    facts: [
      isRunning(job) && job.percent !== undefined ? percentInWords(job.percent) : '',
      momentInWords(entry, nowMs, 'long'),
      job.recordsProcessed === undefined || job.recordsProcessed === 0 ? '' : recordsInWords(job.recordsProcessed),
    ].filter((fact) => fact !== ''),
    spoken: spokenState(entry, nowMs),
    message: isUnsuccessful(job) ? job.statusMessage : '',
    note,
    actions: [...jobActions(entry, snapshot.account, nowMs), ...(isKept ? [] : [actionView('keepPanel', 'quiet')])],
    life: lifeView(entry, nowMs),
    sections: sectionsOf(entry, snapshot, nowMs),
  };
}

/** The state for screen readers. Contains no percentages and ages, because they change too often to be read out. */
function spokenState(entry: JobEntry, nowMs: number): string {
  const { job, download } = entry;
  return [
    workName(entry),
    stateInWords(entry, nowMs),
    isUnsuccessful(job) ? job.statusMessage : '',
    download === undefined ? '' : vscode.l10n.t('downloaded'),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function originOf(entry: JobEntry, account: Account): string {
  const { name, job } = entry;
  return [name === undefined ? '' : typeInWords(job.type), programInWords(entry), account.name]
    .filter((part) => part !== '')
    .join(' · ');
}

function sectionsOf(entry: JobEntry, snapshot: AccountSnapshot, nowMs: number): readonly SectionView[] {
  const { progress, work, parameters, result, id, unread } = jobFieldGroups(entry, snapshot.account, nowMs);
  const codes = new Set([entry.job.id, entry.job.resultUri, entry.download?.sha256]);
  const views = (fields: readonly JobField[]): FieldView[] =>
    fields.map(({ name, value }) => ({ name, value, form: codes.has(value) ? 'code' : 'text' }));
  const section = (sectionId: string, title: string, fields: readonly FieldView[]): SectionView => ({
    id: sectionId,
    title,
    fields,
  });
  return [
    section('parameters', vscode.l10n.t('Export'), views(parameters)),
    section('progress', vscode.l10n.t('Progress'), views([...headFields(entry, nowMs), ...progress])),
    section('result', vscode.l10n.t('Result'), views(result)),
    section('work', vscode.l10n.t('Job'), views([...work, ...id])),
    section('related', vscode.l10n.t('Replays'), relatedFields(entry, snapshot)),
    section('unread', vscode.l10n.t('Other data from impact.com'), views(unread)),
  ].filter(({ fields }) => fields.length > 0);
}
