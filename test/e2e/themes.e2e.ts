import assert from 'node:assert/strict';
import { contrast } from './support/contrast';
import { eventually } from './support/eventually';
import { VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

/** As much of the browser's own `window` as runs in the page. */
interface Page {
  readonly document: { querySelector(selector: string): object };
  getComputedStyle(
    element: object,
    pseudo?: string,
  ): { readonly content: string; readonly color: string; getPropertyValue(name: string): string };
}

/** Those whose looks this extension knows, and one whose colors are its own. Each is of another kind than the last. */
const THEMES = [
  ['Light Modern', 'light'],
  ['Kimbie Dark', 'kimbie-dark'],
  ['Solarized Light', 'solarized-light'],
  ['Dark High Contrast', 'high-contrast'],
  ['Light High Contrast', 'high-contrast-light'],
  ['Dark Modern', 'dark'],
] as const;
const TONES = ['running', 'completed', 'warning', 'failed', 'neutral'];

/** An icon that is hard to see doesn't tell the state. WCAG's limit for graphics. */
const MIN_CONTRAST = 3;
const NARROW_PX = 170;
/** About ten letters. */
const MIN_NAME_PX = 70;

interface Icon {
  readonly character: string;
  readonly color: string;
}

interface Colors {
  readonly background: string;
  readonly tones: readonly string[];
}

describe('The icons of jobs', () => {
  const window = useWindow(() => ({ size: { width: 1200, height: 720 } }));

  /** The icons of the jobs that are in view. Those of a selected row have the color of its text. */
  async function icons(): Promise<readonly Icon[]> {
    const all = window().pane(VIEW).locator('.monaco-list-row:not(.selected) .custom-view-tree-node-item-icon');
    const drawn = await all.evaluateAll((elements: object[]) =>
      elements.map((element) => {
        const { content, color } = (globalThis as unknown as Page).getComputedStyle(element, '::before');
        return { character: content.replaceAll('"', ''), color };
      }),
    );
    return drawn.filter(({ character }) => /^[\uE001-\uE01F]$/.test(character));
  }

  /** What the theme says: the side bar's background, and the color of each tone. */
  async function colors(): Promise<Colors> {
    return window().page.evaluate((tones) => {
      const page = globalThis as unknown as Page;
      const style = page.getComputedStyle(page.document.querySelector('.monaco-workbench'));
      return {
        background: style.getPropertyValue('--vscode-sideBar-background'),
        tones: tones.map((tone) => style.getPropertyValue(`--vscode-impactJobsIcon-${tone}`)),
      };
    }, TONES);
  }

  before(async () => {
    await window().command('Impact Jobs: Start Demo');
    await window()
      .row(VIEW, /Action Listing \d+%/)
      .waitFor();
    for (const group of ['Completed', 'Cancelled', 'Failed', 'Error']) {
      await window().expand(VIEW, group);
    }
    await window().contextMenu(window().row(VIEW, 'Program Overview'), 'Download Result');
    await window().tab('Program Overview').waitFor();
    await window().command('Notifications: Clear All Notifications');
    await window().toasts.first().waitFor({ state: 'hidden' });
  });

  for (const [theme, name] of THEMES) {
    it(`are characters of a font, in colors that can be seen, in ${theme}`, async () => {
      await window().setTheme(theme);
      await window().editorText().click();
      await window().hoverBox.waitFor({ state: 'hidden' });
      const { background, tones } = await colors();
      for (const [index, tone] of tones.entries()) {
        assert.ok(contrast(tone, background) >= MIN_CONTRAST, `${TONES[index]}: ${tone} on ${background}`);
      }
      await eventually(async () => {
        const drawn = await icons();
        assert.ok(drawn.length >= 10, JSON.stringify(drawn));
        for (const { character, color } of drawn) {
          const isThemes = tones.some((tone) => contrast(tone, color) < 1.01);
          assert.ok(isThemes, `${character.codePointAt(0)?.toString(16)} is ${color}, not one of ${tones.join(', ')}`);
        }
      });
      await window().screenshot(`theme-${name}`);
    });
  }

  it('load no picture when they change', async () => {
    const requested: string[] = [];
    window().page.on('request', (request) => {
      if (request.url().includes('/rings')) {
        requested.push(request.url());
      }
    });
    const running = window().row(VIEW, /Action Listing \d+%/);
    const before = await icons();
    await eventually(async () => {
      assert.ok(await running.isVisible());
      assert.notDeepEqual(await icons(), before);
    });
    assert.deepEqual(requested, []);
  });

  it('leave room for the name beside the only button, in a narrow side bar', async () => {
    await window().dragSideBarTo(NARROW_PX);
    for (const [job, name] of [
      ['Action Updates', 'completed'],
      ['Program Overview', 'downloaded'],
      ['Performance by Promo Code', 'failed'],
    ] as const) {
      const row = window().row(VIEW, job);
      await row.hover();
      const button = await row.locator('.actions .action-item').boundingBox();
      const label = await row.locator('.label-name').first().boundingBox();
      assert.ok(button && label && button.x - label.x >= MIN_NAME_PX, `${job}: ${button?.x} - ${label?.x}`);
      await window().screenshot(`narrow-${name}`);
    }
  });
});
