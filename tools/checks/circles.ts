/** Groups of files of which each reaches the others by what it loads (Tarjan's strongly connected components); `loads` names the files a file imports. */
export function circlesOf(loads: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    for (const next of loads.get(file) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(file, Math.min(lowest.get(file) ?? 0, lowest.get(next) ?? 0));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const group = open.splice(open.indexOf(file));
    if (group.length > 1 || loads.get(file)?.includes(file) === true) circles.push(group.sort());
  };
  for (const file of loads.keys()) if (!order.has(file)) visit(file);
  return circles;
}
