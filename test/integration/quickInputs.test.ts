import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Choice, pick, type StepFrame } from '../../src/vscode/exports/quickInputs';
import { answerSteps } from './support/answerSteps';

const FRAME: StepFrame = { title: 'A question', step: 1, totalSteps: 1, canGoBack: false };

describe('A list in a dialog', () => {
  it("ends if its rows can't be loaded, instead of staying busy", async () => {
    await assert.rejects(
      pick(FRAME, { placeHolder: 'Which?', load: () => Promise.reject(new Error('no rows')) }),
      /no rows/,
    );
    await assert.rejects(
      pick(FRAME, {
        placeHolder: 'Which?',
        load: () => {
          throw new Error('no rows at once');
        },
      }),
      /no rows at once/,
    );
  });

  it('keeps an Enter that is pressed before its rows are there', async () => {
    let arrive: (rows: Choice<number>[]) => void = () => undefined;
    const load = (): Promise<Choice<number>[]> => new Promise((resolve) => (arrive = resolve));
    const answer = pick(FRAME, { placeHolder: 'Which?', load, isActive: (value) => value === 2 });
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    arrive([
      { label: 'One', value: 1 },
      { label: 'Two', value: 2 },
    ]);
    assert.deepEqual(await answer, { kind: 'answer', value: 2 });
  });

  it('has the rows that need no loading from the start', async () => {
    const load = (): Choice<number>[] => [{ label: 'One', value: 1 }];
    const answer = pick(FRAME, { placeHolder: 'Which?', load });
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    assert.deepEqual(await answer, { kind: 'answer', value: 1 });
  });

  it('takes the active row, not the first, with an Enter that is pressed while its rows are on their way to it', async () => {
    let arrive: (rows: Choice<number>[]) => void = () => undefined;
    const load = (): Promise<Choice<number>[]> => new Promise((resolve) => (arrive = resolve));
    const answer = pick(FRAME, { placeHolder: 'Which?', load, isActive: (value) => value === 2 });
    arrive([
      { label: 'One', value: 1 },
      { label: 'Two', value: 2 },
    ]);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'); // overtakes the rows
    assert.deepEqual(await answer, { kind: 'answer', value: 2 });
  });

  it('has an active row for a text that is typed at the moment when the rows have loaded', async () => {
    const { createQuickPick } = vscode.window;
    let list: { readonly items: readonly unknown[]; value: string } | undefined;
    vscode.window.createQuickPick = <T extends vscode.QuickPickItem>(): vscode.QuickPick<T> => {
      const created = createQuickPick<T>();
      list = created;
      return created;
    };
    const rows = [
      { label: 'One', value: 1 },
      { label: 'Two', value: 2 },
    ];
    const answer = pick(FRAME, { placeHolder: 'Which?', load: () => Promise.resolve(rows) });
    vscode.window.createQuickPick = createQuickPick;
    while (list?.items.length === 0) {
      await Promise.resolve(); // the rows are there, and VS Code hasn't sent them yet
    }
    assert.ok(list);
    list.value = 'Two';
    (list as unknown as { _fireDidChangeValue(text: string): void })._fireDidChangeValue('Two');
    assert.deepEqual(await answerSteps('Enter', answer), { kind: 'answer', value: 2 });
  });

  it('ends if the action started by Enter fails', async () => {
    const answer = pick(FRAME, {
      placeHolder: 'Which?',
      load: () => [{ label: 'One', value: 1 }],
      onAccept: () => Promise.reject(new Error('not accepted')),
    });
    await assert.rejects(answerSteps('Enter', answer), /not accepted/);
  });

  it('accepts an answer after its rows are loaded, and the next question after a failed one', async () => {
    const answer = pick(FRAME, { placeHolder: 'Which?', load: () => Promise.resolve([{ label: 'One', value: 1 }]) });
    assert.deepEqual(await answerSteps('Enter', answer), { kind: 'answer', value: 1 });
    const left = pick(FRAME, { placeHolder: 'Which?', load: () => new Promise<never>(() => undefined) });
    assert.deepEqual(await answerSteps('Escape', left), { kind: 'closed' });
  });
});
