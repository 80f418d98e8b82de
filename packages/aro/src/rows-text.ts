const width = 80;
const indent = "  ";
/** Names that are longer stand on a line of their own, as in the help of the commands with flags. */
const longestName = 28;

/** A table of names and what they mean, within the width of a terminal. */
export function rowsText(rows: readonly (readonly [name: string, meaning: string])[]): string[] {
  const column = Math.min(longestName, Math.max(...rows.map(([name]) => name.length))) + 2 * indent.length;
  return rows.flatMap(([name, meaning]) => {
    const lines = wrapped(meaning, width - column).map((line) => " ".repeat(column) + line);
    const lead = `${indent}${name}`;
    if (lead.length + indent.length > column)
      return [...wrapped(name, width - 2).map((part) => indent + part), ...lines];
    return [lead.padEnd(column) + (lines[0] ?? "").slice(column), ...lines.slice(1)];
  });
}

/** The text in lines of at most so many characters; a longer word has a line of its own. */
function wrapped(text: string, longest: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= longest) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
