// @ts-check
import { ensureHost } from './host/fetch.mjs';
import { hostVersion } from './host/versions.mjs';

/** Whether this system can run the VS Code that is served to a browser. */
export const canServeBrowser = process.platform === 'linux' && process.arch === 'x64';

/**
 * The VS Code for the integration tests: the desktop one that $VSCODE_EXECUTABLE names; else the one served to a
 * browser, if the system can run it; else, or with VSCODE_TEST_HOST=download, a desktop one downloaded from its maker.
 * @param {string} [wanted] oldest, newest or a version
 * @returns {Promise<{ name: string, executable: string, env: Record<string, string> }>}
 */
export async function testHost(wanted) {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named) {
    return { name: named, executable: named, env: {} };
  }
  const { vscode } = hostVersion(wanted);
  const name = `VS Code ${vscode}`;
  if (canServeBrowser && process.env['VSCODE_TEST_HOST'] !== 'download') {
    const { executable, env } = await ensureHost(wanted);
    return { name, executable, env };
  }
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  return { name, executable: await downloadAndUnzipVSCode(vscode), env: {} };
}
