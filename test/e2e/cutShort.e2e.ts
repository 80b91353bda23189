import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Simulator } from '../../src/simulator/startSimulator';
import { eventually } from './support/eventually';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const WIDE_PX = 300;
const NARROW_PX = 170;
const ENDED = { type: 'ApiReport', queueMs: 0, runMs: MINUTE_MS } as const;

describe('A list cut short', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({
      scenario: {
        jobs: Array.from({ length: 130 }, (_, index) => ({
          ...ENDED,
          createdAgoMs: (30 + index) * MINUTE_MS,
          programId: String(4187 + index),
          ...(index < 2 && { result: { rows: 0 } }),
        })),
      },
      lists: { pageSize: 10, isCounted: true, isStuck: true },
    });
    return { env: environmentOf(simulator), theme: 'Default Dark Modern', size: { width: 1000, height: 640 } };
  });

  after(() => simulator.close());

  const sideBar = (): Locator => window().page.locator('.part.sidebar');

  before(async () => {
    await window().openContainer(CONTAINER);
    await window().expand(VIEW, 'Completed');
  });

  for (const [shade, theme, program] of [
    ['dark', undefined, 'Program 4187'],
    ['light', 'Light Modern', 'Program 4188'],
  ] as const) {
    it(`says how many jobs are missing, in the ${shade} theme`, async () => {
      if (theme) {
        await window().setTheme(theme);
        await window().dragSideBarTo(WIDE_PX);
      }
      await eventually(async () => assert.match(await sideBar().innerText(), /10 of 130/));
      await window().screenshot(`cut-short-${shade}`);
    });

    it(`warns of an empty result, in the ${shade} theme`, async () => {
      await window().rowAction(window().row(VIEW, program), 'Download Result');
      await window()
        .toast(/is empty\./)
        .waitFor();
      await window().screenshot(`unusual-size-${shade}`);
      await window().command('Notifications: Clear All Notifications');
    });

    it(`says that reports are missing in the steps of an export, in the ${shade} theme`, async () => {
      await window().command('Impact Jobs: Export a Report…');
      await eventually(async () =>
        assert.match(await window().page.locator('.quick-input-widget').innerText(), /of \d+/),
      );
      await window().screenshot(`reports-missing-${shade}`);
      await window().press('Escape');
    });

    it(`says so in a narrow side bar too, in the ${shade} theme`, async () => {
      await window().dragSideBarTo(NARROW_PX);
      await window().screenshot(`cut-short-narrow-${shade}`);
      assert.match(await sideBar().innerText(), /10 of 130/);
    });
  }
});

describe('A server other than impact.com', () => {
  const window = useWindow(() => ({
    env: {
      IMPACT_ACCOUNT_SID: 'IRabcdefghijklmnopqrstuvwxyzabcdef',
      IMPACT_AUTH_TOKEN: 'not-a-real-token',
      IMPACT_ACCOUNT_KIND: 'agency',
      IMPACT_API_BASE_URL: 'https://gateway.example.test/impact',
    },
    theme: 'Default Dark Modern',
    size: { width: 1000, height: 640 },
  }));

  it('is named once', async () => {
    const notice = window().toast(/gateway\.example\.test/);
    await window().openContainer(CONTAINER);
    await notice.waitFor();
    await window().screenshot('server-notice-dark');
    await notice.hover(); // so that VS Code keeps it
    await window().setTheme('Light Modern');
    await window().screenshot('server-notice-light');
  });
});
