import * as vscode from 'vscode';

/** The titles of up to a few buttons. */
type Titles = readonly string[];

export interface Notice {
  report(step: { readonly message: string; readonly increment?: number }): void;
}

/**
 * A text for a place where VS Code turns `[text](address)` into links, even links that run commands. Many texts contain
 * data from a server, a file, or a link. ESLint makes sure that only this file calls these APIs.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Shows a message and resolves to the title of the button that was pressed. */
export function inform(message: string, ...titles: Titles): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(withoutLinks(message), ...titles);
}

/** Shows a message with a button for each action, by its title, and runs the action that the user selects. */
export async function offer(message: string, actions: Readonly<Record<string, () => unknown>>): Promise<void> {
  const choice = await inform(message, ...Object.keys(actions));
  await (choice === undefined ? undefined : actions[choice]?.());
}

export function warn(message: string, ...titles: Titles): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(withoutLinks(message), ...titles);
}

export function showError(message: string, ...titles: Titles): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(withoutLinks(message), ...titles);
}

/** Asks in a dialog with the button `yes` and a Cancel button. */
export async function isConfirmed(question: string, yes: string, detail?: string): Promise<boolean> {
  return (
    (await vscode.window.showWarningMessage(
      question,
      { modal: true, ...(detail !== undefined && { detail }) },
      yes,
    )) === yes
  );
}

/** Shows a notification with a Cancel button while `work` runs. */
export function withNotice<T>(
  title: string,
  work: (notice: Notice, token: vscode.CancellationToken) => Thenable<T>,
): Thenable<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: withoutLinks(title), cancellable: true },
    (progress, token) =>
      work({ report: (step) => progress.report({ ...step, message: withoutLinks(step.message) }) }, token),
  );
}

/** Asks for a line of text. */
export function askForLine({
  prompt,
  validateInput,
  ...options
}: {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly validateInput?: (text: string) => Judgment | undefined;
}): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    ...options,
    prompt: withoutLinks(prompt),
    validateInput: (text) => plainJudgment(validateInput?.(text)),
  });
}

/** Sets the prompt and the validation message of an input box, or the prompt of a list. */
export function setWords(
  box: Partial<Pick<vscode.InputBox, 'prompt' | 'validationMessage'>>,
  words: { readonly prompt?: string; readonly judgment?: Judgment | undefined },
): void {
  if (words.prompt !== undefined) {
    box.prompt = withoutLinks(words.prompt);
  }
  if ('judgment' in words) {
    box.validationMessage = plainJudgment(words.judgment);
  }
}

type Judgment = string | vscode.InputBoxValidationMessage;

function plainJudgment(judgment: Judgment | undefined): Judgment | undefined {
  return typeof judgment === 'object'
    ? { ...judgment, message: withoutLinks(judgment.message) }
    : judgment && withoutLinks(judgment);
}
