// @ts-check
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumOf } from './chromium.mjs';

const ARGUMENTS = [
  '--no-sandbox', // root in a container has none
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage', // a container has 64 MB
  // Webviews have their own origin, and a process for each takes seconds.
  '--disable-site-isolation-trials',
  '--disable-features=IsolateOrigins,site-per-process',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-first-run',
  // Reaches only this machine. Routing each request through this process would also turn off the browser's cache.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost',
  // A page of the tests is gone before it gains what optimizing its code costs.
  '--js-flags=--no-opt --no-maglev',
  // The same pixels on every machine.
  '--font-render-hinting=none',
  '--force-device-scale-factor=1',
];

/**
 * A headless browser that stores its data in the profile and can only reach this machine.
 * @param {object} options
 * @param {string} options.hostDir
 * @param {string} options.userDataDir
 * @param {{ width: number, height: number }} options.viewport
 * @param {string} [options.language]
 */
export async function openBrowser({ hostDir, userDataDir, viewport, language }) {
  // Chromium unlinks its files of shared memory there, unless it's killed first.
  const temporary = path.join(userDataDir, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const { executablePath, env } = chromiumOf(hostDir);
  const context = await chromium.launchPersistentContext(path.join(userDataDir, 'browser'), {
    executablePath,
    env: { ...env, TMPDIR: temporary },
    args: ARGUMENTS,
    viewport,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  if (language !== undefined) {
    // A language pack sets this. Without one, the workbench stays English, but extensions use this language.
    await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
  }
  return context;
}
