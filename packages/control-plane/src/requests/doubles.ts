/** Paths of members that a JSON text gives twice: `data.x`, `spec.containers[0].name`. The text must be JSON. */
export function doubledMembers(text: string): string[] {
  const found: string[] = [];
  /** For each bracket that is open: the names seen in an object, or how many elements a list had. */
  const open: { names?: Set<string>; count: number; path: string }[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;
  let last = "";
  let path = "";
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [sign] = match;
    const holder = open.at(-1);
    if (sign === "{" || sign === "[") {
      const own = holder?.names === undefined && holder !== undefined ? `${holder.path}[${holder.count}]` : path;
      open.push(sign === "{" ? { names: new Set(), count: 0, path: own } : { count: 0, path: own });
    } else if (sign === "}" || sign === "]") open.pop();
    else if (sign === ",") {
      if (holder !== undefined) holder.count++;
    } else if (sign === ":" && holder?.names !== undefined) {
      const name = JSON.parse(last) as string;
      path = holder.path === "" ? name : `${holder.path}.${name}`;
      if (holder.names.has(name)) found.push(path);
      holder.names.add(name);
    }
    last = sign;
  }
  return found;
}
