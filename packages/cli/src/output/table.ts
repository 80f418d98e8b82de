/** One column: its heading and how a row fills it. */
export interface Column<Row> {
  heading: string;
  cell: (row: Row) => string;
}

/** Where a table is shown: a terminal's width counts, a file or pipe has none. */
type Place = { readonly isTerminal: boolean; readonly columns: number };

/**
 * A plain table as `az -o table` prints it: headings, a rule, a line per row; nothing at all for no rows. On a terminal that is too narrow for its lines
 * each row stands as lines of its own, a heading and a cell on each.
 */
export function tableText<Row>(columns: readonly Column<Row>[], rows: readonly Row[], place?: Place): string {
  const text = wideText(columns, rows);
  const isTooWide = place?.isTerminal === true && text.split("\n").some((line) => line.length > place.columns);
  return isTooWide ? narrowText(columns, rows) : text;
}

function narrowText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const width = Math.max(...columns.map(({ heading }) => heading.length));
  return rows
    .map((row) =>
      columns.map(({ heading, cell }) => `${`${heading.padEnd(width)}  ${cell(row)}`.trimEnd()}\n`).join(""),
    )
    .join("\n");
}

function wideText<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
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
