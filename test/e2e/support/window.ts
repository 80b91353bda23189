import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root, windowUrl } from './host';
import { Session, type SessionOptions } from './session';
import { WindowActions } from './windowActions';

export interface WindowOptions extends SessionOptions {
  /** The folder to open. Default: an empty folder that is removed at the end. `false` for no folder. */
  folder?: string | false;
}

const SELECT_LIMIT_MS = 2_000;
const START_LIMIT_MS = 180_000;
const RELOAD = 'Developer: Reload Window';
const NEWEST = '1.139.1';

/** A VS Code window with the packaged extension. */
export class CodeWindow extends WindowActions {
  private constructor(
    page: Page,
    readonly session: Session,
    /** Empty without a folder. */
    readonly folder: string,
    private readonly onClose: () => Promise<void>,
  ) {
    super(page);
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
    await Promise.all([this.page.waitForEvent('load'), this.choosePaletteRow(RELOAD)]);
    await this.whenReady();
  }

  /** Selects a color theme by the name that VS Code shows. */
  async setTheme(name: string): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.quickInput.pick(name);
    await this.quickInput.widget.waitFor({ state: 'hidden' });
    await this.page.locator(`.monaco-workbench.${themeClass(name)}`).waitFor();
  }

  async close(): Promise<void> {
    await this.onClose();
  }

  /** Describes the side bar and the focused element in text, for failures without a picture. */
  async describe(): Promise<string> {
    const focus: unknown = await this.page.evaluate('document.activeElement?.outerHTML.slice(0, 200)');
    const parts = ['.quick-input-widget:visible', '.notifications-toasts', '.part.sidebar'].map(async (part) => {
      const shown = this.page.locator(part);
      return (await shown.count()) === 0 ? '' : shown.ariaSnapshot({ timeout: SELECT_LIMIT_MS }).catch(String);
    });
    return [`The focus was on ${String(focus)}`, ...(await Promise.all(parts))].filter(Boolean).join('\n');
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

/** The class that VS Code gives a window for the kind of its theme. */
function themeClass(name: string): string {
  if (/high contrast/i.test(name)) {
    return /light/i.test(name) ? 'hc-light' : 'hc-black';
  }
  return /light/i.test(name) ? 'vs' : 'vs-dark';
}
