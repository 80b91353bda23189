const FOCUSABLE = 'button, a[href], input, select, textarea, summary, [tabindex]';

/**
 * Moves the keyboard focus to a neighbor if the focused element disappears, for example a button whose action is no
 * longer possible. The browser would move it to the document, and a keyboard or screen reader user would start again at
 * the top.
 */
export function keepFocus(page: HTMLElement): void {
  let focused: { readonly element: Element; readonly places: readonly Place[] } | undefined;
  page.addEventListener('focusin', ({ target }) => {
    focused = target instanceof Element ? { element: target, places: placesOf(target, page) } : undefined;
  });
  // A press elsewhere, for example on a text, takes the focus away on purpose. Before the press can move the focus.
  page.addEventListener('mousedown', () => (focused = undefined), { capture: true });
  new MutationObserver(() => {
    if (focused !== undefined && !focused.element.isConnected && document.activeElement === document.body) {
      neighborIn(focused.places)?.focus();
    }
  }).observe(page, { childList: true, subtree: true });
}

/** An element around the focused one, and how many elements in it could have the focus before the focused one. */
interface Place {
  readonly around: Element;
  readonly index: number;
}

function placesOf(element: Element, page: Element): readonly Place[] {
  const places: Place[] = [];
  for (let around = element.parentElement; around !== null; around = around === page ? null : around.parentElement) {
    places.push({ around, index: focusableIn(around).indexOf(element as HTMLElement) });
  }
  return places;
}

/** The nearest element in the smallest surrounding that is still there. */
function neighborIn(places: readonly Place[]): HTMLElement | undefined {
  for (const { around, index } of places) {
    const left = around.isConnected ? focusableIn(around) : [];
    const neighbor = left[Math.min(index, left.length - 1)];
    if (neighbor !== undefined) {
      return neighbor;
    }
  }
  return undefined;
}

function focusableIn(around: Element): HTMLElement[] {
  return [...around.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.getClientRects().length > 0,
  );
}
