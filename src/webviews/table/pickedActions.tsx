import { Button } from '../kit/button';
import { fill } from '../kit/fill';
import { count } from '../kit/language';
import type { TableRequest, TableRow, TableWords } from './protocol';

export interface PickedActionsProps {
  readonly picked: readonly TableRow[];
  readonly words: TableWords;
  readonly post: (request: TableRequest) => void;
  readonly onClear: () => void;
}

/** What can be done with the rows that are picked, each with the number of rows that it can be done with. */
export function PickedActions({ picked, words, post, onClear }: PickedActionsProps) {
  if (picked.length === 0) {
    return null;
  }
  const offered = words.actions.flatMap(({ isForOne, ...view }) => {
    const ids = picked.filter(({ can }) => can.includes(view.action)).map(({ id }) => id);
    return ids.length === 0 || (picked.length > 1 && isForOne) ? [] : [{ ...view, ids }];
  });
  return (
    <div class="picked-actions" role="group" aria-label={words.pickedActions}>
      <span>
        {fill(words.countPicked, count(picked.length))}{' '}
        <button type="button" class="link" onClick={onClear}>
          {words.clearPicked}
        </button>
      </span>
      {offered.map(({ action, icon, label, ids }, index) => (
        <Button
          key={action}
          icon={icon}
          label={picked.length > 1 ? `${label} (${ids.length})` : label}
          isPrimary={index === 0}
          onClick={() => post({ kind: 'run', action, ids })}
        />
      ))}
    </div>
  );
}
