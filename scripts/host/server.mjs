// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorEnvironment } from '../environment.mjs';
import { freePort } from '../ports.mjs';
import { run, start, stop } from '../processes.mjs';
import { linkBuiltIns } from './builtIns.mjs';
import { QUIET_SETTINGS } from './settings.mjs';

const START_LIMIT_MS = 180_000;
const MS_PER_SECOND = 1_000;
const KEPT_LOG_CHARS = 20_000;
const SECRET_KEY_LENGTH = 32; // the server's part of an AES-256 key
const TOKEN_LENGTH = 32;
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/**
 * @typedef {object} Profile
 * @property {string} userDataDir
 * @property {string} extensionsDir
 */

/**
 * @typedef {Profile & {
 *   hostDir: string,
 *   port?: number,
 *   env?: Record<string, string | undefined>,
 *   settings?: Record<string, unknown>,
 *   vsix?: readonly string[],
 *   builtIns?: readonly string[],
 *   defaultFolder?: string,
 *   developmentMode?: boolean,
 *   hasFewBuiltIns?: boolean,
 *   onLine?: (line: string) => void,
 * }} ServerOptions
 * `builtIns` are folders of extensions that act as if they came with VS Code, so that they need no package.
 * `defaultFolder` is what a page shows whose address names no folder. `developmentMode` lets the page name an extension
 * under development or test; VS Code 1.139 then shows no notifications. `hasFewBuiltIns` leaves out the extensions of
 * VS Code that keep working beside ours.
 */

/**
 * @typedef {object} Server
 * @property {string} origin
 * @property {string} authority of a `vscode-remote:` URI
 * @property {string} token which the first page must bring as `tkn`
 * @property {number} port
 * @property {import('node:child_process').ChildProcess} child
 * @property {() => string} log the last that it printed
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} hostDir
 * @param {Profile} profile
 */
function mainArguments(hostDir, { userDataDir, extensionsDir }) {
  return [
    path.join(hostDir, 'vscode/out/server-main.js'),
    '--accept-server-license-terms',
    ...['--user-data-dir', userDataDir],
    ...['--extensions-dir', extensionsDir],
    ...['--server-data-dir', path.join(userDataDir, 'server')],
  ];
}

/** @param {Profile} profile */
function makeFolders({ userDataDir, extensionsDir }) {
  mkdirSync(path.join(userDataDir, 'User'), { recursive: true });
  mkdirSync(extensionsDir, { recursive: true }); // 1.96 fails without it
}

/** @param {Profile} profile */
const builtInsFolder = ({ userDataDir }) => path.join(userDataDir, 'built-ins');

/**
 * A random text that stays the same for a profile, and that only its owner can read.
 * @param {string} file
 * @param {number} length
 */
function ownSecret(file, length) {
  if (!existsSync(file)) {
    const hex = randomBytes(length / 2).toString('hex');
    writeFileSync(file, hex, { mode: OWNER_ONLY_FILE });
  }
  return readFileSync(file, 'utf8');
}

/**
 * The token that a page must send, so that neither another user of this machine nor another web page has access.
 * @param {Profile} profile
 */
const tokenFile = ({ userDataDir }) => path.join(userDataDir, 'token');

/**
 * Installs a .vsix file offline. Resolves to what VS Code printed.
 * @param {Profile & { hostDir: string, vsix: string }} options
 */
export async function installExtension({ hostDir, vsix, ...profile }) {
  makeFolders(profile);
  const args = [...mainArguments(hostDir, profile), '--install-extension', path.resolve(vsix)];
  const { code, output } = await run(path.join(hostDir, 'node'), args, {
    capture: true,
    env: editorEnvironment(),
  });
  if (code !== 0) {
    throw new Error(`VS Code didn't install ${vsix}.\n${output}`);
  }
  return output;
}

/**
 * Writes the user's settings. Keeps those of an existing profile unless others are given.
 * @param {ServerOptions} options
 */
function writeSettings({ userDataDir, settings }) {
  const file = path.join(userDataDir, 'User/settings.json');
  if (settings || !existsSync(file)) {
    writeFileSync(file, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  }
}

/**
 * @param {ServerOptions} options
 * @param {number} port
 */
function startProcess(options, port) {
  const { hostDir, userDataDir } = options;
  const keyFile = path.join(userDataDir, 'secret-key');
  ownSecret(keyFile, SECRET_KEY_LENGTH);
  const sockets = path.join(userDataDir, 'run'); // otherwise, VS Code leaves one in /tmp at each start
  mkdirSync(sockets, { recursive: true, mode: OWNER_ONLY_FOLDER });
  return start(
    path.join(hostDir, 'node'),
    [
      ...['--require', path.join(import.meta.dirname, 'orphan.cjs')],
      ...['--require', path.join(import.meta.dirname, 'secretKey.cjs')],
      ...mainArguments(hostDir, options),
      ...['--connection-token-file', tokenFile(options)],
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...(options.defaultFolder ? ['--default-folder', options.defaultFolder] : []),
      ...(options.developmentMode ? ['--enable-smoke-test-driver'] : []),
      ...(options.hasFewBuiltIns || options.builtIns ? ['--builtin-extensions-dir', builtInsFolder(options)] : []),
      ...(options.settings?.['security.workspace.trust.enabled'] === true ? [] : ['--disable-workspace-trust']),
      ...['--disable-telemetry', '--disable-experiments'],
      '--force-disable-user-env', // this process has the user's environment; each window would start a shell to read it
      '--disable-websocket-compression', // the browser is on this machine
    ],
    {
      cwd: path.join(hostDir, 'vscode'),
      env: editorEnvironment({
        XDG_RUNTIME_DIR: sockets,
        VSCODE_HOST_SECRET_KEY: keyFile,
        IMPACT_JOBS_STATE: path.join(options.userDataDir, 'impact-jobs-state'),
        ...options.env,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

/**
 * Starts VS Code's server on the loopback address. It ends when this process does, however that happens.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(options) {
  makeFolders(options);
  writeSettings(options);
  const { hasFewBuiltIns: isFew = false, builtIns: more } = options;
  if (isFew || more) {
    linkBuiltIns(options.hostDir, builtInsFolder(options), { isFew, ...(more && { more }) });
  }
  for (const vsix of options.vsix ?? []) {
    await installExtension({ ...options, vsix });
  }
  const token = ownSecret(tokenFile(options), TOKEN_LENGTH);
  const port = options.port ?? (await freePort());
  const child = startProcess(options, port);
  let log = '';
  try {
    await new Promise((resolve, reject) => {
      const fail = (/** @type {string} */ reason) => reject(new Error(`VS Code's server ${reason}.\n${log}`));
      setTimeout(() => fail(`was not up after ${START_LIMIT_MS / MS_PER_SECOND} s`), START_LIMIT_MS).unref();
      child.on('error', reject);
      child.on('exit', (code, signal) => fail(`ended early (${code ?? signal})`));
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
          log = (log + text).slice(-KEPT_LOG_CHARS);
          text
            .split('\n')
            .filter(Boolean)
            .forEach((line) => options.onLine?.(line));
          if (log.includes('Extension host agent listening on')) {
            resolve(undefined);
          }
        });
      }
    });
  } catch (error) {
    await stop(child);
    throw error;
  }
  const authority = `127.0.0.1:${port}`;
  return { origin: `http://${authority}`, authority, token, port, child, log: () => log, stop: () => stop(child) };
}
