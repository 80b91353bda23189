import * as vscode from 'vscode';
import { DEFAULTS } from '../../core/defaults';
import { type SettingKey, SETTINGS, WHEN_COMPLETED } from '../settingTable';

/** Says what's wrong with the value of a setting, and what is used instead. */
export function wrongSettingInWords(key: SettingKey, value: unknown): string {
  return vscode.l10n.t(
    "The setting impactJobs.{0} can't be {1}. Expected {2}. Until it's corrected, {3} is used.",
    key,
    JSON.stringify(value),
    expectedInWords(key),
    String(SETTINGS[key].fallback),
  );
}

function expectedInWords(key: SettingKey): string {
  const setting = SETTINGS[key];
  if ('least' in setting) {
    return vscode.l10n.t('a whole number from {0} to {1}', setting.least, setting.most);
  }
  switch (key) {
    case 'apiBaseUrl':
      return vscode.l10n.t('an https address, or an http address on this machine');
    case 'download.folder':
      return vscode.l10n.t('a folder inside the workspace, such as {0}', DEFAULTS.folder);
    case 'download.fileName':
      return vscode.l10n.t('a file name, such as {0}', DEFAULTS.fileName);
    case 'download.whenCompleted':
      return WHEN_COMPLETED.join(', ');
    default:
      return 'true, false';
  }
}
