import * as vscode from 'vscode';
import { accountRef } from '../../core/account';
import { reportExportUrl } from '../../core/api/endpoints';
import type { JobEntry } from '../../core/jobs/jobEntry';
import type { JobStore } from '../../core/jobs/jobStore';
import { bashScript } from '../../core/scripts/bashScript';
import { pythonScript } from '../../core/scripts/pythonScript';
import {
  SCRIPT_LANGUAGES,
  type ScriptLanguage,
  type ScriptStart,
  type ScriptTask,
} from '../../core/scripts/scriptTask';
import { workflowStep } from '../../core/scripts/workflowStep';
import { jobLink } from './jobLinks';
import { workName } from '../jobs/jobWords';
import { copyLines, copyText } from '../clipboard';
import type { Settings } from '../settings';
import { pickRow } from '../pickRow';
import type { CommandHandlers } from '../commands/commands';
import { curlOf } from './curl';
import type { JobTargets } from '../jobs/jobTargets';

export interface ShareCommandsOptions {
  readonly targets: JobTargets;
  readonly store: JobStore;
  readonly settings: Settings;
}

type ShareCommand = 'copyId' | 'copyLink' | 'copyCurl' | 'copyScript';

const WRITERS: Readonly<Record<ScriptLanguage, (task: ScriptTask) => string>> = {
  bash: bashScript,
  python: pythonScript,
  githubActions: workflowStep,
};

/** The commands that copy something about a job to the clipboard. None of them copies a token. */
export function shareCommands({ targets, store, settings }: ShareCommandsOptions): Pick<CommandHandlers, ShareCommand> {
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

    /** Scripts can pass the language as the second argument. */
    async copyScript(argument, language) {
      const question = {
        placeHolder: vscode.l10n.t('Select a job to copy as a script'),
        accepts: () => true,
        many: false,
      };
      const entry = (await targets.resolve(argument, undefined, question))?.entries[0];
      const account = entry && ofAccount(entry);
      const chosen = account && (SCRIPT_LANGUAGES.find((known) => known === language) ?? (await askForLanguage()));
      if (entry === undefined || account === undefined || chosen === undefined) {
        return undefined;
      }
      const { parameters, job } = entry;
      const start: ScriptStart =
        parameters === undefined
          ? { kind: 'job', jobId: job.id }
          : { kind: 'export', url: reportExportUrl(account, parameters) };
      return copyText(
        WRITERS[chosen]({
          account,
          title: workName(entry),
          start,
          apiVersion: settings.get('apiVersion'),
          extension: (parameters?.format ?? 'CSV').toLowerCase(),
        }),
      );
    },
  };
}

async function askForLanguage(): Promise<ScriptLanguage | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly language: ScriptLanguage })[] = [
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
  ];
  const placeHolder = vscode.l10n.t('Select a script language. The token stays in an environment variable.');
  return (await pickRow(items, { placeHolder }))?.language;
}
