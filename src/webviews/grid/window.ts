/** A range of rows or columns: includes `from`, excludes `to`. */
export interface VisibleRange {
  readonly from: number;
  readonly to: number;
}

/** The number of rows drawn beyond each edge, so that a small scroll shows no gap. */
export const SPARE_ROWS = 6;

/** The visible rows, if all rows have the same height. Pure. */
export function rowsInSight(scrollPx: number, heightPx: number, rowPx: number, count: number): VisibleRange {
  const first = Math.floor(scrollPx / rowPx) - SPARE_ROWS;
  const last = Math.ceil((scrollPx + heightPx) / rowPx) + SPARE_ROWS;
  const from = Math.max(0, Math.min(first, count));
  return { from, to: Math.max(from, Math.min(last, count)) };
}

/** The visible columns. Pure. */
export function columnsInSight(scrollPx: number, widthPx: number, widths: readonly number[]): VisibleRange {
  let edgePx = 0;
  let from = widths.length;
  let to = widths.length;
  for (const [index, columnPx] of widths.entries()) {
    if (edgePx + columnPx > scrollPx && from === widths.length) {
      from = index;
    }
    if (edgePx >= scrollPx + widthPx) {
      to = index;
      break;
    }
    edgePx += columnPx;
  }
  return { from: Math.min(from, to), to };
}

/** The scroll position that makes a range visible with as little scrolling as possible. Pure. */
export function scrolledTo(scrollPx: number, viewPx: number, startPx: number, lengthPx: number): number {
  if (startPx < scrollPx || lengthPx > viewPx) {
    return startPx;
  }
  return startPx + lengthPx > scrollPx + viewPx ? startPx + lengthPx - viewPx : scrollPx;
}
