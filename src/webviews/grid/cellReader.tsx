import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../kit/button';
import type { GridWords } from './protocol';

export interface CellReaderProps {
  readonly title: string;
  readonly text: string;
  readonly words: GridWords;
  /** Called on Escape, on the button, and when the focus leaves. */
  readonly onClose: () => void;
}

/** Shows a whole cell below the grid, so that a long text can be read, scrolled, and selected with the keyboard. */
export function CellReader({ title, text, words, onClose }: CellReaderProps) {
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => content.current?.focus(), [text]);
  return (
    <section
      class="cell-reader"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <header>
        <strong>{title}</strong>
        <Button isQuiet icon="cancel" label={words.closeCell} onClick={onClose} />
      </header>
      <div class="cell-text" ref={content} tabIndex={0} role="document" aria-label={title}>
        {text === '' ? words.emptyCell : text}
      </div>
    </section>
  );
}
