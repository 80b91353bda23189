import * as vscode from 'vscode';
import { isCalled } from '../../core/account';
import { brandsForAgent } from '../../core/agent/brandsForAgent';
import { listForAgent, MAX_LISTED } from '../../core/agent/listForAgent';
import { DEFAULT_PREVIEWED, MAX_PREVIEWED, previewForAgent } from '../../core/agent/previewForAgent';
import { ToolInput } from '../../core/agent/toolInput';
import { waitForJob } from '../../core/agent/waitForJob';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { ToolName } from '../ids';
import { TableChoices } from '../tables/tableChoices';
import type { AgentJobs, AgentToolsOptions } from './agentJobs';
import type { AgentTool } from './agentTool';
import { ReadConsent } from './readConsent';

const DEFAULT_WAIT_MINUTES = 5;
const MAX_WAIT_MINUTES = 30;
const MS_PER_MINUTE = 60_000;
/** Enough for the rows that a model gets. */
const MAX_PREVIEW_BYTES = 512 * 1024;

/** The tools that change and write nothing. */
export function readingTools(
  options: AgentToolsOptions,
  jobs: AgentJobs,
): Pick<Readonly<Record<ToolName, AgentTool>>, `impactJobs_${'list' | 'brands' | 'get' | 'wait' | 'preview'}`> {
  const { store, accounts, watchers, clock } = options;
  const consent = new ReadConsent(accounts);
  return {
    impactJobs_list: {
      effect: 'reads',
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

    impactJobs_brands: {
      effect: 'reads',
      progress: () => vscode.l10n.t("Reading the list of an agency's brands"),
      async run(input, signal) {
        const accountSid = new ToolInput(input).optionalText('accountSid');
        const agencies = accounts.on.filter((account) => account.kind === 'agency' && isCalled(account, accountSid));
        return Promise.all(
          agencies.map(async (agency) => {
            const { items, rest } = await (await watchers.clientOf(agency.id)).listBrands(signal);
            return brandsForAgent(agency, items, accounts.choiceOf(agency), rest !== undefined);
          }),
        );
      },
    },

    impactJobs_get: {
      effect: 'reads',
      progress: () => vscode.l10n.t('Looking up an impact.com job'),
      run: async (input) => jobs.describe(await jobs.find(input)),
    },

    impactJobs_wait: {
      effect: 'reads',
      progress: () => vscode.l10n.t('Waiting for an impact.com job'),
      async run(input, signal, report) {
        const entry = await jobs.find(input);
        const minutes =
          new ToolInput(input).optionalInteger('timeoutMinutes', 1, MAX_WAIT_MINUTES) ?? DEFAULT_WAIT_MINUTES;
        // Progress isn't marked as data, so it has no text of the server.
        const onChange = ({ job: { status, percent } }: JobEntry): void =>
          report(percent === undefined ? status : `${status} ${Math.floor(percent)}%`);
        const timeoutMs = minutes * MS_PER_MINUTE;
        const waited = await waitForJob(entry, { store, clock, timeoutMs, signal, onChange });
        return waited.outcome === 'gone'
          ? { outcome: 'gone' }
          : { outcome: waited.outcome, job: jobs.describe(waited.entry) };
      },
    },

    impactJobs_preview: {
      effect: 'reads',
      progress: () => vscode.l10n.t('Reading the first rows of a result'),
      /** Rows go to the model's provider. */
      consent: async (input) => consent.question([jobs.accountOf(await jobs.find(input))]),
      async run(input, signal) {
        const entry = await jobs.find(input);
        await consent.remember([jobs.accountOf(entry)]);
        const maxRows = new ToolInput(input).optionalInteger('rows', 1, MAX_PREVIEWED) ?? DEFAULT_PREVIEWED;
        const { readPreview } = await import('../panels/preview/readPreview');
        const { preview } = await readPreview(
          entry,
          {
            ...options,
            clientOf: (accountId) => watchers.clientOf(accountId),
            choices: new TableChoices(options.context.globalState),
            limits: { maxRows, maxBytes: MAX_PREVIEW_BYTES },
          },
          signal,
        );
        return previewForAgent(preview);
      },
    },
  };
}
