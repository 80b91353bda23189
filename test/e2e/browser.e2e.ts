import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { ensureHost, openBrowser } from './support/host';

describe('The browser of the tests', () => {
  let profile: string;
  let browser: BrowserContext;

  before('opens the browser', async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'impact-jobs-profile-'));
    const size = { width: 100, height: 100 };
    browser = await openBrowser({ hostDir: (await ensureHost()).dir, userDataDir: profile, viewport: size });
  });

  after('closes the browser', async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it('reaches only this machine', async () => {
    const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      assert.equal(await page.innerText('body'), 'here');
      for (const elsewhere of ['http://192.0.2.1', 'http://[2001:db8::1]', 'https://example.com']) {
        await assert.rejects(page.goto(elsewhere), /ERR_NAME_NOT_RESOLVED/);
      }
    } finally {
      server.close();
    }
  });

  it('has its temporary files in its profile, so that none is left when it ends early', async function () {
    if (process.platform !== 'linux') {
      this.skip();
    }
    const session = await browser.browser()?.newBrowserCDPSession();
    const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? assert.fail();
    const main = processInfo.find(({ type }) => type === 'browser') ?? assert.fail();
    const environment = readFileSync(`/proc/${main.id}/environ`, 'utf8').split('\0');
    assert.ok(environment.includes(`TMPDIR=${path.join(profile, 'tmp')}`), environment.join('\n'));
  });
});
