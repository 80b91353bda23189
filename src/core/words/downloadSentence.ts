import type { DownloadError } from '../download/downloadError';
import type { Language } from './language';
import { bytesInWords } from './timeWords';

/** The sentence for a failed download. */
export function downloadSentence(
  { kind, path = '', serverMessage, neededBytes = 0, freeBytes = 0 }: DownloadError,
  language: Language,
): string {
  const { l10n } = language;
  const said = serverMessage === undefined ? '' : ` ${l10n.t('impact.com says: {0}', serverMessage)}`;
  switch (kind) {
    case 'notReady':
      return l10n.t("The result isn't ready yet. Download it after the job completes.") + said;
    case 'notAFile':
      return l10n.t('impact.com sent an error page instead of the file, so nothing was saved.') + said;
    case 'expired':
      return (
        l10n.t("The file storage refused the download links. Check this machine's clock, and then try again.") + said
      );
    case 'changing':
      return l10n.t('The result kept changing during the download. Try again in a few minutes.');
    case 'corrupt':
      return l10n.t("The download doesn't match the file's length or checksum and was discarded. Try again.");
    case 'busy':
      return l10n.t('Another window is downloading this result.');
    case 'noSpace':
      return l10n.t(
        'Not enough disk space: {0} needed, {1} available.',
        bytesInWords(neededBytes, language),
        bytesInWords(freeBytes, language),
      );
    case 'diskFull':
      return l10n.t('The disk is full. Free up space, and then download again. The download resumes where it stopped.');
    case 'fileTooLarge':
      return l10n.t('The file is too large for this disk. Choose another folder in impactJobs.download.folder.');
    case 'folderGone':
      return l10n.t('The folder {0} no longer exists.', path);
    case 'notAFolder':
      return l10n.t("{0} isn't a folder. Choose another folder in impactJobs.download.folder.", path);
    case 'notPlain':
      return notPlainSentence(path, language);
    case 'readOnly':
      return l10n.t(
        "Can't write to {0}. Choose another folder in impactJobs.download.folder, or change its permissions.",
        path,
      );
    case 'nameTooLong':
      return l10n.t('The file path is too long for this system: {0}. Shorten impactJobs.download.fileName.', path);
    case 'disk':
      return l10n.t("Couldn't write the file: {0}", path);
  }
}

/** The sentence for a path that isn't a plain file. */
export function notPlainSentence(path: string, { l10n }: Language): string {
  return l10n.t("{0} is a link or isn't a regular file, so it wasn't changed. Delete it, and then try again.", path);
}
