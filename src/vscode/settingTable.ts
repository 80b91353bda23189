import { DEFAULT_BASE_URL, parseBaseUrl } from '../core/api/baseUrl';
import { DEFAULTS } from '../core/defaults';

export const WHEN_COMPLETED = ['never', 'ask', 'always'] as const;

/** For each setting, by its key after `impactJobs.`: its default and which values are valid. */
export const SETTINGS = {
  apiBaseUrl: { fallback: DEFAULT_BASE_URL, accepts: (value: string) => 'baseUrl' in parseBaseUrl(value) },
  apiVersion: { fallback: 0, ...wholeFrom(0, 999) },
  lookbackDays: { fallback: DEFAULTS.lookbackDays, ...wholeFrom(1, 90) },
  'polling.enabled': { fallback: true, accepts: () => true },
  'polling.requestsPerHour': { fallback: DEFAULTS.requestsPerHour, ...wholeFrom(10, 1000) },
  'notifications.completed': { fallback: true, accepts: () => true },
  'notifications.failed': { fallback: true, accepts: () => true },
  'download.folder': { fallback: DEFAULTS.folder, accepts: isInnerFolder },
  'download.fileName': {
    fallback: DEFAULTS.fileName,
    accepts: (value: string) => value.trim() !== '' && !/[/\\]/.test(value),
  },
  'download.whenCompleted': {
    fallback: 'ask' as (typeof WHEN_COMPLETED)[number],
    accepts: (value: string) => WHEN_COMPLETED.some((word) => word === value),
  },
  'download.openAfter': { fallback: true, accepts: () => true },
  'statusBar.visible': { fallback: true, accepts: () => true },
} as const;

export type SettingKey = keyof typeof SETTINGS;
type Widened<T> = T extends boolean ? boolean : T extends number ? number : T;
export type SettingValue<K extends SettingKey> = K extends 'apiBaseUrl' | 'download.folder' | 'download.fileName'
  ? string
  : Widened<(typeof SETTINGS)[K]['fallback']>;

interface WholeNumber {
  readonly least: number;
  readonly most: number;
  readonly accepts: (value: number) => boolean;
}

function wholeFrom(least: number, most: number): WholeNumber {
  return { least, most, accepts: (value) => Number.isInteger(value) && value >= least && value <= most };
}

function isInnerFolder(value: string): boolean {
  return !/^([/\\]|[a-z]:)/i.test(value) && !value.split(/[/\\]/).includes('..');
}
