import * as vscode from 'vscode';
import type { ArrangedJobs } from '../../core/arrange/arrangedJobs';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { ROW_MOVED_KEY } from '../ids';
import type { TreeNode } from './treeNodes';

/** What the jobs view offers for this. */
export interface FocusableView {
  readonly selection: readonly TreeNode[];
  /** Focuses the group that has taken the last row that moved to another group. */
  focusMoved(): Promise<void>;
  show(entry: JobEntry, options: { select: boolean; focus: boolean }): Promise<void>;
}

/**
 * Finds the focused row while the view has the keyboard focus. VS Code tells an extension which rows are selected, but
 * not which one has the focus: toggles the selection twice and sees which row changes.
 */
async function toggledSelection(view: FocusableView) {
  const selected = view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  const toggled = view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  return {
    selected,
    added: toggled.find((node) => !selected.includes(node)),
    isChanged: toggled.length !== selected.length,
  };
}

/**
 * The rows that a key applies to, by VS Code's own rule: the selected rows if the focused row is one of them, otherwise
 * only the focused row.
 */
export async function keyRows(view: FocusableView): Promise<readonly TreeNode[]> {
  const { selected, added } = await toggledSelection(view);
  return added === undefined ? selected : [added];
}

/**
 * An arrow key after a row has moved to another group. If that group is collapsed, VS Code takes the focus from the row
 * and gives it to none: then the group gets it. Otherwise, does what the key always does.
 */
export async function moveFocus(view: FocusableView, command: unknown): Promise<void> {
  await vscode.commands.executeCommand('setContext', ROW_MOVED_KEY, false);
  const { isChanged } = await toggledSelection(view);
  if (!isChanged) {
    await view.focusMoved();
  } else if (command === 'list.focusDown' || command === 'list.focusUp') {
    await vscode.commands.executeCommand(command);
  }
}

/** Moves the focus from rows that are about to disappear to the next one, because VS Code would lose the focus. */
export async function focusBeside(
  view: FocusableView,
  arranged: ArrangedJobs,
  entries: readonly JobEntry[],
): Promise<void> {
  const last = entries.at(-1);
  const group = last && arranged.group(arranged.ownerOfGroups(last.accountId), arranged.groupIdOf(last));
  const rows = [...(group?.entries ?? [])];
  const place = rows.findIndex(({ key }) => key === last?.key);
  const stays = ({ key }: JobEntry): boolean => !entries.some((entry) => entry.key === key);
  const beside = rows.slice(place).find(stays) ?? rows.slice(0, place).reverse().find(stays);
  if (beside !== undefined) {
    await view.show(beside, { select: false, focus: true });
  }
}
