import * as vscode from 'vscode';
import { type Account, accountRef } from '../../core/account';
import { reportExportUrl } from '../../core/api/endpoints';
import type { Clock } from '../../core/clock';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { USUAL_PERIOD } from '../../core/reports/periodFilters';
import { matchingPeriods, withoutDays } from '../../core/savedExports/resolveExport';
import { bashScript } from '../../core/scripts/bashScript';
import { curlOf } from '../../core/scripts/curlCommand';
import { copyWorkflow, type WorkflowParts } from './copyWorkflow';
import { pythonScript } from '../../core/scripts/pythonScript';
import {
  SCRIPT_LANGUAGES,
  type ScriptLanguage,
  type ScriptStart,
  type ScriptTask,
} from '../../core/scripts/scriptTask';
import { workflowStep } from '../../core/scripts/workflowStep';
import { isFromScript } from '../caller';
import { readSavedTarget } from '../savedExports/savedTargets';
import { askForPeriod } from '../exports/askForPeriod';
import { type PeriodOfJobParts, periodFiltersOfJob, zoneOfJob } from '../exports/periodOfJob';
import { jobLink } from './jobLinks';
import { workName } from '../jobs/jobWords';
import { copyLines, copyText } from '../clipboard';
import type { Settings } from '../settings';
import { pickRow } from '../pickRow';
import type { CommandHandlers } from '../commands/commands';
import type { JobTargets } from '../jobs/jobTargets';

export interface ShareCommandsOptions extends PeriodOfJobParts, WorkflowParts {
  readonly clock: Clock;
  readonly targets: JobTargets;
  readonly store: JobStore;
  readonly settings: Settings;
}

type ShareCommand = 'copyId' | 'copyLink' | 'copyCurl' | 'copyScript';

const WORKFLOW = 'githubWorkflow';
const LANGUAGES = [...SCRIPT_LANGUAGES, WORKFLOW] as const;
type CopiedLanguage = (typeof LANGUAGES)[number];

const WRITERS: Readonly<Record<ScriptLanguage, (task: ScriptTask) => string>> = {
  bash: bashScript,
  python: pythonScript,
  githubActions: workflowStep,
};

/** The commands that copy something about a job to the clipboard. None of them copies a token. */
export function shareCommands(parts: ShareCommandsOptions): Pick<CommandHandlers, ShareCommand> {
  const { targets, store, settings } = parts;
  const several = (placeHolder: string) => (argument: unknown, selection: unknown) =>
    targets.resolve(argument, selection, { placeHolder, accepts: () => true, many: true });
  const toCopyId = several(vscode.l10n.t('Select jobs to copy their IDs'));
  const toCopyLink = several(vscode.l10n.t('Select jobs to copy links to them'));
  const toCopyCurl = several(vscode.l10n.t('Select jobs to copy as curl'));
  const ofAccount = (entry: JobEntry) => store.account(entry.accountId)?.account;

  return {
    async copyId(argument, selection) {
      const picked = await toCopyId(argument, selection);
      return picked && copyLines(picked.entries.map(({ job }) => job.id));
    },

    async copyLink(argument, selection) {
      const picked = await toCopyLink(argument, selection);
      return (
        picked &&
        copyLines(
          picked.entries.map((entry) => {
            const account = ofAccount(entry);
            return jobLink(entry.job.id, account === undefined ? '' : accountRef(account));
          }),
        )
      );
    },

    async copyCurl(argument, selection) {
      const picked = await toCopyCurl(argument, selection);
      const lines = picked?.entries.flatMap((entry) => {
        const account = ofAccount(entry);
        return account === undefined ? [] : [curlOf(account, entry.job, settings.get('apiVersion'))];
      });
      return lines && copyLines(lines);
    },

    /** Scripts can pass the language as the second argument. A row of the saved exports makes a workflow. */
    async copyScript(argument, language) {
      if (readSavedTarget(argument)?.kind === 'row') {
        return copyWorkflow(parts, argument);
      }
      const question = {
        placeHolder: vscode.l10n.t('Select a job to copy as a script'),
        accepts: () => true,
        many: false,
      };
      const entry = (await targets.resolve(argument, undefined, question))?.entries[0];
      const account = entry && ofAccount(entry);
      const chosen = account && (LANGUAGES.find((known) => known === language) ?? (await askForLanguage()));
      if (chosen === WORKFLOW) {
        return copyWorkflow(parts, undefined);
      }
      if (entry === undefined || account === undefined || chosen === undefined) {
        return undefined;
      }
      const start = await scriptStart(parts, account, entry, isFromScript(argument));
      if (start === undefined) {
        return undefined;
      }
      return copyText(
        WRITERS[chosen]({
          account,
          title: workName(entry),
          start,
          apiVersion: settings.get('apiVersion'),
          extension: (entry.parameters?.format ?? 'CSV').toLowerCase(),
        }),
      );
    },
  };
}

/**
 * How a script starts. Days that were relative when the job was created are relative in the script, or each of its runs
 * would export the first one's days; a person says which period is meant. Undefined if the user closes the list.
 */
async function scriptStart(
  parts: ShareCommandsOptions,
  account: Account,
  entry: JobEntry,
  isScript: boolean,
): Promise<ScriptStart | undefined> {
  const { parameters, job } = entry;
  if (parameters === undefined) {
    return { kind: 'job', jobId: job.id };
  }
  const timeZone = zoneOfJob(parts, entry);
  const periodFilters = (await periodFiltersOfJob(parts, entry)) ?? USUAL_PERIOD;
  const nowMs = job.createdAt ?? parts.clock.now();
  const periods = matchingPeriods(parameters.filters, { nowMs, timeZone, periodFilters });
  const question = vscode.l10n.t('Select the days for the script');
  const picked =
    periods.length === 0 || isScript
      ? { period: periods[0] }
      : await askForPeriod(periods, parameters.filters, question);
  if (picked?.period === undefined) {
    return picked && { kind: 'export', url: reportExportUrl(account, parameters) };
  }
  const filters = withoutDays(parameters.filters, periodFilters);
  return {
    kind: 'export',
    url: reportExportUrl(account, { ...parameters, filters }),
    period: { name: picked.period, timeZone, filters: periodFilters },
  };
}

async function askForLanguage(): Promise<CopiedLanguage | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly language: CopiedLanguage })[] = [
    { language: 'bash', label: vscode.l10n.t('Bash'), description: vscode.l10n.t('requires curl') },
    {
      language: 'python',
      label: vscode.l10n.t('Python'),
      description: vscode.l10n.t('uses only the standard library'),
    },
    {
      language: 'githubActions',
      label: vscode.l10n.t('GitHub Actions step'),
      description: vscode.l10n.t('with the token as a repository secret'),
    },
    {
      language: WORKFLOW,
      label: vscode.l10n.t('GitHub Actions workflow'),
      description: vscode.l10n.t('runs saved exports of the workspace with impact-jobs'),
    },
  ];
  const placeHolder = vscode.l10n.t('Select a script language. The token stays in an environment variable.');
  return (await pickRow(items, { placeHolder }))?.language;
}
