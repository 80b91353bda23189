import { Button } from '../kit/button';
import { fill } from '../kit/fill';
import type { IconName } from '../kit/icons';
import { count } from '../kit/language';
import { TABLE_ACTIONS, type TableAction, type TableRequest, type TableRow, type TableWords } from './protocol';

const ICONS: Readonly<Record<TableAction, IconName>> = {
  replay: 'replay',
  download: 'download',
  openResult: 'open',
  previewResult: 'preview',
  showDetails: 'list',
  copyId: 'copy',
  hideJob: 'cancel',
};
/** These show something: of several rows there would be as many tabs. */
const FOR_ONE: readonly TableAction[] = ['openResult', 'previewResult', 'showDetails'];

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
  const offered = TABLE_ACTIONS.flatMap((action) => {
    const ids = picked.filter(({ can }) => can.includes(action)).map(({ id }) => id);
    return ids.length === 0 || (picked.length > 1 && FOR_ONE.includes(action)) ? [] : [{ action, ids }];
  });
  return (
    <div class="picked-actions" role="group" aria-label={words.pickedActions}>
      <span>
        {fill(words.countPicked, count(picked.length))}{' '}
        <button type="button" class="link" onClick={onClear}>
          {words.clearPicked}
        </button>
      </span>
      {offered.map(({ action, ids }, index) => (
        <Button
          key={action}
          icon={ICONS[action]}
          label={picked.length > 1 ? `${words.actions[action]} (${ids.length})` : words.actions[action]}
          isPrimary={index === 0}
          onClick={() => post({ kind: 'run', action, ids })}
        />
      ))}
    </div>
  );
}
