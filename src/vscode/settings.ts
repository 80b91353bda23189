import * as vscode from 'vscode';
import { DEFAULTS } from '../core/defaults';
import { DEFAULT_BASE_URL, parseBaseUrl } from '../core/api/baseUrl';

const WHEN_COMPLETED = ['never', 'ask', 'always'] as const;

/** For each setting, by its key after `impactJobs.`: its default and which values are valid. */
const SETTINGS = {
  apiBaseUrl: {
    fallback: DEFAULT_BASE_URL,
    range: () => vscode.l10n.t('an https address, or an http address on this machine'),
    accepts: (value: string) => 'baseUrl' in parseBaseUrl(value),
  },
  apiVersion: {
    fallback: 0,
    range: () => vscode.l10n.t('a whole number from {0} to {1}', 0, 999),
    accepts: (value: number) => Number.isInteger(value) && value >= 0 && value <= 999,
  },
  lookbackDays: {
    fallback: DEFAULTS.lookbackDays,
    range: () => vscode.l10n.t('a whole number from {0} to {1}', 1, 90),
    accepts: (value: number) => Number.isInteger(value) && value >= 1 && value <= 90,
  },
  'polling.enabled': { fallback: true, range: trueOrFalse, accepts: () => true },
  'polling.requestsPerHour': {
    fallback: DEFAULTS.requestsPerHour,
    range: () => vscode.l10n.t('a whole number from {0} to {1}', 10, 1000),
    accepts: (value: number) => Number.isInteger(value) && value >= 10 && value <= 1000,
  },
  'notifications.completed': { fallback: true, range: trueOrFalse, accepts: () => true },
  'notifications.failed': { fallback: true, range: trueOrFalse, accepts: () => true },
  'download.folder': {
    fallback: DEFAULTS.folder,
    range: () => vscode.l10n.t('a folder inside the workspace, such as {0}', DEFAULTS.folder),
    accepts: isInnerFolder,
  },
  'download.fileName': {
    fallback: DEFAULTS.fileName,
    range: () => vscode.l10n.t('a file name, such as {0}', DEFAULTS.fileName),
    accepts: (value: string) => value.trim() !== '' && !/[/\\]/.test(value),
  },
  'download.whenCompleted': {
    fallback: 'ask' as (typeof WHEN_COMPLETED)[number],
    range: () => WHEN_COMPLETED.join(', '),
    accepts: (value: string) => WHEN_COMPLETED.some((word) => word === value),
  },
  'download.openAfter': { fallback: true, range: trueOrFalse, accepts: () => true },
  'statusBar.visible': { fallback: true, range: trueOrFalse, accepts: () => true },
} as const;

export type SettingKey = keyof typeof SETTINGS;
const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];
type Widened<T> = T extends boolean ? boolean : T extends number ? number : T;
export type SettingValue<K extends SettingKey> = K extends 'apiBaseUrl' | 'download.folder' | 'download.fileName'
  ? string
  : Widened<(typeof SETTINGS)[K]['fallback']>;

function trueOrFalse(): string {
  return 'true, false';
}

function isInnerFolder(value: string): boolean {
  return !/^([/\\]|[a-z]:)/i.test(value) && !value.split(/[/\\]/).includes('..');
}

/**
 * Reads the settings; the only caller of `getConfiguration`. Reports an invalid value once and uses the default
 * instead.
 */
export class Settings {
  private readonly changed = new vscode.EventEmitter<(key: SettingKey | 'reduceMotion') => boolean>();
  private readonly complained = new Set<string>();
  private readonly listener: vscode.Disposable;

  /** Fires with a function that says whether a key changed, so that listeners can check the keys they depend on. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly complain: (sentence: string) => void) {
    this.listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('impactJobs') || event.affectsConfiguration('workbench.reduceMotion')) {
        this.changed.fire((key) =>
          event.affectsConfiguration(key === 'reduceMotion' ? 'workbench.reduceMotion' : `impactJobs.${key}`),
        );
      }
    });
  }

  /** `resource` is the workspace folder whose value to read, for a setting that can differ between folders. */
  get<K extends SettingKey>(key: K, resource?: vscode.Uri): SettingValue<K> {
    const { fallback, range, accepts } = SETTINGS[key];
    const value: unknown = vscode.workspace.getConfiguration('impactJobs', resource).get(key);
    if (value === undefined) {
      return fallback as SettingValue<K>;
    }
    if (typeof value === typeof fallback && (accepts as (value: unknown) => boolean)(value)) {
      return value as SettingValue<K>;
    }
    const sentence = vscode.l10n.t(
      "The setting impactJobs.{0} can't be {1}. Expected {2}. Until it's corrected, {3} is used.",
      key,
      JSON.stringify(value),
      range(),
      String(fallback),
    );
    if (!this.complained.has(sentence)) {
      this.complained.add(sentence);
      this.complain(sentence);
    }
    return fallback as SettingValue<K>;
  }

  /** Whether VS Code, or the environment that it was started in, sends requests through a proxy. */
  get hasProxy(): boolean {
    const proxy: unknown = vscode.workspace.getConfiguration('http').get('proxy');
    return (
      (typeof proxy === 'string' && proxy !== '') ||
      ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => process.env[name])
    );
  }

  /** The settings that aren't at their default. Texts that the user typed appear only as `changed`. */
  differences(): Record<string, string> {
    const changed = SETTING_KEYS.flatMap((key): readonly (readonly [string, string])[] => {
      const value = this.get(key);
      return value === SETTINGS[key].fallback
        ? []
        : [
            [
              key,
              typeof value === 'string' && !WHEN_COMPLETED.some((word) => word === value) ? 'changed' : String(value),
            ],
          ];
    });
    return Object.fromEntries(changed);
  }

  /** Whether VS Code's setting turns motion off. The operating system's setting can't be read here. */
  get isMotionReduced(): boolean {
    return vscode.workspace.getConfiguration('workbench').get('reduceMotion') === 'on';
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}
