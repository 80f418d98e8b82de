/** What an operator says of itself besides what its workloads tell: a fault, a roll of its own. */
export interface OperatorNews {
  degraded?: { reason: string; message: string };
  unavailable?: { reason: string; message: string };
  progressing?: { reason: string; message: string };
  /** Not yet at the release although its workloads are. */
  behind?: true;
}

/** What is to be said of operators besides what their workloads tell, by who says it. Lost with the process: whoever says it says it again. */
export interface NewsBoard {
  of(operator: string): OperatorNews;
  /** Replaces what `from` says of an operator; undefined takes it back. */
  say(operator: string, from: string, news: OperatorNews | undefined): void;
  watch(changed: () => void): () => void;
}

export function openNewsBoard(): NewsBoard {
  const said = new Map<string, Map<string, OperatorNews>>();
  const watchers = new Set<() => void>();
  return {
    of: (operator) => Object.assign({}, ...(said.get(operator)?.values() ?? [])) as OperatorNews,
    say: (operator, from, news) => {
      const known = said.get(operator) ?? new Map<string, OperatorNews>();
      if (JSON.stringify(known.get(from)) === JSON.stringify(news)) return;
      if (news === undefined) known.delete(from);
      else known.set(from, news);
      said.set(operator, known);
      for (const changed of watchers) changed();
    },
    watch: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
  };
}
