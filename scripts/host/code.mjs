#!/usr/bin/env node
// @ts-check
// Stands in for the `code` executable: takes what @vscode/test-electron's runTests() passes, runs VS Code's server and
// a headless browser with a window of it, and exits with the test run's exit code.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { windowUrl } from './address.mjs';
import { parseCodeArguments } from './arguments.mjs';
import { openBrowser } from './browser.mjs';
import { ensureHost } from './fetch.mjs';
import { installExtension, startServer } from './server.mjs';
import { watchForStall } from '../stall.mjs';
import { tailToStdout } from './tail.mjs';

const SILENCE_LIMIT_MS = 300_000;
const BROWSER_CLOSE_LIMIT_MS = 3_000;
const WORKBENCH_LIMIT_MS = 180_000;
const MS_PER_SECOND = 1_000;
const VIEWPORT = { width: 1400, height: 900 };
const EXIT_INTERRUPTED = 130;

const isVerbose = Boolean(process.env['VSCODE_HOST_VERBOSE']);
/** @param {string} text */
const logVerbose = (text) => isVerbose && console.error(text);

const args = parseCodeArguments(process.argv.slice(2));
const hostDir = process.env['VSCODE_HOST_DIR'] ?? (await ensureHost()).dir;
const scratch = mkdtempSync(path.join(tmpdir(), 'vscode-host-'));
const PROFILE = {
  userDataDir: args.userDataDir ?? path.join(scratch, 'user-data'),
  extensionsDir: args.extensionsDir ?? path.join(scratch, 'extensions'),
};

/** Runs the tests in a window. Resolves to the exit code. */
async function runInWindow() {
  const output = path.join(scratch, 'output');
  const endTail = tailToStdout(output);
  /** @type {import('./server.mjs').Server | undefined} */
  let server;
  /** @type {Awaited<ReturnType<typeof openBrowser>> | undefined} */
  let browser;
  /** @type {(code: number) => void} */
  let finish = () => {};
  /** @type {Promise<number>} */
  const finished = new Promise((resolve) => (finish = resolve));
  /** @param {string} reason */
  const fail = (reason) => {
    console.error(reason);
    finish(1);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => finish(EXIT_INTERRUPTED));
  }
  const endWatch = watchForStall(
    output,
    () => SILENCE_LIMIT_MS,
    () => fail(`The tests have printed nothing for ${SILENCE_LIMIT_MS / MS_PER_SECOND} s.`),
  );

  const openWindow = async () => {
    server = await startServer({
      ...PROFILE,
      hostDir,
      developmentMode: true,
      hasFewBuiltIns: true,
      env: { VSCODE_HOST_OUT: output, VSCODE_HOST_TESTS: args.testsPath },
      onLine: (line) => logVerbose(`[server] ${line}`),
    });
    const { authority } = server;
    server.child.on('exit', (code, signal) => fail(`VS Code's server ended early (${code ?? signal}).`));
    browser = await openBrowser({ hostDir, userDataDir: PROFILE.userDataDir, viewport: VIEWPORT });
    const page = browser.pages()[0] ?? (await browser.newPage());
    page.on('crash', () => fail('The browser page crashed.'));
    page.on('pageerror', (error) => logVerbose(`[page] ${error}`));
    // VS Code calls these two in its development mode.
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ values) =>
      logVerbose(`[vscode] ${format(...values)}`),
    );
    await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => {
      // VS Code also reports 0 for an extension host that crashed or called process.exit().
      if (code === 0 && args.testsPath && !existsSync(`${output}.passed`)) {
        return fail('The extension host ended before its test run did.');
      }
      finish(code);
    });
    const remote = (/** @type {string} */ file) => `vscode-remote://${authority}${file}`;
    /** @type {[string, string][]} */
    const payload = args.developmentPaths.map((folder) => ['extensionDevelopmentPath', remote(folder)]);
    if (args.testsPath) {
      payload.push(['extensionTestsPath', remote(path.join(import.meta.dirname, 'bootstrap.cjs'))]);
    }
    if (args.disableExtensions) {
      payload.push(['disableExtensions', 'true']);
    }
    await page.goto(windowUrl(server, { folder: args.folder, payload }));
    await page.waitForSelector('.monaco-workbench', { timeout: WORKBENCH_LIMIT_MS });
  };
  openWindow().catch((error) => fail(`${error?.stack ?? error}\n${server?.log() ?? ''}`));

  const code = await finished;
  endWatch();
  endTail();
  await Promise.race([
    browser?.close().catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, BROWSER_CLOSE_LIMIT_MS).unref()),
  ]);
  server?.child.removeAllListeners('exit');
  await server?.stop();
  return code;
}

try {
  for (const vsix of args.install) {
    process.stdout.write(await installExtension({ ...PROFILE, hostDir, vsix }));
  }
  if (args.testsPath || args.install.length === 0) {
    process.exitCode = await runInWindow();
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exit();
