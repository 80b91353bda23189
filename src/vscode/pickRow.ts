import * as vscode from 'vscode';

export interface PickOptions {
  readonly title?: string;
  readonly placeHolder: string;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
}

/**
 * Calls `take` with the row that Enter selects. VS Code shows a list before its rows have loaded, and ignores Enter
 * until then. This function takes the active row, or remembers the Enter for the first row that becomes active. Typing
 * cancels a remembered Enter.
 *
 * @param isReady false while the rows are loading: Enter is remembered then, too.
 *
 * @returns a function to call with a row that becomes active after the list is shown, because VS Code reports the first
 * active row earlier.
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

/** The row that the user selects, or undefined if the user closes the list. */
export function pickRow<T extends vscode.QuickPickItem>(
  rows: readonly T[],
  options: PickOptions,
): Promise<T | undefined> {
  return show(rows, options, (pick, answer) => onRowTaken(pick, answer));
}

/** The rows that the user checks, or undefined if the user closes the list. */
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
