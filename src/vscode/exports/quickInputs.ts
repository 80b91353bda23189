import * as vscode from 'vscode';
import { setWords } from '../messages';
import { onRowTaken } from '../pickRow';

/** What one step of a dialog ends with; what was changed before going back is kept. */
export type Answer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'back'; readonly changed?: T }
  | { readonly kind: 'closed' };

/** Where in a dialog a step stands. */
export interface StepFrame {
  readonly title: string;
  /** Counted from 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
}

/** A row of a list; one without a value only tells something. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export interface PickQuestion<T> {
  readonly placeHolder: string;
  /** Called again when `reloadButton` is pressed. */
  readonly load: (signal: AbortSignal, isReload: boolean) => Promise<readonly Choice<T>[]> | readonly Choice<T>[];
  /** The row that Enter takes. */
  readonly isActive?: (value: T) => boolean;
  /** A row made from what is typed, beside those that match it. */
  readonly typed?: (text: string) => Choice<T> | undefined;
  /** A row's button was pressed; the list is shown anew afterwards. */
  readonly onButton?: (value: T) => void;
  /** Work between Enter and the answer, while the list stays open; what it throws is thrown by `pick`. */
  readonly onAccept?: (value: T, signal: AbortSignal) => Promise<void> | undefined;
  readonly reloadButton?: vscode.QuickInputButton;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value: string;
  /** What is wrong with the value from the start. */
  readonly problem?: string | undefined;
  /** A sentence about what is wrong, undefined for a good value. */
  readonly validate: (value: string) => string | undefined;
}

/** Asks with a list. Rejects where its rows cannot be loaded. */
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
    const show = (): void => {
      const typed = question.typed?.(input.value.trim());
      input.items = typed === undefined ? rows : [typed, ...rows];
    };
    const load = async (isReload: boolean): Promise<void> => {
      input.busy = true;
      try {
        const loaded = question.load(loading.signal, isReload);
        // Rows that are there already are shown with the list's title, and not a moment later.
        rows = loaded instanceof Promise ? await loaded : loaded;
        hasRows = true;
        show();
        const active =
          rows.find(({ value }) => value !== undefined && (question.isActive?.(value) ?? true)) ??
          rows.find(({ value }) => value !== undefined);
        // Who types already is shown the first match, which an active row would take the place of, though it is filtered out.
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
        question.onButton?.(item.value);
        void load(false).catch(fail);
      }
    });
    input.onDidChangeValue(() => {
      // What was typed while the rows were on their way may have filtered out the active row, which would leave Enter without one.
      if (question.typed !== undefined || isActivated) {
        isActivated = false;
        show();
      }
    });
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

/** Asks for a line of text. */
export function askText(
  frame: StepFrame,
  { prompt, placeHolder = '', value, problem, validate }: TextQuestion,
): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.placeholder = placeHolder;
  input.value = value;
  setWords(input, { prompt, judgement: problem });
  return ask(input, frame, (end) => {
    // What is half typed is not yet wrong: only once something was found wrong is it told with every key.
    input.onDidChangeValue((text) => {
      if (input.validationMessage !== undefined && input.validationMessage !== '') {
        setWords(input, { judgement: validate(text.trim()) });
      }
    });
    input.onDidAccept(() => {
      const text = input.value.trim();
      setWords(input, { judgement: validate(text) });
      if (input.validationMessage === undefined || input.validationMessage === '') {
        end({ kind: 'answer', value: text });
      }
    });
    return () => undefined;
  });
}

/** Shows an input until it is answered, left or gone back from. `start` returns what stops its work. */
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
