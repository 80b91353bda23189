import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The visible part of a grid: of its rows below the head, and of its columns beside the row titles. */
export interface Viewport {
  readonly scrollTopPx: number;
  readonly scrollLeftPx: number;
  readonly heightPx: number;
  readonly widthPx: number;
}

/** Tracks scrolling and resizing. `asidePx` is the width of the part at the left that stays in place. */
export function useViewport(
  scroller: RefObject<HTMLElement | null>,
  head: RefObject<HTMLElement | null>,
  asidePx: number,
): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ scrollTopPx: 0, scrollLeftPx: 0, heightPx: 0, widthPx: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) {
      return undefined;
    }
    const measure = (): void =>
      setViewport({
        scrollTopPx: element.scrollTop,
        scrollLeftPx: element.scrollLeft,
        heightPx: element.clientHeight - (head.current?.offsetHeight ?? 0),
        widthPx: element.clientWidth - asidePx,
      });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller, head, asidePx]);
  return viewport;
}
