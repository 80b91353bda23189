import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { QuickInput } from './quickInput';

/** The properties that tests read from an element in the page. */
interface Drawn {
  getAttribute(name: string): string | null;
}

const ACTION_LIMIT_MS = 90_000;

/** Finds what is in a VS Code window. Its selectors work from VS Code 1.96 to 1.139. */
export class WindowParts {
  readonly quickInput: QuickInput;
  readonly toasts: Locator;
  /** The notifications in the notification center when it's open, including those that have disappeared. */
  readonly notifications: Locator;
  readonly dialog: Locator;
  readonly hoverBox: Locator;
  readonly menu: Locator;

  constructor(readonly page: Page) {
    page.setDefaultTimeout(ACTION_LIMIT_MS);
    this.quickInput = new QuickInput(page);
    this.toasts = page.locator('.notifications-toasts .notification-toast .notification-list-item');
    this.notifications = page.locator('.notifications-center.visible .notification-list-item');
    this.dialog = page.locator('.monaco-dialog-box');
    this.hoverBox = page.locator('.monaco-hover:visible');
    this.menu = page.locator('.monaco-menu:visible');
  }

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
}
