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

/** Each look-up of an unknown job is a request, and a script's mistake shouldn't spend the hour's. */
const MAX_LOOKUPS = 50;

export interface TargetQuestion {
  /** The placeholder of the list that is shown if the caller names no job. */
  readonly placeHolder: string;
  /** The jobs that the command can act on. */
  readonly accepts: (entry: JobEntry) => boolean;
  readonly many: boolean;
}

export interface Targets {
  readonly entries: readonly JobEntry[];
  /** Whether the caller passed a list and expects a list in return. */
  readonly isList: boolean;
  /** Whether the caller is a script or another extension, which needs no confirmation. */
  readonly isFromScript: boolean;
}

export interface JobTargetsOptions extends JobSources {
  readonly clock: Clock;
  /** The view's rows that a pressed key applies to. Undefined if there's no view. */
  readonly keyRows?: () => Promise<readonly unknown[]>;
}

/** Finds the jobs that a command applies to, no matter how the caller names them. */
export class JobTargets {
  constructor(private readonly options: JobTargetsOptions) {}

  /** Accepts the jobs that support at least one of these actions. */
  can(...actions: readonly JobAction[]): (entry: JobEntry) => boolean {
    const { store, clock } = this.options;
    return (entry) => {
      const account = store.account(entry.accountId)?.account;
      return actions.some((action) => canDo(action, entry, account, clock.now()));
    };
  }

  /**
   * `argument` is a tree row, a job ID, `{ jobId, accountSid? }`, an array of these, what a panel passes (`fromUser`),
   * or what our key bindings pass for the view's own rows. `selection` is what the tree adds if several rows are
   * selected. From selected rows, takes those that the command can act on, or all of them if it can act on none.
   * Without either, asks the user. Returns undefined if the user closes the list, or presses the key on a row that
   * isn't a job.
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
      const entries = await this.findAll(references);
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

  /** Asks about one unknown job after the other, so that the first one that doesn't exist ends it. */
  private async findAll(references: readonly JobReference[]): Promise<readonly JobEntry[]> {
    const unknown = references.filter((reference) => knownJob(this.options, reference) === undefined);
    if (unknown.length > MAX_LOOKUPS) {
      throw new UserError(
        vscode.l10n.t(
          "{0} of these jobs aren't in any list. Specify at most {1} at a time.",
          unknown.length,
          MAX_LOOKUPS,
        ),
      );
    }
    const entries: JobEntry[] = [];
    for (const reference of references) {
      entries.push(await this.find(reference));
    }
    return entries;
  }

  /** Asks impact.com about an unknown job only if it's clear which account the job belongs to. */
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
    const isOnlyAccount = store.snapshot.accounts.length <= 1;
    const accountNameOf = ({ accountId }: JobEntry): string =>
      isOnlyAccount ? '' : (store.account(accountId)?.account.name ?? '');
    const items = knownEntries(store.snapshot)
      .filter(accepts)
      .map((entry) => ({
        label: withoutIcons(jobLabel(entry)),
        description: [statusInWords(entry.job), withoutIcons(accountNameOf(entry))].filter(Boolean).join(' · '),
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
 * Recognizes the `args` of the key bindings in package.json. VS Code doesn't tell a key's command which row has the
 * focus.
 */
function isFromKey(value: unknown): boolean {
  return isRecord(value) && 'fromKey' in value;
}
