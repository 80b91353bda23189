import { Icon } from '../kit/icon';
import { TABLE_COLUMNS, type TableColumn, type TableWords } from './protocol';

export interface ColumnMenuProps {
  readonly chosen: readonly TableColumn[];
  readonly onChoose: (columns: readonly TableColumn[]) => void;
  readonly words: TableWords;
}

/** Which columns there are, behind a button. The last one cannot be taken away. */
export function ColumnMenu({ chosen, onChoose, words }: ColumnMenuProps) {
  const toggle = (column: TableColumn): void =>
    onChoose(TABLE_COLUMNS.filter((known) => (known === column) !== chosen.includes(known)));
  const close = (event: KeyboardEvent): void => {
    const menu = event.currentTarget as HTMLDetailsElement;
    if (event.key === 'Escape' && menu.open) {
      event.stopPropagation();
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  };
  return (
    <details
      class="columns"
      onKeyDown={close}
      onBlur={(event) =>
        event.currentTarget.contains(event.relatedTarget as Node | null) || (event.currentTarget.open = false)
      }
    >
      <summary>
        <Icon name="list" />
        {words.chooseColumns}
      </summary>
      <fieldset>
        <legend class="heard-only">{words.chooseColumns}</legend>
        {TABLE_COLUMNS.map((column) => (
          <label key={column}>
            <input
              type="checkbox"
              checked={chosen.includes(column)}
              disabled={chosen.length === 1 && chosen[0] === column}
              onChange={() => toggle(column)}
            />
            {words.columns[column]}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
