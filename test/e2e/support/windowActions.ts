import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually';
import { WindowParts } from './windowParts';

const MENU_LIMIT_MS = 500;
const MENU_OPENS_LIMIT_MS = 2_000;
const SELECT_LIMIT_MS = 2_000;
const OPENED_LIMIT_MS = 5_000;
const EXPAND_LIMIT_MS = 5_000;
const CONTAINER_LIMIT_MS = 2_000;
const PALETTE_LIMIT_MS = 2_000;
const STEP_LIMIT_MS = 200;
const WALK_LIMIT_ROWS = 20;

/** Does what a user does in a VS Code window. */
export class WindowActions extends WindowParts {
  /** Runs a command from the palette, by its full title: `Impact Jobs: Refresh`. */
  async command(title: string): Promise<void> {
    await this.choosePaletteRow(title);
    await this.quickInput.row(title).first().waitFor({ state: 'hidden' }); // so that the next keys don't go to it
  }

  protected async choosePaletteRow(title: string): Promise<void> {
    await eventually(async () => {
      await this.openPalette(title);
      try {
        await this.quickInput.row(title).first().waitFor({ timeout: PALETTE_LIMIT_MS });
      } catch (error) {
        await this.quickInput.dismiss(); // an open palette doesn't notice commands that were added later
        throw error;
      }
      await this.quickInput.clickNow(title);
    });
  }

  /** Focuses a view. */
  async focusView(container: string, view: string): Promise<void> {
    await this.command(`${container}: Focus on ${view} View`);
    await this.pane(view).locator('.monaco-list:focus-within').waitFor();
  }

  /**
   * Focuses a row with the keyboard, from the first row down. Starts again if VS Code moves the focus meanwhile, for
   * example when it closes an editor.
   */
  async walkTo(container: string, view: string, text: string | RegExp): Promise<void> {
    const target = this.focusedRow(view, text);
    const isThere = (): Promise<boolean> =>
      target.waitFor({ timeout: STEP_LIMIT_MS }).then(
        () => true,
        () => false,
      );
    await eventually(async () => {
      await this.focusView(container, view);
      await this.press('Home');
      for (let steps = 0; steps < WALK_LIMIT_ROWS && !(await isThere()); steps += 1) {
        await this.press('ArrowDown');
      }
      await target.waitFor({ timeout: SELECT_LIMIT_MS });
    });
  }

  /** The titles that the palette shows for a search. */
  async paletteTitles(search: string): Promise<string[]> {
    await this.openPalette(search);
    await this.quickInput.rows.first().waitFor();
    const titles = await this.quickInput.rows.locator('.label-name').allInnerTexts();
    await this.quickInput.dismiss();
    return titles;
  }

  private async openPalette(search: string): Promise<void> {
    // A key that is pressed while an editor opens can be lost.
    await eventually(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.input.fill(`>${search}`, { timeout: PALETTE_LIMIT_MS });
    });
  }

  /** Opens a view container if it isn't open yet. */
  async openContainer(title: string): Promise<void> {
    const item = this.activity(title);
    const opened = this.page.locator('.part.sidebar .title-label', { hasText: title });
    await eventually(async () => {
      if (!(await opened.isVisible())) {
        await item.click(); // closes what VS Code opens on its own at the same time, for example after a reload
      }
      await opened.waitFor({ timeout: CONTAINER_LIMIT_MS });
    });
  }

  /** Opens a view container, and a view in it that can be collapsed. */
  async openView(container: string, view: string): Promise<void> {
    await this.openContainer(container);
    const header = this.paneHeader(view);
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) !== 'true') {
      await header.click();
    }
  }

  /**
   * Expands a group, by the start of what a screen reader says for it. A click on a tree that is being redrawn can be
   * lost.
   */
  async expand(view: string, group: string): Promise<void> {
    const row = this.pane(view).locator(`.monaco-list-row[aria-label^="${group}"]`).first();
    await eventually(async () => {
      if ((await row.getAttribute('aria-expanded')) !== 'true') {
        await row.click();
      }
      await this.pane(view)
        .locator(`.monaco-list-row[aria-label^="${group}"][aria-expanded="true"]`)
        .waitFor({ timeout: EXPAND_LIMIT_MS });
    });
  }

  /**
   * Clicks a row until what the click opens is there. On a tree that is being redrawn, a press can select the row while
   * the click is lost.
   */
  async clickRow(row: Locator, opened: Locator): Promise<void> {
    await eventually(async () => {
      await row.click();
      await opened.waitFor({ timeout: OPENED_LIMIT_MS });
    });
  }

  /**
   * Clicks a row's action with a single event, because VS Code can redraw the actions between a press and a release,
   * and then ignores the click.
   */
  async rowAction(row: Locator, label: string): Promise<void> {
    await eventually(async () => {
      await row.hover({ timeout: MENU_OPENS_LIMIT_MS });
      await row
        .locator(`.actions .action-label[aria-label^="${label}"]`)
        .dispatchEvent('click', undefined, { timeout: MENU_OPENS_LIMIT_MS });
    });
  }

  /** Clicks an action in a view's header. VS Code shows it while the pointer is over the header. */
  async viewAction(view: string, label: string): Promise<void> {
    const header = this.paneHeader(view);
    await eventually(async () => {
      await header.hover({ timeout: MENU_OPENS_LIMIT_MS });
      await header.locator(`.actions .action-label[aria-label^="${label}"]`).click({ timeout: MENU_OPENS_LIMIT_MS });
    });
  }

  /** The labels of a context menu, which stays open. */
  async menuLabels(target: Locator): Promise<string[]> {
    await this.openMenu(target);
    return this.menu.locator('.action-menu-item .action-label').allInnerTexts();
  }

  /**
   * Opens a context menu. A click on a tree that is being redrawn can be lost, or open the menu late, above the tree.
   */
  private async openMenu(target: Locator): Promise<void> {
    const firstItem = this.menu.locator('.action-menu-item').first();
    await eventually(async () => {
      if (!(await firstItem.isVisible())) {
        await target.click({ button: 'right', timeout: MENU_OPENS_LIMIT_MS });
      }
      await firstItem.waitFor({ timeout: MENU_OPENS_LIMIT_MS });
    });
  }

  /**
   * Something else, a toast for example, can close a menu before it's clicked. A click on a new menu can be lost.
   * A menu keeps the items of its row at that time, so one that lacks the item is opened again.
   */
  async contextMenu(target: Locator, label: string): Promise<void> {
    const item = this.menu.locator('.action-menu-item', { hasText: label }).first();
    let isClicked = false;
    await eventually(async () => {
      if (!isClicked || (await item.isVisible())) {
        await this.openMenu(target);
        await item.click({ timeout: MENU_OPENS_LIMIT_MS }).catch(async (error: unknown) => {
          await this.page.keyboard.press('Escape');
          throw error;
        });
        isClicked = true;
      }
      await this.menu.waitFor({ state: 'hidden', timeout: MENU_LIMIT_MS });
    });
  }

  /** Names a file in VS Code's own save dialog, and confirms to replace it if it exists. */
  async saveAs(file: string): Promise<void> {
    await this.quickInput.rows.first().waitFor(); // before, the dialog may write its own suggestion over what is typed
    await this.quickInput.input.fill(file);
    // The dialog takes no answer before it has looked at the folder that was typed. Enter twice confirms to replace.
    await eventually(async () => {
      if (await this.quickInput.input.isVisible()) {
        assert.equal(await this.quickInput.input.inputValue(), file);
        await this.press('Enter');
      }
      await this.quickInput.widget.waitFor({ state: 'hidden', timeout: 1000 });
    });
  }

  async toastButton(toast: Locator, label: string): Promise<void> {
    await toast.locator('.notification-list-item-buttons-container a', { hasText: label }).click();
  }

  async dialogButton(label: string): Promise<void> {
    await this.dialog.locator('.dialog-buttons .monaco-button', { hasText: label }).click();
  }

  /** Drags the edge of the side bar to a width at which it still shows something: 170 px or more. */
  async dragSideBarTo(widthPx: number): Promise<void> {
    const { mouse } = this.page;
    const box = await this.page.locator('.part.sidebar').boundingBox();
    assert.ok(box);
    const middle = box.y + box.height / 2;
    await mouse.move(box.x + box.width, middle);
    await mouse.down();
    await mouse.move(box.x + widthPx, middle, { steps: 5 });
    await mouse.up();
  }

  /** The text of a tooltip. */
  async hover(target: Locator): Promise<string> {
    return eventually(async () => {
      await this.page.locator('.part.editor').hover(); // closes an open tooltip
      await this.hoverBox.first().waitFor({ state: 'hidden' });
      await target.hover();
      await this.hoverBox
        .filter({ hasNotText: /^\s*Loading\.\.\.\s*$/ })
        .first()
        .waitFor({ timeout: MENU_OPENS_LIMIT_MS }); // it doesn't come if the row is drawn anew meanwhile
      return (await this.hoverBox.first().innerText()).trim();
    });
  }

  /** Presses keys one after the other: `press('ArrowDown', 'Control+A')`. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** Types into the focused element. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** The clipboard's text. */
  async clipboard(): Promise<string> {
    await this.page.bringToFront(); // a page without the focus can't read the clipboard
    return this.page.evaluate('navigator.clipboard.readText()');
  }
}
