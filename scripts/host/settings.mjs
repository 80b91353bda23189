// @ts-check
/**
 * User settings that keep a window quiet and without animations, so that tests and pictures only show the extension.
 */
export const QUIET_SETTINGS = {
  'chat.commandCenter.enabled': false, // for 1.96; newer versions use chat.disableAIFeatures
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'editor.smoothScrolling': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.autoDetect': 'off',
  'remote.autoForwardPorts': false, // otherwise, a machine with many open ports gets a warning
  'remote.autoForwardPortsSource': 'output', // otherwise, VS Code looks through all processes every few seconds anyway
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.confirmBeforeClose': 'never',
  'workbench.editor.useModal': 'off', // otherwise, 1.139 opens settings in a dialog that swallows F1
  'workbench.enableExperiments': false,
  'workbench.hover.delay': 100,
  'workbench.layoutControl.enabled': false,
  'workbench.list.smoothScrolling': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};
