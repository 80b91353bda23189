import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureHost, openBrowser } from './support/host';

describe('The browser of the tests', () => {
  it('has its temporary files in its profile, so that none is left when it ends early', async function () {
    if (process.platform !== 'linux') {
      this.skip();
    }
    const profile = mkdtempSync(path.join(tmpdir(), 'impact-jobs-profile-'));
    const browser = await openBrowser({
      hostDir: (await ensureHost()).dir,
      userDataDir: profile,
      viewport: { width: 100, height: 100 },
    });
    try {
      const session = await browser.browser()?.newBrowserCDPSession();
      const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? assert.fail();
      const main = processInfo.find(({ type }) => type === 'browser') ?? assert.fail();
      const environment = readFileSync(`/proc/${main.id}/environ`, 'utf8').split('\0');
      assert.ok(environment.includes(`TMPDIR=${path.join(profile, 'tmp')}`), environment.join('\n'));
    } finally {
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
