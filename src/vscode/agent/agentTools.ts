import * as vscode from 'vscode';
import { jobForAgent } from '../../core/agent/jobForAgent';
import { listForAgent, MAX_LISTED } from '../../core/agent/listForAgent';
import { ToolInput } from '../../core/agent/toolInput';
import { waitForJob } from '../../core/agent/waitForJob';
import type { Clock } from '../../core/clock';
import type { Job } from '../../core/jobs/job';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { JobTargets } from '../commands/jobTargets';
import { UserError } from '../errorMessages';
import { type CommandId, commandId, type ToolName } from '../ids';
import type { Watchers } from '../watchers';
import { workName } from '../words/jobWords';
import type { AgentTool } from './agentTool';

export interface AgentToolsOptions {
  readonly store: JobStore;
  readonly watchers: Watchers;
  readonly clock: Clock;
}

const DEFAULT_WAIT_MINUTES = 5;
const MAX_WAIT_MINUTES = 30;
const MS_PER_MINUTE = 60_000;

/** The tools for language models. What changes or writes something is done by the commands, as if the user had run them. */
export function agentTools(options: AgentToolsOptions): Readonly<Record<ToolName, AgentTool>> {
  const { store, clock } = options;
  const targets = new JobTargets(options);
  const describe = (entry: JobEntry) => {
    const account = store.account(entry.accountId)?.account;
    if (account === undefined) {
      throw new UserError(vscode.l10n.t('The account of this job is signed out.'));
    }
    return jobForAgent(entry, account, clock.now());
  };
  const find = async (input: unknown): Promise<JobEntry> => {
    const fields = new ToolInput(input);
    const accountSid = fields.optionalText('accountSid');
    const found = await targets.resolve({ jobId: fields.text('jobId'), ...(accountSid !== undefined && { accountSid }) }, undefined, { placeHolder: '', accepts: () => true, many: false });
    const [entry] = found?.entries ?? [];
    if (entry === undefined) {
      throw new UserError(vscode.l10n.t('There is no such job.'));
    }
    return entry;
  };
  const nameOf = (entry: JobEntry): string => `${workName(entry)} (${store.account(entry.accountId)?.account.name ?? ''})`;
  const runCommand = <T>(command: CommandId, { accountId, job }: JobEntry): Thenable<T> => vscode.commands.executeCommand<T>(commandId(command), { jobId: job.id, accountId });

  return {
    impactJobs_list: {
      progress: () => vscode.l10n.t('Reading the list of impact.com jobs'),
      run(input) {
        const fields = new ToolInput(input);
        const query = {
          status: fields.optionalText('status'),
          type: fields.optionalText('type'),
          text: fields.optionalText('text'),
          accountSid: fields.optionalText('accountSid'),
          limit: fields.optionalInteger('limit', 1, MAX_LISTED),
        };
        return Promise.resolve(listForAgent(store.snapshot, query, clock.now()));
      },
    },

    impactJobs_get: {
      progress: () => vscode.l10n.t('Looking up an impact.com job'),
      run: async (input) => describe(await find(input)),
    },

    impactJobs_wait: {
      progress: () => vscode.l10n.t('Waiting for an impact.com job'),
      async run(input, signal) {
        const entry = await find(input);
        const minutes = new ToolInput(input).optionalInteger('timeoutMinutes', 1, MAX_WAIT_MINUTES) ?? DEFAULT_WAIT_MINUTES;
        const waited = await waitForJob(entry, { store, clock, timeoutMs: minutes * MS_PER_MINUTE, signal });
        return waited.outcome === 'gone' ? { outcome: 'gone' } : { outcome: waited.outcome, job: describe(waited.entry) };
      },
    },

    impactJobs_replay: {
      progress: () => vscode.l10n.t('Replaying an impact.com job'),
      async question(input) {
        const entry = await find(input);
        return { title: vscode.l10n.t('Replay a Job'), message: vscode.l10n.t('Run {0} again at impact.com?', nameOf(entry)) };
      },
      async run(input) {
        const entry = await find(input);
        const { id } = await runCommand<Job>('replay', entry);
        const replayed = store.account(entry.accountId)?.entries.get(id);
        return replayed === undefined ? { jobId: id } : describe(replayed);
      },
    },

    impactJobs_download: {
      progress: () => vscode.l10n.t('Downloading the result of an impact.com job'),
      async question(input) {
        const entry = await find(input);
        return { title: vscode.l10n.t('Download a Result'), message: vscode.l10n.t('Download the result of {0} into the workspace?', nameOf(entry)) };
      },
      async run(input) {
        const entry = await find(input);
        const uri = await runCommand<vscode.Uri | undefined>('download', entry);
        const mark = store.account(entry.accountId)?.entries.get(entry.job.id)?.download;
        return uri === undefined ? { outcome: 'cancelled' } : { file: uri.toString(), ...(mark && { sizeBytes: mark.sizeBytes, sha256: mark.sha256 }) };
      },
    },
  };
}
