/**
 * A test for actions by a pattern of Azure's roles, whatever the case. `*` stands for any text, slashes too; between two slashes it also
 * stands for nothing: Managed Identity Operator holds `userAssignedIdentities/assign/action` by a pattern with a star before `assign`.
 */
export function matcherOf(pattern: string): (action: string) => boolean {
  const forms = formsOf(pattern.trim().toLowerCase()).map((form) => form.split("*"));
  return (action) => {
    const wanted = action.toLowerCase();
    return forms.some((pieces) => matches(pieces, wanted));
  };
}

/** More stars between slashes than this are read as plain stars: no role has them. */
const mostOptional = 3;

/** The pattern, and what it is where a star between two slashes stands for nothing. */
function formsOf(pattern: string): string[] {
  const parts = pattern.split("/*/");
  if (parts.length === 1 || parts.length > mostOptional + 1) return [pattern];
  let forms = [parts[0] ?? ""];
  for (const part of parts.slice(1)) forms = forms.flatMap((form) => [`${form}/*/${part}`, `${form}/${part}`]);
  return forms;
}

/** Whether the pieces stand in the text in their order, the first at its beginning and the last at its end. Linear: patterns come from customers. */
function matches(pieces: readonly string[], text: string): boolean {
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= end;
}
