import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { DOWNLOAD_ACTIONS, isToDownload, type JobAction } from '../../core/jobs/jobActions';
import { isTableError } from '../../core/tables/tableError';
import type { Destinations } from './destination';
import type { Downloads } from './downloads';
import type { ResultFiles } from './resultFiles';
import type { ResultMarks } from './resultMarks';
import { UserError } from '../words/userError';
import { copyLines } from '../clipboard';
import type { JobTargets, Targets } from '../jobs/jobTargets';
import type { CommandHandlers } from '../commands/commands';
import { isConfirmed } from '../messages';

/** More downloads than this at once need a confirmation. */
const MANY = 20;

export interface DownloadCommandsOptions {
  readonly targets: JobTargets;
  readonly arranged: ArrangedJobs;
  readonly downloads: Downloads;
  readonly files: ResultFiles;
  readonly marks: ResultMarks;
  readonly destinations: Destinations;
  readonly previewResult: (entry: JobEntry) => Promise<void>;
}

type DownloadCommand =
  | 'previewResult'
  | 'download'
  | 'downloadAll'
  | 'openResult'
  | 'revealResult'
  | 'copyPath'
  | 'pauseDownload'
  | 'resumeDownload'
  | 'cancelDownload'
  | 'chooseDownloadFolder';

/** The commands that download results, and those for downloaded files. */
export function downloadCommands({
  targets,
  arranged,
  downloads,
  files,
  marks,
  destinations,
  previewResult,
}: DownloadCommandsOptions): Pick<CommandHandlers, DownloadCommand> {
  const several =
    (placeHolder: string, ...actions: readonly JobAction[]) =>
    (argument: unknown, selection: unknown) =>
      targets.resolve(argument, selection, { placeHolder, accepts: targets.can(...actions), many: true });
  const one = (placeHolder: string, action: JobAction) => async (argument: unknown) =>
    (await targets.resolve(argument, undefined, { placeHolder, accepts: targets.can(action), many: false }))
      ?.entries[0];
  const toDownload = several(vscode.l10n.t('Select results to download'), ...DOWNLOAD_ACTIONS);
  const toPause = several(vscode.l10n.t('Select downloads to pause'), 'pauseDownload');
  const toResume = several(vscode.l10n.t('Select downloads to resume'), 'resumeDownload');
  const toCancel = several(vscode.l10n.t('Select downloads to cancel'), 'cancelDownload');
  const toCopy = several(vscode.l10n.t('Select results to copy their paths'), 'copyPath');
  const toPreview = one(vscode.l10n.t('Select a result to preview'), 'previewResult');
  const toOpen = one(vscode.l10n.t('Select a result to open'), 'openResult');
  const toReveal = one(vscode.l10n.t('Select a result to reveal'), 'revealResult');

  const download = async (picked: Targets | undefined): Promise<unknown> => {
    const uris = picked && (await downloads.download(picked.entries));
    return picked?.isList === true ? uris : uris?.[0];
  };

  return {
    download: async (argument, selection) => download(await toDownload(argument, selection)),

    async downloadAll(argument) {
      await marks.check();
      const entries = arranged.shown(textOf(argument, 'accountId'), textOf(argument, 'groupId')).filter(isToDownload);
      if (entries.length === 0) {
        throw new UserError(vscode.l10n.t('All results in the list are already downloaded.'));
      }
      return (await isConfirmedByUser(entries.length)) ? downloads.download(entries) : undefined;
    },

    async previewResult(argument) {
      const entry = await toPreview(argument);
      try {
        return entry && (await previewResult(entry));
      } catch (error) {
        if (entry?.download === undefined || !isTableError(error) || error.kind !== 'notATable') {
          throw error;
        }
        return files.open(entry); // a ZIP file, for example
      }
    },

    async openResult(argument) {
      const entry = await toOpen(argument);
      return entry && files.open(entry, fieldsOf(argument)['isBeside'] === true);
    },

    async revealResult(argument) {
      const entry = await toReveal(argument);
      return entry && files.reveal(entry);
    },

    async copyPath(argument, selection) {
      const picked = await toCopy(argument, selection);
      return picked && copyLines(await files.paths(picked.entries));
    },

    async pauseDownload(argument, selection) {
      const picked = await toPause(argument, selection);
      downloads.pause(picked?.entries ?? []);
    },

    resumeDownload: async (argument, selection) => download(await toResume(argument, selection)),

    async cancelDownload(argument, selection) {
      const picked = await toCancel(argument, selection);
      await downloads.cancel(picked?.entries ?? []);
    },

    async chooseDownloadFolder() {
      await destinations.chooseRoot();
    },
  };
}

/** Reads a field of the group's row that the command was called on. */
function textOf(row: unknown, field: 'accountId' | 'groupId'): string | undefined {
  const value = fieldsOf(row)[field];
  return typeof value === 'string' ? value : undefined;
}

async function isConfirmedByUser(count: number): Promise<boolean> {
  if (count <= MANY) {
    return true;
  }
  return isConfirmed(vscode.l10n.t('Download {0} results?', count), vscode.l10n.t('Download'));
}
