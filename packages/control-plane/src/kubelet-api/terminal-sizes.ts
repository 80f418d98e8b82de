import { createFlow } from "../streams/flow.ts";
import type { TerminalSize } from "./node-agent.ts";

/** Sizes that nobody has looked at yet; older ones say nothing. */
const most = 16;

/** Terminal sizes out of the JSON that clients send, whole or in pieces. */
export function terminalSizes() {
  const flow = createFlow<TerminalSize>(most, () => 1);
  let rest = "";
  return {
    sizes: flow as AsyncIterable<TerminalSize>,
    take: (part: Uint8Array): void => {
      rest += Buffer.from(part).toString();
      for (let end = rest.indexOf("}"); end >= 0; end = rest.indexOf("}")) {
        const text = rest.slice(0, end + 1);
        rest = rest.slice(end + 1).trimStart();
        const { columns, rows } = readSize(text);
        if (columns !== undefined && rows !== undefined) flow.push({ columns, rows });
      }
      if (rest.length > 1_000) rest = "";
    },
    end: () => flow.end(),
  };
}

/** Go reads names of members in any case, so clients write them in any. */
function readSize(text: string): Partial<TerminalSize> {
  try {
    const members = Object.entries(JSON.parse(text) as Record<string, unknown>);
    const of = (name: string) => {
      const value = members.find(([member]) => member.toLowerCase() === name)?.[1];
      return typeof value === "number" ? value : undefined;
    };
    const [columns, rows] = [of("width"), of("height")];
    return columns === undefined || rows === undefined ? {} : { columns, rows };
  } catch {
    return {};
  }
}
