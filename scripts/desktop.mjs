// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** The path of VS Code's program, relative to the `code` command in its bin folder. */
const BESIDE_COMMAND = {
  linux: ['../code'],
  darwin: ['../../../../MacOS/Electron', '../../../../MacOS/Code'],
  win32: ['../Code.exe'],
};

/** Where VS Code is usually installed, if the `code` command isn't beside the program, as in a snap. */
const USUAL_PLACES = {
  linux: ['/usr/share/code/code', '/snap/code/current/usr/share/code/code'],
  darwin: ['Electron', 'Code'].map((name) => `/Applications/Visual Studio Code.app/Contents/MacOS/${name}`),
  win32: [path.join(process.env['LOCALAPPDATA'] ?? '', 'Programs/Microsoft VS Code/Code.exe')],
};

/** Whether this machine can show a window. */
export function hasScreen() {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/**
 * The program of a desktop VS Code: the one that $VSCODE_EXECUTABLE names, else that of the `code` command, else the
 * one in the usual place. Not the command itself, because it starts a process that doesn't end with it.
 * @returns {string | undefined}
 */
export function desktopCode() {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named) {
    return named;
  }
  const { platform } = process;
  if (!hasScreen() || (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32')) {
    return undefined;
  }
  const command = onPath(platform === 'win32' ? 'code.cmd' : 'code');
  const beside = command
    ? BESIDE_COMMAND[platform].map((file) => path.join(path.dirname(realpathSync(command)), file))
    : [];
  return [...beside, ...USUAL_PLACES[platform]].find((file) => existsSync(file));
}

/** The command that opens an address in the user's browser. */
export function browserCommand() {
  return hasScreen() ? onPath('xdg-open') : undefined;
}
