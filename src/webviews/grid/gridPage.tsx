import type { ComponentChildren } from 'preact';
import { count } from '../kit/language';

const DIGIT_PX = 8;
const TITLE_PADDING_PX = 18;

/** The head of a page that shows a table: what it is, what is known about it, and its buttons. */
export function PageHead({
  name,
  sentence,
  facts,
  actionsLabel,
  children,
}: {
  readonly name: string;
  readonly sentence: string;
  readonly facts: readonly string[];
  readonly actionsLabel: string;
  readonly children: ComponentChildren;
}) {
  return (
    <header>
      <div class="heading">
        <h1>{name}</h1>
        <p class="facts dotted">
          <strong>{sentence}</strong>
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      </div>
      <nav aria-label={actionsLabel}>{children}</nav>
    </header>
  );
}

/** How many rows a search has left, with a way back to all. */
export function ShownRows({
  text,
  clearLabel,
  onClear,
}: {
  readonly text: string;
  readonly clearLabel: string;
  readonly onClear: () => void;
}) {
  return (
    <span class="shown">
      {text}
      <button type="button" class="link" onClick={onClear}>
        {clearLabel}
      </button>
    </span>
  );
}

/** The width of a row's title that leaves room for the number of the last row. */
export function titlePx(rows: number): number {
  return count(rows).length * DIGIT_PX + TITLE_PADDING_PX;
}
