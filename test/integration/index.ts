import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** For a test that hangs, and far beyond what a busy machine makes of the longest one. */
const TEST_LIMIT_MS = 180_000;

/** VS Code calls this in its extension host, once the workspace is open. */
export async function run(): Promise<void> {
  const grep = process.env['TEST_GREP'];
  const mocha = new Mocha({
    color: process.env['FORCE_COLOR'] === '1',
    forbidOnly: !grep,
    reporter: path.resolve(__dirname, '../../scripts/reporter.cjs'),
    timeout: TEST_LIMIT_MS,
    ...(grep && { grep }),
  });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.js')) {
      mocha.addFile(path.join(__dirname, file));
    }
  }
  const { tests = 0, failures = 0 } = await new Promise<Mocha.Stats | Record<string, never>>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? {}));
  });
  if (failures > 0) {
    throw new Error(`${failures} failed.`);
  }
  if (tests === 0 && !grep) {
    throw new Error('There is no integration test.');
  }
}
