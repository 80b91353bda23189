import * as vscode from 'vscode';

export interface PickOptions {
  readonly title?: string;
  readonly placeHolder: string;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
}

/**
 * Calls `take` with the row that Enter is for. VS Code shows a list before its rows are there, and drops an Enter that is
 * pressed until then. Here it takes the row that the list makes active, or is kept for the first row that becomes so.
 * Typing takes it back.
 * @param isReady false while the rows are still on their way; the Enter is kept then, too
 * @returns to be called with a row that is made active after the list is shown: VS Code reports the first row before it
 */
export function onRowTaken<T extends vscode.QuickPickItem>(
  pick: vscode.QuickPick<T>,
  take: (row: T) => void,
  isReady: () => boolean = () => true,
): (active: T) => void {
  let isKept = false;
  const takeOrKeep = (row: T | undefined): void => {
    isKept = row === undefined || !isReady();
    if (row !== undefined && !isKept) {
      take(row);
    }
  };
  const takeIfKept = (row: T | undefined): void => {
    if (isKept) {
      takeOrKeep(row);
    }
  };
  pick.onDidAccept(() => takeOrKeep(pick.selectedItems[0] ?? pick.activeItems[0]));
  pick.onDidChangeActive(([row]) => takeIfKept(row));
  pick.onDidChangeValue(() => (isKept = false));
  return takeIfKept;
}

/** The row that the user picks; undefined when the user leaves. */
export function pickRow<T extends vscode.QuickPickItem>(
  rows: readonly T[],
  options: PickOptions,
): Promise<T | undefined> {
  return show(rows, options, (pick, answer) => onRowTaken(pick, answer));
}

/** The rows that the user ticks; undefined when the user leaves. */
export function pickRows<T extends vscode.QuickPickItem>(
  rows: readonly T[],
  options: PickOptions,
): Promise<readonly T[] | undefined> {
  return show(rows, options, (pick, answer) => {
    pick.canSelectMany = true;
    pick.onDidAccept(() => answer(pick.selectedItems));
  });
}

function show<T extends vscode.QuickPickItem, A>(
  rows: readonly T[],
  { title, placeHolder, matchOnDescription = false, matchOnDetail = false }: PickOptions,
  listen: (pick: vscode.QuickPick<T>, answer: (value: A) => void) => void,
): Promise<A | undefined> {
  const pick = vscode.window.createQuickPick<T>();
  pick.title = title;
  pick.placeholder = placeHolder;
  pick.matchOnDescription = matchOnDescription;
  pick.matchOnDetail = matchOnDetail;
  pick.items = rows;
  return new Promise<A | undefined>((resolve) => {
    listen(pick, resolve);
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  }).finally(() => pick.dispose());
}
