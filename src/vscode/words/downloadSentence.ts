import * as vscode from 'vscode';
import type { DownloadError } from '../../core/download/downloadError';
import { bytesInWords } from './timeWords';

/** The sentence for a failed download. */
export function downloadSentence({
  kind,
  path = '',
  serverMessage,
  neededBytes = 0,
  freeBytes = 0,
}: DownloadError): string {
  const said = serverMessage === undefined ? '' : ` ${vscode.l10n.t('impact.com says: {0}', serverMessage)}`;
  switch (kind) {
    case 'notReady':
      return vscode.l10n.t("The result isn't ready yet. Download it after the job completes.") + said;
    case 'notAFile':
      return vscode.l10n.t('impact.com sent an error page instead of the file, so nothing was saved.') + said;
    case 'expired':
      return (
        vscode.l10n.t("The file storage refused the download links. Check this machine's clock, and then try again.") +
        said
      );
    case 'changing':
      return vscode.l10n.t('The result kept changing during the download. Try again in a few minutes.');
    case 'corrupt':
      return vscode.l10n.t("The download doesn't match the file's length or checksum and was discarded. Try again.");
    case 'busy':
      return vscode.l10n.t('Another window is downloading this result.');
    case 'noSpace':
      return vscode.l10n.t(
        'Not enough disk space: {0} needed, {1} available.',
        bytesInWords(neededBytes),
        bytesInWords(freeBytes),
      );
    case 'diskFull':
      return vscode.l10n.t(
        'The disk is full. Free up space, and then download again. The download resumes where it stopped.',
      );
    case 'fileTooLarge':
      return vscode.l10n.t('The file is too large for this disk. Choose another folder in impactJobs.download.folder.');
    case 'folderGone':
      return vscode.l10n.t('The folder {0} no longer exists.', path);
    case 'notAFolder':
      return vscode.l10n.t("{0} isn't a folder. Choose another folder in impactJobs.download.folder.", path);
    case 'notPlain':
      return notPlainSentence(path);
    case 'readOnly':
      return vscode.l10n.t(
        "Can't write to {0}. Choose another folder in impactJobs.download.folder, or change its permissions.",
        path,
      );
    case 'nameTooLong':
      return vscode.l10n.t(
        'The file path is too long for this system: {0}. Shorten impactJobs.download.fileName.',
        path,
      );
    case 'disk':
      return vscode.l10n.t("Couldn't write the file: {0}", path);
  }
}

/** The sentence for a path that isn't a plain file. */
export function notPlainSentence(path: string): string {
  return vscode.l10n.t(
    "{0} is a link or isn't a regular file, so it wasn't changed. Delete it, and then try again.",
    path,
  );
}
