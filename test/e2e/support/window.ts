import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { eventually } from './eventually';
import { root, windowUrl } from './host';
import { QuickInput } from './quickInput';
import { Session, type SessionOptions } from './session';

export interface WindowOptions extends SessionOptions {
  /** The folder to open. Default: an empty folder that is removed at the end. `false` for no folder. */
  folder?: string | false;
}

/** The properties that tests read from an element in the page. */
interface Drawn {
  getAttribute(name: string): string | null;
}

const ACTION_LIMIT_MS = 90_000;
const MENU_LIMIT_MS = 500;
const MENU_OPENS_LIMIT_MS = 2_000;
const SELECT_LIMIT_MS = 2_000;
const OPENED_LIMIT_MS = 5_000;
const EXPAND_LIMIT_MS = 5_000;
const CONTAINER_LIMIT_MS = 2_000;
const PALETTE_LIMIT_MS = 2_000;
const START_LIMIT_MS = 180_000;
const STEP_LIMIT_MS = 200;
const WALK_LIMIT_ROWS = 20;
const RELOAD = 'Developer: Reload Window';
const NEWEST = '1.139.1';

/** A VS Code window as a user sees it. Its selectors work from VS Code 1.96 to 1.139. */
export class CodeWindow {
  readonly quickInput: QuickInput;
  readonly toasts: Locator;
  /** The notifications in the notification center when it's open, including those that have disappeared. */
  readonly notifications: Locator;
  readonly dialog: Locator;
  readonly hoverBox: Locator;
  readonly menu: Locator;

  private constructor(
    readonly page: Page,
    readonly session: Session,
    /** Empty without a folder. */
    readonly folder: string,
    private readonly onClose: () => Promise<void>,
  ) {
    page.setDefaultTimeout(ACTION_LIMIT_MS);
    this.quickInput = new QuickInput(page);
    this.toasts = page.locator('.notifications-toasts .notification-toast .notification-list-item');
    this.notifications = page.locator('.notifications-center.visible .notification-list-item');
    this.dialog = page.locator('.monaco-dialog-box');
    this.hoverBox = page.locator('.monaco-hover:visible');
    this.menu = page.locator('.monaco-menu:visible');
  }

  /** Starts VS Code with the packaged extension and opens a window. */
  static async open(options: WindowOptions = {}): Promise<CodeWindow> {
    const session = await Session.start(options);
    const isFolderOurs = options.folder === undefined;
    const folder = isFolderOurs ? mkdtempSync(path.join(tmpdir(), 'impact-jobs-workspace-')) : options.folder || '';
    const close = async (): Promise<void> => {
      await session.close();
      if (isFolderOurs) {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    try {
      const page = session.browser.pages()[0] ?? (await session.browser.newPage());
      const window = new CodeWindow(page, session, folder, close);
      await window.show();
      return window;
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Opens a second window of the same VS Code, with the same profile. Closing it leaves the first one open. */
  async openAnother(folder = this.folder): Promise<CodeWindow> {
    const page = await this.session.browser.newPage();
    const window = new CodeWindow(page, this.session, folder, () => page.close());
    await window.show();
    return window;
  }

  private async show(): Promise<void> {
    await this.page.goto(windowUrl(this.session.server, { folder: this.folder }));
    await this.whenReady();
  }

  private async whenReady(): Promise<void> {
    for (const part of ['statusbar', 'activitybar .action-item']) {
      await this.page.locator(`.monaco-workbench .part.${part}`).first().waitFor({ timeout: START_LIMIT_MS });
    }
  }

  /** Reloads the window with VS Code's own command, which first saves what's open. The extension starts again. */
  async reload(): Promise<void> {
    await this.openPalette(RELOAD);
    await Promise.all([this.page.waitForEvent('load'), this.quickInput.row(RELOAD).first().click()]);
    await this.whenReady();
  }

  /** Selects a color theme by the name that VS Code shows. */
  async setTheme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.quickInput.pick(name);
    await this.quickInput.widget.waitFor({ state: 'hidden' });
  }

  async close(): Promise<void> {
    await this.onClose();
  }

  // What is in the window

  /** The icon of a view container in the activity bar. */
  activity(title: string): Locator {
    return this.page.locator('.part.activitybar .action-item', { has: this.page.locator(`a[aria-label^="${title}"]`) });
  }

  /** VS Code puts a help hint before the name if it knows the key for help. */
  paneHeader(view: string): Locator {
    return this.page.locator(`.pane-header[aria-label^="${view}"], .pane-header[aria-label*=" ${view} "]`);
  }

  /** A view in the side bar, with its header. */
  pane(view: string): Locator {
    const header = this.paneHeader(view);
    return this.page.locator('.split-view-view .pane', { has: header });
  }

  /** The visible rows of a tree. VS Code draws no others. */
  rows(view: string): Locator {
    return this.pane(view).locator('.monaco-list-row');
  }

  /** The first row that contains the text. */
  row(view: string, text: string | RegExp): Locator {
    return this.rows(view).filter({ hasText: text }).first();
  }

  /** The row that has the keyboard focus while the tree is focused. */
  focusedRow(view: string, text: string | RegExp = ''): Locator {
    return this.pane(view).locator('.monaco-list:focus-within .monaco-list-row.focused').filter({ hasText: text });
  }

  /** What a screen reader says for the visible rows, from top to bottom. */
  async spokenRows(view: string): Promise<string[]> {
    const rows = await this.rows(view).evaluateAll((elements: Drawn[]) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('data-index')),
        label: element.getAttribute('aria-label') ?? '',
      })),
    );
    return rows.sort((one, other) => one.index - other.index).map(({ label }) => label);
  }

  /** The welcome of an empty view, with its links and buttons. */
  welcome(view: string): Locator {
    return this.pane(view).locator('.welcome-view-content');
  }

  /** A status bar item, by its ID `publisher.extension.id`. */
  statusItem(id: string): Locator {
    return this.page.locator(`.part.statusbar .statusbar-item[id="${id}"]`);
  }

  toast(text: string | RegExp): Locator {
    return this.toasts.filter({ hasText: text }).first();
  }

  tab(title: string): Locator {
    return this.page.locator(`.tab[aria-label^="${title}"]`);
  }

  /** The visible part of the active text editor. */
  editorText(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-lines');
  }

  /** The document of the only visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /**
   * The webview as a frame, to run something in it. `evaluate` takes a text, because tests don't have the page's types.
   */
  async webviewFrame(): Promise<Frame> {
    const body = await this.webview().locator('body').elementHandle();
    const frame = await body?.ownerFrame();
    if (!frame) {
      throw new Error('There is no webview in sight.');
    }
    return frame;
  }

  // What a user does

  /** Runs a command from the palette, by its full title: `Impact Jobs: Refresh`. */
  async command(title: string): Promise<void> {
    const row = this.quickInput.row(title).first();
    await eventually(async () => {
      await this.openPalette(title);
      try {
        await row.click({ timeout: PALETTE_LIMIT_MS });
      } catch (error) {
        await this.quickInput.dismiss(); // an open palette doesn't notice commands that were added later
        throw error;
      }
    });
    await row.waitFor({ state: 'hidden' }); // so that the next keys don't go to the palette
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

  /** Something else, a toast for example, can close a menu before it's clicked. A click on a new menu can be lost. */
  async contextMenu(target: Locator, label: string): Promise<void> {
    const item = this.menu.locator('.action-menu-item', { hasText: label }).first();
    let isClicked = false;
    await eventually(async () => {
      if (!isClicked || (await item.isVisible())) {
        await this.openMenu(target);
        await item.click({ timeout: MENU_OPENS_LIMIT_MS });
        isClicked = true;
      }
      await this.menu.waitFor({ state: 'hidden', timeout: MENU_LIMIT_MS });
    });
  }

  async toastButton(toast: Locator, label: string): Promise<void> {
    await toast.locator('.notification-list-item-buttons-container a', { hasText: label }).click();
  }

  async dialogButton(label: string): Promise<void> {
    await this.dialog.locator('.dialog-buttons .monaco-button', { hasText: label }).click();
  }

  /** The text of a tooltip. */
  async hover(target: Locator): Promise<string> {
    await this.page.locator('.part.editor').hover(); // closes an open tooltip
    await this.hoverBox.first().waitFor({ state: 'hidden' });
    await target.hover();
    await this.hoverBox
      .filter({ hasNotText: /^\s*Loading\.\.\.\s*$/ })
      .first()
      .waitFor();
    return (await this.hoverBox.first().innerText()).trim();
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

  /** Describes the side bar and the focused element in text, for failures without a picture. */
  async describe(): Promise<string> {
    const focus: unknown = await this.page.evaluate('document.activeElement?.outerHTML.slice(0, 200)');
    const sidebar = await this.page.locator('.part.sidebar').ariaSnapshot({ timeout: SELECT_LIMIT_MS }).catch(String);
    return `The focus was on ${String(focus)}\n${sidebar}`;
  }

  /** Saves a picture of the window, or a part of it, in artifacts/screenshots. Returns its path. */
  async screenshot(name: string, part: Locator | Page = this.page): Promise<string> {
    const folder = path.join(root, 'artifacts/screenshots', this.session.vscode === NEWEST ? '' : this.session.vscode);
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await part.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    return file;
  }
}
