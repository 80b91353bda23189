import * as vscode from 'vscode';
import { type JobForAgent, jobForAgent } from '../../core/agent/jobForAgent';
import { ToolInput } from '../../core/agent/toolInput';
import { quotedText } from '../../core/agent/visibleText';
import type { Account } from '../../core/account';
import type { Transport } from '../../core/api/transport';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import type { Accounts } from '../accounts/accounts';
import { JobTargets } from '../jobs/jobTargets';
import type { FollowRun } from '../savedExports/followRun';
import type { RunMark } from '../savedExports/runMark';
import type { SavedExportFiles } from '../savedExports/savedExportFiles';
import type { ResultMarks } from '../downloads/resultMarks';
import { UserError } from '../words/userError';
import type { Watchers } from '../watching/watchers';
import { workName } from '../jobs/jobWords';

/** How many characters of a name a question shows. */
const MAX_NAME_CHARS = 120;

export interface AgentToolsOptions {
  readonly accounts: Accounts;
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly transport: Transport;
  readonly marks: ResultMarks;
  readonly clock: Clock;
  readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState' | 'extensionUri'>;
  readonly savedExports: { files(): Promise<SavedExportFiles>; runOf(key: string): RunMark | undefined };
  /** Loads what runs saved exports, and waits for the accounts. */
  readonly loadRuns: () => Promise<FollowRun>;
}

/** Finds and describes jobs for a model. */
export class AgentJobs {
  private readonly targets: JobTargets;

  constructor(private readonly options: AgentToolsOptions) {
    this.targets = new JobTargets(options);
  }

  /** Finds the job for `jobId` and, if given, `accountSid`. Throws a `UserError` if there is none. */
  async find(input: unknown): Promise<JobEntry> {
    const fields = new ToolInput(input);
    const accountSid = fields.optionalText('accountSid');
    const reference = { jobId: fields.text('jobId'), ...(accountSid !== undefined && { accountSid }) };
    const found = await this.targets.resolve(reference, undefined, {
      placeHolder: '',
      accepts: () => true,
      many: false,
    });
    const [entry] = found?.entries ?? [];
    if (entry === undefined) {
      throw new UserError(vscode.l10n.t('Job not found.'));
    }
    return entry;
  }

  describe(entry: JobEntry): JobForAgent {
    return jobForAgent(entry, this.accountOf(entry), this.options.clock.now());
  }

  /** Throws a `UserError` if the account is signed out. */
  accountOf(entry: JobEntry): Account {
    const account = this.options.store.account(entry.accountId)?.account;
    if (account === undefined) {
      throw new UserError(vscode.l10n.t("You're signed out of this job's account."));
    }
    return account;
  }

  /** Describes the job from the store. Undefined if it isn't there. */
  describeById(accountId: string, jobId: string): JobForAgent | undefined {
    const entry = this.options.store.entry(accountId, jobId);
    return entry && this.describe(entry);
  }

  /** The job's name for a question to the user. */
  nameOf(entry: JobEntry): string {
    return `${quotedText(workName(entry), MAX_NAME_CHARS)} (${quotedText(this.accountOf(entry).name, MAX_NAME_CHARS)})`;
  }
}
