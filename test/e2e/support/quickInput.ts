import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';

/** Runs in the page. */
const CLICK_NAME = `(label) => {
  const names = [...document.querySelectorAll('.quick-input-list .monaco-list-row .label-name')];
  const name = names.find((one) => one.getClientRects().length > 0 && one.textContent.trim() === label);
  name?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  return name !== undefined;
}`;

/** The box at the top of the window, used for the command palette, quick picks, input boxes, and file dialogs. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  readonly rows: Locator;
  /** The prompt of an input box, or what's wrong with its value. */
  readonly message: Locator;
  /** Includes the number of the step. */
  readonly title: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget:visible');
    this.input = this.widget.locator('.quick-input-box input');
    this.rows = this.widget.locator('.quick-input-list .monaco-list-row');
    this.title = this.widget.locator('.quick-input-title');
    this.message = this.widget.locator('.quick-input-message');
  }

  /** The row with exactly this label. */
  row(label: string): Locator {
    const name = this.page.locator('.label-name', { hasText: exactly(label) });
    return this.rows.filter({ has: name });
  }

  /** The row that Enter selects, if it contains the text. */
  activeRow(text: string): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row.focused', { hasText: text });
  }

  /**
   * Clicks a row that is there, or throws. The click is a single event, so that it either takes effect or doesn't: a
   * late step of what was there before can close the list between a press and a release.
   */
  async clickNow(label: string): Promise<void> {
    const isClicked = await this.page.evaluate(`(${CLICK_NAME})(${JSON.stringify(label)})`);
    assert.ok(isClicked, `No row "${label}" is shown`);
  }

  /** Waits for the row with exactly this label, and selects it. */
  async choose(label: string): Promise<void> {
    await eventually(() => this.clickNow(label));
  }

  /** Filters a quick pick for the row with exactly this label, and selects it. */
  async pick(label: string): Promise<void> {
    await this.input.fill(label);
    await this.choose(label);
  }

  /** Answers an input box. */
  async answer(text: string): Promise<void> {
    await this.input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Goes back one step. */
  async goBack(): Promise<void> {
    await this.widget.locator('.quick-input-titlebar .quick-input-left-action-bar .action-label').click();
  }

  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
