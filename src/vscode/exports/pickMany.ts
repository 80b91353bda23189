import * as vscode from 'vscode';
import { type Answer, ask, type StepFrame } from './quickInputs';

/** A row of a value that can be selected. */
export interface ValueChoice extends vscode.QuickPickItem {
  readonly value: string;
}

export interface ManyQuestion {
  readonly placeHolder: string;
  readonly known: readonly ValueChoice[];
  readonly chosen: readonly string[];
}

/** Asks for any number of values with a list. A text that matches no row adds further values. */
export function pickMany(
  frame: StepFrame,
  { placeHolder, known, chosen }: ManyQuestion,
): Promise<Answer<readonly string[]>> {
  const input = vscode.window.createQuickPick<ValueChoice>();
  input.canSelectMany = true;
  input.placeholder = placeHolder;
  input.matchOnDescription = true;
  input.items = known;
  input.selectedItems = known.filter(({ value }) => chosen.includes(value));
  return ask<readonly string[]>(input, frame, (end) => {
    input.onDidAccept(() => {
      const typed = input.value.trim().toLowerCase();
      const isSearch =
        typed === '' || known.some(({ label, value }) => `${label}\n${value}`.toLowerCase().includes(typed));
      const others = isSearch ? [] : splitValues(input.value);
      end({ kind: 'answer', value: [...input.selectedItems.map(({ value }) => value), ...others] });
    });
    return () => undefined;
  });
}

/** The values of a text with commas between them. */
export function splitValues(text: string): readonly string[] {
  return text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
