import * as vscode from 'vscode';
import { fieldsOf, isRecord } from '../../core/isRecord';
import { canDo, type JobAction } from '../../core/jobs/jobActions';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { knownEntries } from '../../core/jobs/snapshot';
import type { Clock } from '../../core/clock';
import { isFromScript, isFromUser } from '../caller';
import { UserError } from '../words/userError';
import { type JobReference, type JobSources, knownJob, lookUpJob, ownersOf } from './findJob';
import { jobDescription, jobLabel, statusInWords } from './jobWords';
import { withoutIcons } from '../words/withoutIcons';
import { pickRow, pickRows } from '../pickRow';

export interface TargetQuestion {
  /** Asked above the list when the caller names no job. */
  readonly placeHolder: string;
  /** The jobs that the command can act on. */
  readonly accepts: (entry: JobEntry) => boolean;
  readonly many: boolean;
}

export interface Targets {
  readonly entries: readonly JobEntry[];
  /** Whether the caller gave a list, and so expects one back. */
  readonly isList: boolean;
  /** Whether a script or another extension asks, which means what it asks for. */
  readonly isFromScript: boolean;
}

export interface JobTargetsOptions extends JobSources {
  readonly clock: Clock;
  /** The rows of the view that a pressed key is meant for, where keys can be pressed. */
  readonly keyRows?: () => Promise<readonly unknown[]>;
}

/** Finds the jobs that a command is meant for, however the caller names them. */
export class JobTargets {
  constructor(private readonly options: JobTargetsOptions) {}

  /** Accepts the jobs that at least one of these can be done with. */
  can(...actions: readonly JobAction[]): (entry: JobEntry) => boolean {
    const { store, clock } = this.options;
    return (entry) => {
      const account = store.account(entry.accountId)?.account;
      return actions.some((action) => canDo(action, entry, account, clock.now()));
    };
  }

  /**
   * `argument` is a tree row, a job id, `{ jobId, accountSid? }`, an array of these, what a panel passes (`fromUser`), or
   * what a key binding of ours passes for the view's own rows; `selection` is what the tree adds for several selected rows, of which those are
   * taken that the command can act on. Without any of it the user is asked; undefined means that they closed the list,
   * or that the key was pressed on a row that is no job.
   */
  async resolve(argument: unknown, selection: unknown, question: TargetQuestion): Promise<Targets | undefined> {
    const selected: readonly unknown[] | undefined =
      Array.isArray(selection) && selection.length > 1 ? selection : undefined;
    const ofView = isFromKey(argument) ? ((await this.options.keyRows?.()) ?? []) : selected;
    const rows = isFromUser(argument) ? argument.jobs : ofView;
    const isScript = isFromScript(argument);
    const given: readonly unknown[] | undefined = rows ?? (Array.isArray(argument) ? argument : undefined);
    if (given?.length === 0 && rows === undefined) {
      return undefined; // a script's empty list
    }
    if (given !== undefined) {
      const references = given.map(referenceOf).filter((reference) => reference !== undefined);
      const entries = await Promise.all(references.map((reference) => this.find(reference)));
      const able = rows === undefined ? entries : entries.filter(question.accepts);
      const targets = able.length === 0 ? entries : able;
      return rows !== undefined && targets.length === 0
        ? undefined
        : { entries: targets, isList: rows === undefined || targets.length > 1, isFromScript: isScript };
    }
    const reference = referenceOf(argument);
    if (reference !== undefined) {
      return { entries: [await this.find(reference)], isList: false, isFromScript: isScript };
    }
    return this.ask(question);
  }

  /** impact.com is asked where it is clear with which account. */
  private async find(reference: JobReference): Promise<JobEntry> {
    const { jobId } = reference;
    const [owner, ...others] = ownersOf(this.options, reference);
    const found =
      knownJob(this.options, reference) ??
      (owner === undefined || others.length > 0 ? undefined : await lookUpJob(this.options, owner.id, jobId));
    if (found === undefined) {
      throw new UserError(vscode.l10n.t("Job {0} isn't in any signed-in account.", jobId));
    }
    return found;
  }

  private async ask({ placeHolder, accepts, many }: TargetQuestion): Promise<Targets | undefined> {
    const { store, clock } = this.options;
    const nowMs = clock.now();
    const items = knownEntries(store.snapshot)
      .filter(accepts)
      .map((entry) => ({
        label: withoutIcons(jobLabel(entry)),
        description: statusInWords(entry.job),
        detail: withoutIcons(`${jobDescription(entry, nowMs)} · ${entry.job.id}`),
        entry,
      }));
    if (items.length === 0) {
      throw new UserError(vscode.l10n.t('No job supports this action.'));
    }
    const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
    if (many) {
      const picked = await pickRows(items, options);
      return picked === undefined || picked.length === 0
        ? undefined
        : { entries: picked.map(({ entry }) => entry), isList: picked.length > 1, isFromScript: false };
    }
    const picked = await pickRow(items, options);
    return picked && { entries: [picked.entry], isList: false, isFromScript: false };
  }
}

function referenceOf(value: unknown): JobReference | undefined {
  if (typeof value === 'string' && value !== '') {
    return { jobId: value };
  }
  const { jobId, accountId, accountSid } = fieldsOf(value);
  if (typeof jobId !== 'string') {
    return undefined;
  }
  return {
    jobId,
    ...(typeof accountId === 'string' ? { accountId } : {}),
    ...(typeof accountSid === 'string' ? { accountSid } : {}),
  };
}

/**
 * The `args` of the key bindings in package.json. VS Code tells a key's command nothing of the row that has the focus.
 */
function isFromKey(value: unknown): boolean {
  return isRecord(value) && 'fromKey' in value;
}
