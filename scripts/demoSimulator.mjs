// @ts-check
import path from 'node:path';
import { start } from './processes.mjs';
import { root } from './root.mjs';

const START_LIMIT_MS = 30_000;
const ACCOUNT_NAME = 'Meridian Media';
const REQUEST_LINE = /^\d\d:\d\d:\d\d \d{3} GET/m;

/**
 * Starts the simulated impact.com. It ends together with this process.
 * @param {{ onFirstRequest?: () => void }} [options]
 * @returns {Promise<{
 *   child: import('node:child_process').ChildProcess,
 *   baseUrl: string,
 *   env: { IMPACT_ACCOUNT_SID: string } & Record<string, string>,
 *   jobs: readonly import('./startPlace.mjs').NamedJob[],
 * }>}
 *   `jobs` are those with a name; `env` signs the extension in to it
 */
export function startSimulator({ onFirstRequest } = {}) {
  const orphan = path.join(root, 'scripts/host/orphan.cjs');
  const script = path.join(root, 'scripts/simulator.mjs');
  const verbose = onFirstRequest ? ['--verbose'] : [];
  const child = start(process.execPath, ['--require', orphan, script, '--brands', '6', '--names', ...verbose], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = () => reject(new Error(`The simulator didn't start.\n${output}`));
    setTimeout(fail, START_LIMIT_MS).unref();
    child.on('error', reject).on('exit', fail);
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      if (onFirstRequest && REQUEST_LINE.test(output)) {
        onFirstRequest();
      }
      const baseUrl = /listening on (\S+)/.exec(output)?.[1];
      const accountSid = /^Account SID: (\S+)$/m.exec(output)?.[1];
      const token = /^Auth token: (\S+)$/m.exec(output)?.[1];
      const jobs = /^Names: (.+)$/m.exec(output)?.[1];
      if (baseUrl && accountSid && token && jobs && output.includes(`${jobs}\n`)) {
        const env = {
          IMPACT_ACCOUNT_SID: accountSid,
          IMPACT_AUTH_TOKEN: token,
          IMPACT_ACCOUNT_KIND: 'agency',
          IMPACT_ACCOUNT_NAME: ACCOUNT_NAME,
          IMPACT_API_BASE_URL: baseUrl,
          IMPACT_BRAND_IDS: 'all',
        };
        resolve({ child, baseUrl, env, jobs: JSON.parse(jobs) });
      }
    });
  });
}
