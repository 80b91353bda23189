import * as vscode from 'vscode';
import { setWords } from '../messages';
import { onRowTaken } from '../pickRow';

/** How a step of a dialog ended. Keeps what was changed before going back. */
export type Answer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'back'; readonly changed?: T }
  | { readonly kind: 'closed' };

/** The place of a step in its dialog. */
export interface StepFrame {
  readonly title: string;
  /** Counted from 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

/** A row of a list. A row without a value can't be selected, and only shows information. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export interface PickQuestion<T> {
  readonly placeHolder: string;
  /** Called again when `reloadButton` is pressed. */
  readonly load: (signal: AbortSignal, isReload: boolean) => Promise<readonly Choice<T>[]> | readonly Choice<T>[];
  /** The row that Enter takes. */
  readonly isActive?: (value: T) => boolean;
  /** Creates a row from the typed text, shown beside the matching rows. */
  readonly typed?: (text: string) => Choice<T> | undefined;
  /** The text to show instead of a typed or pasted one. Undefined keeps the text. */
  readonly replace?: (text: string) => string | undefined;
  /** Called when a row's button is pressed. The list reloads afterwards. */
  readonly onButton?: (value: T) => unknown;
  /** Work between Enter and the answer, during which the list stays open. `pick` rejects with its error. */
  readonly onAccept?: (value: T, signal: AbortSignal) => Promise<void> | undefined;
  readonly reloadButton?: vscode.QuickInputButton;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value: string;
  /** What's wrong with the initial value. */
  readonly problem?: string | undefined;
  /** Returns a sentence about what's wrong, or undefined for a valid value. */
  readonly validate: (value: string) => string | undefined;
}

/** Asks with a list. Rejects if the rows can't be loaded. */
export function pick<T>(frame: StepFrame, question: PickQuestion<T>): Promise<Answer<T>> {
  const input = vscode.window.createQuickPick<Choice<T>>();
  const loading = new AbortController();
  input.placeholder = question.placeHolder;
  input.matchOnDescription = true;
  input.matchOnDetail = true;
  return ask(input, frame, (end, fail) => {
    let rows: readonly Choice<T>[] = [];
    let isActivated = false;
    let hasRows = false;
    let isAccepted = false;
    let hasTyped = false;
    const typedRow = (): Choice<T> | undefined => question.typed?.(input.value.trim());
    const show = (): void => {
      const typed = typedRow();
      hasTyped = typed !== undefined;
      input.items = typed === undefined ? rows : [typed, ...rows];
    };
    const load = async (isReload: boolean): Promise<void> => {
      input.busy = true;
      try {
        const loaded = question.load(loading.signal, isReload);
        // Doesn't await rows that are available, so that they appear together with the list's title.
        rows = loaded instanceof Promise ? await loaded : loaded;
        hasRows = true;
        show();
        const active =
          rows.find(({ value }) => value !== undefined && (question.isActive?.(value) ?? true)) ??
          rows.find(({ value }) => value !== undefined);
        // If the user is already typing, keeps the first match active instead: the default row might be filtered out.
        if (active !== undefined && input.value === '') {
          input.activeItems = [active];
          isActivated = true;
          takeIfKept(active);
        }
      } finally {
        input.busy = isAccepted;
      }
    };
    const accept = async (value: T): Promise<void> => {
      isAccepted = true;
      const work = question.onAccept?.(value, loading.signal);
      input.busy = work !== undefined;
      await work;
      end({ kind: 'answer', value });
    };
    input.buttons = [...input.buttons, ...(question.reloadButton === undefined ? [] : [question.reloadButton])];
    input.onDidTriggerButton((button) => button === question.reloadButton && void load(true).catch(fail));
    input.onDidTriggerItemButton(({ item }) => {
      if (item.value !== undefined) {
        void Promise.resolve(question.onButton?.(item.value))
          .then(() => load(false))
          .catch(fail);
      }
    });
    input.onDidChangeValue((text) => {
      const replacement = question.replace?.(text);
      if (replacement !== undefined) {
        input.value = replacement;
      }
      if (isActivated) {
        isActivated = false;
        void showAgain().catch(fail);
      } else if (hasTyped || typedRow() !== undefined) {
        show();
      }
    });
    // The text that was typed while the rows loaded might have filtered out the active row. Then Enter would have no
    // row, or take one that isn't shown anymore. Shows the rows without an active one in an update of their own, and
    // keeps an Enter until VS Code has reported which row is active now.
    const showAgain = async (): Promise<void> => {
      hasRows = false;
      await updatesSent();
      show();
      await updatesSent();
      await vscode.commands.executeCommand('noop');
      hasRows = true;
      const [active] = input.activeItems;
      if (active !== undefined) {
        takeIfKept(active);
      }
    };
    const take = ({ value }: Choice<T>): void => {
      if (value !== undefined && !isAccepted) {
        void accept(value).catch(fail);
      }
    };
    const takeIfKept = onRowTaken(input, take, () => hasRows);
    void load(false).catch(fail);
    return () => loading.abort();
  });
}

/** Rows that need something first, if they do. */
export function afterwards<T>(first: Promise<unknown> | undefined, rows: () => T): T | Promise<T> {
  return first === undefined ? rows() : first.then(rows);
}

/** Resolves when VS Code has sent the changes of an input, which it collects until the end of the current turn. */
const updatesSent = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Asks for a line of text. */
export function askText(
  frame: StepFrame,
  { prompt, placeHolder = '', value, problem, validate }: TextQuestion,
): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.placeholder = placeHolder;
  input.value = value;
  setWords(input, { prompt, judgment: problem });
  return ask(input, frame, (end) => {
    // A half-typed value isn't an error yet. Checks on each key only after Enter has found an error.
    input.onDidChangeValue((text) => {
      if (input.validationMessage !== undefined && input.validationMessage !== '') {
        setWords(input, { judgment: validate(text.trim()) });
      }
    });
    input.onDidAccept(() => {
      const text = input.value.trim();
      setWords(input, { judgment: validate(text) });
      if (input.validationMessage === undefined || input.validationMessage === '') {
        end({ kind: 'answer', value: text });
      }
    });
    return () => undefined;
  });
}

/** Shows an input until the user answers, leaves, or goes back. `start` returns a function that stops its work. */
export function ask<T>(
  input: (vscode.QuickPick<vscode.QuickPickItem> | vscode.QuickPick<Choice<T>> | vscode.InputBox) &
    vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] },
  { title, step, totalSteps, canGoBack }: StepFrame,
  start: (end: (answer: Answer<T>) => void, fail: (error: unknown) => void) => () => void,
): Promise<Answer<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
  return new Promise<Answer<T>>((resolve, reject) => {
    input.onDidTriggerButton((button) => button === vscode.QuickInputButtons.Back && resolve({ kind: 'back' }));
    input.onDidHide(() => resolve({ kind: 'closed' }));
    const stop = start(resolve, reject);
    input.onDidHide(stop);
    input.show();
  }).finally(() => input.dispose());
}
