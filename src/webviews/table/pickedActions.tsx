import { Button } from '../kit/button';
import { fill } from '../kit/fill';
import { count } from '../kit/language';
import type { TableAction, TableRequest, TableRow, TableWords } from './protocol';

/** What people seldom select jobs for. */
const NEVER_PRIMARY: readonly TableAction[] = ['copyId', 'hideJob'];

export interface PickedActionsProps {
  readonly picked: readonly TableRow[];
  readonly words: TableWords;
  readonly post: (request: TableRequest) => void;
  readonly onClear: () => void;
}

/**
 * The actions for the selected rows, each with the number of rows that support it. Takes up space even without a
 * selection: otherwise, the first click of a double-click would move the rows.
 */
export function PickedActions({ picked, words, post, onClear }: PickedActionsProps) {
  const offered = words.actions.flatMap(({ isForOne, ...view }) => {
    const ids = picked.filter(({ can }) => can.includes(view.action)).map(({ id }) => id);
    return ids.length === 0 || (picked.length > 1 && isForOne) ? [] : [{ ...view, ids }];
  });
  const primary = offered.find(({ action, ids }) => ids.length === picked.length && !NEVER_PRIMARY.includes(action));
  return (
    <div class="picked-actions" role="group" aria-label={words.pickedActions}>
      {picked.length === 0 ? (
        <span>{words.nonePicked}</span>
      ) : (
        <span>
          {fill(words.countPicked, count(picked.length))}{' '}
          <button type="button" class="link" onClick={onClear}>
            {words.clearPicked}
          </button>
        </span>
      )}
      {offered.map(({ action, icon, label, ids }) => (
        <Button
          key={action}
          icon={icon}
          label={picked.length > 1 ? `${label} (${ids.length})` : label}
          isPrimary={action === primary?.action}
          onClick={() => post({ kind: 'run', action, ids })}
        />
      ))}
    </div>
  );
}
