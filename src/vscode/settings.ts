import * as vscode from 'vscode';
import { type SettingKey, SETTINGS, type SettingValue } from './settingTable';

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
    const { fallback, accepts } = SETTINGS[key];
    const value: unknown = vscode.workspace.getConfiguration('impactJobs', resource).get(key);
    if (value === undefined) {
      return fallback as SettingValue<K>;
    }
    if (typeof value === typeof fallback && (accepts as (value: unknown) => boolean)(value)) {
      return value as SettingValue<K>;
    }
    void this.report(key, value);
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

  /** Whether VS Code's setting turns motion off. The operating system's setting can't be read here. */
  get isMotionReduced(): boolean {
    return vscode.workspace.getConfiguration('workbench').get('reduceMotion') === 'on';
  }

  private async report(key: SettingKey, value: unknown): Promise<void> {
    const { wrongSettingInWords } = await import('./words/wrongSetting');
    const sentence = wrongSettingInWords(key, value);
    if (!this.complained.has(sentence)) {
      this.complained.add(sentence);
      this.complain(sentence);
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}
