// @ts-check
// npm start [-- --no-open] [-- --port N] [-- --check]
// Shows the extension in a real VS Code, signed in to a simulated impact.com: on the desktop if possible,
// otherwise in a browser. Everything that it writes is in .start/. Ctrl-C ends all of it.
// --check exits with 0 as soon as the simulator and VS Code answer.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator } from './demoSimulator.mjs';
import { HOSTS } from './host/versions.mjs';
import { browserCommand, desktopCode } from './desktop.mjs';
import { editorEnvironment } from './environment.mjs';
import { exclusively } from './exclusive.mjs';
import { isFresh } from './freshness.mjs';
import { ensureHost } from './host/fetch.mjs';
import { startServer } from './host/server.mjs';
import { ensureInstalled } from './install.mjs';
import { vsixPath } from './manifest.mjs';
import { freePort, isFree } from './ports.mjs';
import { endTogether, isToEnd, run, start } from './processes.mjs';
import { root } from './root.mjs';
import { ownPlace, rememberNames, SET, tourJob } from './startPlace.mjs';
import { canServeBrowser } from './testHost.mjs';

// The same port each time if possible, because a browser stores the window's layout and secrets by address.
const DEFAULT_PORT = 8642;
const MAX_PORT = 65_535;
const CHECK_LIMIT_MS = 180_000;

/**
 * One line for another terminal that runs a set against the same simulator.
 * @param {{ workspace: string, state: string }} place
 * @param {Record<string, string>} account
 */
function commandLine({ workspace, state }, account) {
  const variables = Object.entries({ ...account, IMPACT_JOBS_STATE: state });
  const settings = variables.map(([name, value]) => `${name}='${value}'`).join(' ');
  return `cd '${workspace}' && ${settings} node '${path.join(root, 'dist/cli.js')}' run '${SET}'`;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
      check: { type: 'boolean', default: false },
    },
  });
  const { check: isCheck } = values;
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > MAX_PORT)) {
    throw new Error(`--port takes a number from 1 to ${MAX_PORT}, not ${values.port}.`);
  }
  return { isToOpen: !values['no-open'] && !isCheck, port, isCheck };
}

/** @typedef {import('./startPlace.mjs').Place} Place */

/**
 * @param {string} file what the script makes
 * @param {string} saying
 * @param {string} script
 */
async function makeIfOld(file, saying, script) {
  await exclusively(`${root}/dist`, async () => {
    if (isFresh(file)) {
      return;
    }
    console.log(saying);
    const { code, output } = await run(process.execPath, [path.join(root, script)], { cwd: root, capture: true });
    if (code !== 0) {
      throw new Error(output);
    }
  });
}

/** @param {number | undefined} wanted */
async function choosePort(wanted) {
  if (await isFree(wanted ?? DEFAULT_PORT)) {
    return wanted ?? DEFAULT_PORT;
  }
  if (wanted !== undefined) {
    throw new Error(`Port ${wanted} is in use.`);
  }
  const port = await freePort();
  console.log(`Port ${DEFAULT_PORT} is in use, so VS Code uses ${port}.`);
  return port;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>}
 */
const endOf = (child) => new Promise((resolve, reject) => child.on('exit', () => resolve()).on('error', reject));

/**
 * Rejects when a process that has to keep running ends.
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 * @returns {Promise<never>}
 */
async function mustStay(child, name) {
  await endOf(child);
  throw new Error(`${name} ended unexpectedly.`);
}

/**
 * Rejects if an expected answer takes too long.
 * @returns {Promise<never>}
 */
const tooLate = () =>
  new Promise((_resolve, reject) => {
    const sayLate = () => reject(new Error(`VS Code didn't respond within ${CHECK_LIMIT_MS / 1000} s.`));
    setTimeout(sayLate, CHECK_LIMIT_MS).unref();
  });

/** @param {string} url */
async function mustAnswer(url) {
  const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(CHECK_LIMIT_MS) });
  if (status >= 500) {
    throw new Error(`${url} responds with HTTP ${status}.`);
  }
}

const sayChecked = () => console.log('The simulated impact.com and VS Code respond.');

/** @typedef {Awaited<ReturnType<typeof startSimulator>>} Simulated */

/**
 * @param {Simulated} simulator
 * @param {{ userDataDir: string }} profile
 */
const prepare = ({ jobs, env }, { userDataDir }) => rememberNames(userDataDir, jobs, env.IMPACT_ACCOUNT_SID);

/** @param {Simulated} simulator */
const tourEnv = ({ jobs, env }) => ({ IMPACT_JOBS_TOUR: tourJob(jobs, env.IMPACT_ACCOUNT_SID) });

/**
 * @param {string} executable
 * @param {Place} place
 * @param {{ isCheck: boolean }} options
 */
async function showDesktop(executable, { workspace, profile, state, tour }, { isCheck }) {
  await makeIfOld(path.join(root, 'dist/extension.js'), 'Building the extension ...', 'esbuild.mjs');
  /** @type {() => void} */
  let onFirstRequest = () => undefined;
  const isAsked = new Promise((resolve) => (onFirstRequest = () => resolve(undefined)));
  const simulator = await startSimulator(isCheck ? { onFirstRequest } : {});
  prepare(simulator, profile);
  const isRoot = process.getuid?.() === 0;
  const code = start(
    executable,
    [
      ...['--new-window', workspace],
      ...[`--extensionDevelopmentPath=${root}`, `--extensionDevelopmentPath=${tour}`],
      ...[`--user-data-dir=${profile.userDataDir}`, `--extensions-dir=${profile.extensionsDir}`],
      ...['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore', env: editorEnvironment({ ...simulator.env, ...tourEnv(simulator), IMPACT_JOBS_STATE: state }) },
  );
  if (isCheck) {
    // The extension in that window requests jobs immediately.
    await Promise.race([isAsked, tooLate(), mustStay(code, 'VS Code'), mustStay(simulator.child, 'The simulator')]);
    sayChecked();
    return;
  }
  console.log(`VS Code opens, signed in to the simulated impact.com at ${simulator.baseUrl}.`);
  console.log(
    `To run a set without the editor, in another terminal:\n\n${commandLine({ workspace, state }, simulator.env)}\n`,
  );
  console.log('Close its window, or press Ctrl-C here, to end both.');
  await Promise.race([endOf(code), mustStay(simulator.child, 'The simulator')]);
}

/**
 * @param {Place} place
 * @param {{ isToOpen: boolean, port: number | undefined, isCheck: boolean }} options
 */
async function showInBrowser({ workspace, profile, state, tour }, { isToOpen, port: wantedPort, isCheck }) {
  const port = await choosePort(wantedPort);
  const { dir: hostDir } = await ensureHost();
  // Uses the package, not this folder, because VS Code shows no notifications for an extension under development here.
  await makeIfOld(vsixPath(), 'Building and packaging the extension ...', 'scripts/package.mjs');
  console.log('Starting the simulated impact.com and VS Code ...');
  const simulator = await startSimulator();
  prepare(simulator, profile);
  const server = await startServer({
    ...profile,
    hostDir,
    port,
    vsix: [vsixPath()],
    builtIns: [tour],
    env: { ...simulator.env, ...tourEnv(simulator), IMPACT_JOBS_STATE: state },
    defaultFolder: workspace,
  });
  const url = `${server.origin}/?tkn=${server.token}`;
  if (isCheck) {
    await Promise.all([mustAnswer(simulator.baseUrl), mustAnswer(url)]);
    sayChecked();
    return;
  }
  console.log(`\nVS Code, signed in to the simulated impact.com at ${simulator.baseUrl}, is at\n\n${url}\n`);
  console.log(
    `To run a set without the editor, in another terminal:\n\n${commandLine({ workspace, state }, simulator.env)}\n`,
  );
  console.log('Press Ctrl-C to end it.');
  const browser = isToOpen ? browserCommand() : undefined;
  if (browser) {
    start(browser, [url], { stdio: 'ignore' });
  }
  await Promise.race([mustStay(server.child, 'VS Code'), mustStay(simulator.child, 'The simulator')]);
}

/** @returns {Promise<string>} a desktop VS Code from its maker, for a system that has none */
async function downloadDesktop() {
  console.log("VS Code isn't installed on this machine. Downloading it ...");
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  return downloadAndUnzipVSCode(HOSTS.newest.vscode);
}

endTogether(0); // Ctrl-C is the usual way to end
try {
  const options = readOptions();
  await ensureInstalled();
  const place = await ownPlace();
  const desktop = desktopCode() ?? (canServeBrowser ? undefined : await downloadDesktop());
  await (desktop ? showDesktop(desktop, place, options) : showInBrowser(place, options));
  process.exit(0);
} catch (error) {
  // After Ctrl-C, everything that ends does so because of it.
  if (!isToEnd()) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
