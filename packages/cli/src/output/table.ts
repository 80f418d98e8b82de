/** One column: its heading and how a row fills it. */
export interface Column<Row> {
  heading: string;
  cell: (row: Row) => string;
}

/** A plain table as `az -o table` prints it: headings, a rule, a line per row; nothing at all for no rows. */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  const widths = columns.map((column, index) =>
    Math.max(column.heading.length + 2, ...cells.map((line) => line[index]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  return [
    line(columns.map((column) => column.heading)),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...cells.map(line),
    "",
  ].join("\n");
}
