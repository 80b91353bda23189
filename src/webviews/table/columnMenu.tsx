import { Icon } from '../kit/icon';
import type { TableWords } from './protocol';

export interface ColumnMenuProps {
  readonly chosen: readonly string[];
  readonly onChoose: (columns: readonly string[]) => void;
  readonly words: TableWords;
}

/** A button with a menu to select columns. The last column can't be removed. */
export function ColumnMenu({ chosen, onChoose, words }: ColumnMenuProps) {
  const toggle = (column: string): void =>
    onChoose(words.columns.map(({ id }) => id).filter((id) => (id === column) !== chosen.includes(id)));
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
        {words.columns.map(({ id, title }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={chosen.length === 1 && chosen[0] === id}
              onChange={() => toggle(id)}
            />
            {title}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
