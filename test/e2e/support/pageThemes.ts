import type { Frame } from 'playwright-core';
import type { CodeWindow } from './window';

/** All that VS Code changes in a page when the color theme changes. */
export interface PageTheme {
  readonly name: string;
  readonly kind: string;
  readonly id: string;
  readonly classes: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The theme of a page. */
export function pageTheme(frame: Frame): Promise<PageTheme> {
  return frame.evaluate<PageTheme>(`(({ documentElement: { style }, body: { className, dataset } }) => ({
    name: dataset.vscodeThemeName,
    kind: dataset.vscodeThemeKind,
    id: dataset.vscodeThemeId,
    classes: className,
    variables: Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)])),
  }))(document)`);
}

/** Switches through color themes, and keeps what VS Code gives the visible page in each. Ends with the last one. */
export async function takePageThemes(window: CodeWindow, names: readonly string[]): Promise<readonly PageTheme[]> {
  const themes: PageTheme[] = [];
  for (const name of names) {
    await window.setTheme(name);
    await window.webview().locator(`body[data-vscode-theme-name="${name}"]`).waitFor();
    themes.push(await pageTheme(await window.webviewFrame()));
  }
  return themes;
}

/** Gives a page the looks of a theme as VS Code does, but faster, and leaves the rest of the window as it is. */
export async function setPageTheme(frame: Frame, theme: PageTheme): Promise<void> {
  // Some names have a dot, which only `setProperty` takes.
  await frame.evaluate(`(({ name, kind, id, classes, variables }) => {
    const { documentElement: { style }, body } = document;
    style.cssText = '';
    for (const [variable, value] of Object.entries(variables)) {
      style.setProperty(variable, value);
    }
    body.className = classes;
    Object.assign(body.dataset, { vscodeThemeName: name, vscodeThemeKind: kind, vscodeThemeId: id });
  })(${JSON.stringify(theme)})`);
}
