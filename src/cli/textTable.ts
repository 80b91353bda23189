/**
 * Rows of cells as lines, each column as wide as its widest cell. The cells are plain; `style` may add what takes no
 * place on the screen.
 */
export function textTable(
  rows: readonly (readonly string[])[],
  style: (cell: string, row: number, column: number) => string = (cell) => cell,
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  }
  return rows.map((row, index) =>
    row
      .map((cell, column) => {
        const gap = column === row.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - cell.length);
        return style(cell, index, column) + gap;
      })
      .join('  ')
      .trimEnd(),
  );
}
