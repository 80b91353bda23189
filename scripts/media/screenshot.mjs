// @ts-check
import { chromium } from 'playwright-core';
import { chromiumOf } from '../host/chromium.mjs';
import { ensureHost } from '../host/fetch.mjs';

/**
 * A PNG of an HTML page's body, transparent where nothing is drawn.
 * @param {string} html
 * @param {{ width: number, height: number, scale?: number }} size in CSS px; the page may be taller than `height`
 * @returns {Promise<Buffer>}
 */
export async function screenshot(html, { width, height, scale = 1 }) {
  // The user's own browser needs no host.
  const hostDir = process.env['VSCODE_HOST_CHROMIUM'] ? '' : (await ensureHost()).dir;
  const browser = await chromium.launch({
    ...chromiumOf(hostDir),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
    await page.setContent(`<!doctype html><style>body { margin: 0 }</style>${html}`);
    return await page.screenshot({ fullPage: true, omitBackground: true });
  } finally {
    await browser.close();
  }
}

/**
 * An SVG as a URL for `src` and `url()`.
 * @param {string} svg
 */
export const dataUri = (svg) => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
