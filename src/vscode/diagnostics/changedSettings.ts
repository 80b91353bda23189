import type { Settings } from '../settings';
import { type SettingKey, SETTINGS, WHEN_COMPLETED } from '../settingTable';

/** The settings that aren't at their default. Texts that the user typed appear only as `changed`. */
export function changedSettings(settings: Settings): Record<string, string> {
  const changed = (Object.keys(SETTINGS) as readonly SettingKey[]).flatMap((key) => {
    const value = settings.get(key);
    const isTyped = typeof value === 'string' && !WHEN_COMPLETED.some((word) => word === value);
    return value === SETTINGS[key].fallback ? [] : [[key, isTyped ? 'changed' : String(value)] as const];
  });
  return Object.fromEntries(changed);
}
