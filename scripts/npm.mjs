// @ts-check
import { run } from './processes.mjs';

// Only these settings of an outer `npm test` are passed to an npm in another folder.
const KEPT_SETTINGS = /^npm_config_(cache|registry|cafile|proxy|https_proxy|noproxy)$/i;

/**
 * Runs npm in `folder`, without install scripts. Rejects with npm's own message.
 * @param {string} folder
 * @param {string[]} args
 */
export async function npm(folder, ...args) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || KEPT_SETTINGS.test(name)),
  );
  const isWindows = process.platform === 'win32';
  const { code, output } = await run(
    isWindows ? 'npm.cmd' : 'npm',
    [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folder, env, capture: true, shell: isWindows },
  );
  if (code !== 0) {
    throw new Error(`npm ${args.join(' ')} failed in ${folder}\n${output}`.trim());
  }
}
