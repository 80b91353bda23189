import * as vscode from 'vscode';
import { setWords } from '../../messages';
import { onRowTaken } from '../../pickRow';

/** How a step ended: with an answer, with the Back button, or because the user left. */
export type StepAnswer<T> =
  { readonly kind: 'next'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'left' };

export interface StepHead {
  readonly title: string;
  /** Counted from 1. Undefined for a page between the steps. */
  readonly step?: number | undefined;
  readonly totalSteps?: number | undefined;
  readonly canGoBack: boolean;
}

export interface StepButton extends vscode.QuickInputButton {
  readonly press: () => unknown;
}

export interface InputQuestion {
  readonly prompt: string;
  readonly value: string;
  readonly placeHolder?: string;
  readonly isPassword?: boolean;
  /** Cleans the text up, for example by removing spaces. */
  readonly clean: (text: string) => string;
  /** What's wrong with the cleaned text, or what the user should know about it. */
  readonly judge: (text: string) => vscode.InputBoxValidationMessage | undefined;
  /** Why this text was refused. Shown as an error while the text is the same; it can be tried again. */
  readonly refusal?: Refusal | undefined;
  /** The text to show instead of a typed or pasted one. Undefined keeps the text. */
  readonly replace?: (text: string) => string | undefined;
  readonly buttons?: readonly StepButton[];
}

export interface Refusal {
  readonly text: string;
  readonly sentence: string;
}

export interface PickItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export function inputStep(head: StepHead, question: InputQuestion): Promise<StepAnswer<string>> {
  const box = vscode.window.createInputBox();
  setWords(box, { prompt: question.prompt });
  box.value = question.value;
  box.placeholder = question.placeHolder;
  box.password = question.isPassword ?? false;
  const judge = (text: string): boolean => {
    const cleaned = question.clean(text);
    const judgment = text.trim() === '' ? undefined : question.judge(cleaned);
    setWords(box, { judgment: question.refusal?.text === cleaned ? question.refusal.sentence : judgment });
    return judgment?.severity !== vscode.InputBoxValidationSeverity.Error;
  };
  judge(box.value);
  return show(box, head, question.buttons ?? [], (answer) => [
    box.onDidChangeValue((text) => {
      const replacement = question.replace?.(text);
      if (replacement !== undefined) {
        box.value = replacement;
      }
      judge(replacement ?? text);
    }),
    box.onDidAccept(() => {
      const value = question.clean(box.value);
      if (judge(box.value) && value !== '') {
        answer(value);
      }
    }),
  ]);
}

/** Shows a list. `active` is the value that was selected before. */
export function pickStep<T>(
  head: StepHead,
  placeHolder: string,
  items: readonly PickItem<T>[],
  active?: T,
): Promise<StepAnswer<T>> {
  const pick = vscode.window.createQuickPick<PickItem<T>>();
  pick.placeholder = placeHolder;
  return showPick(pick, head, items, active);
}

/** Shows a list of ways on, and why they are needed: below the box, in the color of text, if VS Code can do that. */
export function remedyStep<T>(head: StepHead, why: string, remedies: readonly PickItem<T>[]): Promise<StepAnswer<T>> {
  const pick: vscode.QuickPick<PickItem<T>> & { prompt?: string } = vscode.window.createQuickPick<PickItem<T>>();
  if ('prompt' in pick) {
    setWords(pick, { prompt: why });
  } else {
    pick.placeholder = why;
  }
  return showPick(pick, head, remedies);
}

function showPick<T>(
  pick: vscode.QuickPick<PickItem<T>>,
  head: StepHead,
  items: readonly PickItem<T>[],
  active?: T,
): Promise<StepAnswer<T>> {
  pick.items = items;
  pick.activeItems = items.filter(({ value }) => value === active);
  return show(pick, head, [], (answer) => {
    onRowTaken(pick, ({ value }) => answer(value));
    return [];
  });
}

/** Waits for `work`. Aborts it if the user goes back or leaves. */
export function workStep<T>(
  head: StepHead,
  words: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<StepAnswer<T>> {
  const pick = vscode.window.createQuickPick();
  const abort = new AbortController();
  pick.placeholder = words;
  pick.busy = true;
  return new Promise((resolve, reject) => {
    void show<T>(pick, head, [], (answer) => {
      work(abort.signal).then(answer, reject);
      return [];
    }).then((answer) => {
      if (answer.kind !== 'next') {
        abort.abort();
      }
      resolve(answer);
    });
  }).finally(() => pick.dispose()) as Promise<StepAnswer<T>>;
}

function show<T>(
  input: vscode.QuickInput & Pick<vscode.InputBox, 'buttons' | 'onDidTriggerButton'>,
  head: StepHead,
  buttons: readonly StepButton[],
  listen: (answer: (value: T) => void) => vscode.Disposable[],
): Promise<StepAnswer<T>> {
  input.title = head.title;
  input.step = head.step;
  input.totalSteps = head.totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = [...(head.canGoBack ? [vscode.QuickInputButtons.Back] : []), ...buttons];
  return new Promise((resolve) => {
    const end = (answer: StepAnswer<T>): void => {
      resolve(answer);
      vscode.Disposable.from(...listeners, input).dispose();
    };
    const listeners: vscode.Disposable[] = [
      input.onDidTriggerButton((button) =>
        button === vscode.QuickInputButtons.Back
          ? end({ kind: 'back' })
          : buttons.find((known) => known === button)?.press(),
      ),
      input.onDidHide(() => end({ kind: 'left' })),
    ];
    listeners.push(...listen((value) => end({ kind: 'next', value })));
    input.show();
  });
}
