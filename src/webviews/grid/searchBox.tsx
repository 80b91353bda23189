import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from '../kit/icon';
import type { Arrangement } from './gridColumn';

export interface SearchBoxProps {
  readonly label: string;
  /** The input that `useSearchKey` focuses. */
  readonly input: RefObject<HTMLInputElement | null>;
  readonly arrangement: Arrangement;
  readonly onArrange: (arrangement: Arrangement) => void;
}

/** Searches all columns of a grid. */
export function SearchBox({ label, input, arrangement, onArrange }: SearchBoxProps) {
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        spellcheck={false}
        placeholder={label}
        aria-label={label}
        value={arrangement.search}
        onInput={(event) => onArrange({ ...arrangement, search: event.currentTarget.value })}
      />
    </div>
  );
}

/** Focuses the search box from anywhere on a page with Ctrl+F or Cmd+F. */
export function useSearchKey() {
  const input = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      event.stopPropagation(); // VS Code's own search would find only visible rows
      input.current?.focus();
      input.current?.select();
    }
  };
  return { input, onKeyDown };
}
