import type { Job } from '../jobs/job';
import type { KnownStatus } from '../jobs/statuses';
import type { Language } from './language';

const TYPES: Readonly<Record<string, (l10n: Language['l10n']) => string>> = {
  ApiReport: (l10n) => l10n.t('Report export'),
  DownloadReport: (l10n) => l10n.t('Report download'),
  UploadAds: (l10n) => l10n.t('Ad upload'),
  TermModification: (l10n) => l10n.t('Contract change'),
  ClickExport: (l10n) => l10n.t('Click export'),
};

const STATUSES: Readonly<Record<KnownStatus, (l10n: Language['l10n']) => string>> = {
  RUNNING: (l10n) => l10n.t('Running'),
  QUEUED: (l10n) => l10n.t('Queued'),
  ERROR: (l10n) => l10n.t('Error'),
  FAILED: (l10n) => l10n.t('Failed'),
  CANCELLED: (l10n) => l10n.t('Cancelled'),
  COMPLETED: (l10n) => l10n.t('Completed'),
};

/** `Report export` for `ApiReport`. A type that this version doesn't know is split into its words. */
export function typeInWords(type: string, { l10n }: Language): string {
  const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (known !== undefined) {
    return known(l10n);
  }
  const words = type
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? l10n.t('Job') : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export function statusInWords({ status, statusText }: Pick<Job, 'status' | 'statusText'>, { l10n }: Language): string {
  if (status !== 'UNKNOWN') {
    return STATUSES[status](l10n);
  }
  return statusText === ''
    ? l10n.t('Unknown status')
    : statusText.charAt(0) + statusText.slice(1).toLowerCase().replaceAll('_', ' ');
}
