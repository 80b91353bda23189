import assert from 'node:assert/strict';
import { eventually } from './support/eventually';
import type { Theme } from './support/session';
import { VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

/** As much of the browser's own `window` as runs in the page. */
interface Page {
  getComputedStyle(element: object): { readonly backgroundImage: string };
}

const THEMES: readonly (readonly [Theme, string])[] = [
  ['Default Dark Modern', 'dark'],
  ['Default Light Modern', 'light'],
  ['Default High Contrast', 'high-contrast'],
  ['Default High Contrast Light', 'high-contrast-light'],
];

/** VS Code 1.96 takes a tree's dark icons in its light high contrast theme too. */
function ringsFor(name: string, vscode: string): string {
  const isDark =
    name === 'dark' || name === 'high-contrast' || (name === 'high-contrast-light' && vscode.startsWith('1.96.'));
  return isDark ? 'dark' : 'light';
}

for (const [theme, name] of THEMES) {
  describe(`In the theme ${theme}`, () => {
    const window = useWindow(() => ({ theme, size: { width: 1200, height: 720 } }));

    async function rowImages(): Promise<string[]> {
      const icons = window().rows(VIEW).locator('.custom-view-tree-node-item-icon');
      const images = await icons.evaluateAll((elements: object[]) =>
        elements.map((element) =>
          decodeURIComponent((globalThis as unknown as Page).getComputedStyle(element).backgroundImage),
        ),
      );
      return images.filter((image) => image.includes('/rings/'));
    }

    it('the jobs have the icons drawn for it', async () => {
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
      await window().editorText().click();
      await window().hoverBox.waitFor({ state: 'hidden' });
      const rings = await eventually(async () => {
        const images = await rowImages();
        assert.ok(images.length >= 10, images.join('\n'));
        return images;
      });
      assert.deepEqual(
        new Set(rings.map((image) => /\/rings\/(\w+)\//.exec(image)?.[1])),
        new Set([ringsFor(name, window().session.vscode)]),
      );
      await window().screenshot(`theme-${name}`);
    });
  });
}
