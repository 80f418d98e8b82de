/** Longer texts are read anew each time: what is remembered takes little. */
const longest = 500;

/**
 * `read`, which looks at nothing but its text, asked once for each: whoever waits for something asks for the same again and again. Texts are
 * the callers' own, so beyond `atMost` all are forgotten.
 */
export function remembered<Value>(read: (text: string) => Value, atMost = 4_000): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    if (text.length > longest) return value;
    if (known.size >= atMost) known.clear();
    known.set(text, value);
    return value;
  };
}
