import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './host';
import { CodeWindow, type WindowOptions } from './window';

const START_LIMIT_MS = 240_000;

/**
 * Opens one window for all tests of a `describe`, and closes it after the last. A failing test reports what was in the
 * window, and leaves a picture and the logs in artifacts/failures.
 */
export function useWindow(options: () => WindowOptions | Promise<WindowOptions> = () => ({})): () => CodeWindow {
  let window: CodeWindow | undefined;

  before('opens VS Code', async function () {
    this.timeout(START_LIMIT_MS);
    window = await CodeWindow.open(await options());
  });

  afterEach('keeps what a failure leaves', async function () {
    const test = this.currentTest;
    if (!window || test?.state !== 'failed') {
      return;
    }
    const folder = path.join(root, 'artifacts/failures', test.fullTitle().replace(/[^\w]+/g, '-'));
    window.session.copyLogs(folder);
    await window.page.screenshot({ path: path.join(folder, 'window.png') });
    const message = await window.describe();
    console.error(message);
    if (process.env['TEST_RESULTS'] !== undefined) {
      appendFileSync(process.env['TEST_RESULTS'], `${JSON.stringify({ kind: 'shown', message })}\n`);
    }
  });

  after('closes VS Code', async function () {
    this.timeout(START_LIMIT_MS);
    await window?.close();
  });

  return () => {
    if (!window) {
      throw new Error('The window is open only while tests run.');
    }
    return window;
  };
}
