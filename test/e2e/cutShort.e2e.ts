import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const NARROW_PX = 170;
const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' } as const;
const ENDED = { type: 'ApiReport', queueMs: 0, runMs: MINUTE_MS } as const;

for (const [shade, theme] of Object.entries(THEMES)) {
  describe(`A list cut short, in the ${shade} theme,`, () => {
    let simulator: Simulator;
    const window = useWindow(async () => {
      simulator = await startStill({
        scenario: {
          jobs: Array.from({ length: 130 }, (_, index) => ({
            ...ENDED,
            createdAgoMs: (30 + index) * MINUTE_MS,
            programId: String(4187 + index),
            ...(index === 0 && { result: { rows: 0 } }),
          })),
        },
        lists: { pageSize: 10, isCounted: true, isStuck: true },
      });
      return { env: environmentOf(simulator), theme, size: { width: 1000, height: 640 } };
    });

    after(() => simulator.close());

    const sideBar = (): Locator => window().page.locator('.part.sidebar');

    it('says how many jobs are missing', async () => {
      await window().openContainer(CONTAINER);
      await window().expand(VIEW, 'Completed');
      await eventually(async () => assert.match(await sideBar().innerText(), /10 of 130/));
      await window().screenshot(`cut-short-${shade}`);
    });

    it('warns of an empty result', async () => {
      await window().rowAction(window().row(VIEW, 'Program 4187'), 'Download Result');
      await window()
        .toast(/is empty\./)
        .waitFor();
      await window().screenshot(`unusual-size-${shade}`);
      await window().command('Notifications: Clear All Notifications');
    });

    it('says that reports are missing in the steps of an export', async () => {
      await window().command('Impact Jobs: Export a Report…');
      await eventually(async () =>
        assert.match(await window().page.locator('.quick-input-widget').innerText(), /of \d+/),
      );
      await window().screenshot(`reports-missing-${shade}`);
      await window().press('Escape');
    });

    it('says so in a narrow side bar too', async () => {
      await window().dragSideBarTo(NARROW_PX);
      await window().screenshot(`cut-short-narrow-${shade}`);
      assert.match(await sideBar().innerText(), /10 of 130/);
    });
  });

  describe(`A server other than impact.com, in the ${shade} theme,`, () => {
    const window = useWindow(() => ({
      env: {
        IMPACT_ACCOUNT_SID: 'IRabcdefghijklmnopqrstuvwxyzabcdef',
        IMPACT_AUTH_TOKEN: 'not-a-real-token',
        IMPACT_ACCOUNT_KIND: 'agency',
        IMPACT_API_BASE_URL: 'https://gateway.example.test/impact',
      },
      theme,
      size: { width: 1000, height: 640 },
    }));

    it('is named once', async () => {
      await window().openContainer(CONTAINER);
      await window()
        .toast(/gateway\.example\.test/)
        .waitFor();
      await window().screenshot(`server-notice-${shade}`);
    });
  });
}
