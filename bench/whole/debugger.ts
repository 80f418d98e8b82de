/** Where a process listens for a debugger, by what it has printed; the last place when there were several. */
export const addressIn = (printed: string): string | undefined =>
  printed
    .match(/Debugger listening on (ws:\S+)/g)
    ?.at(-1)
    ?.split(" ")
    .at(-1);

/** Asks a process that listens for a debugger. */
async function ask(address: string, method: string, params: object = {}): Promise<Record<string, unknown>> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error(`nobody listens at ${address}`));
  });
  const answer = await new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(String(data));
    socket.send(JSON.stringify({ id: 1, method, params }));
  });
  socket.close();
  return (JSON.parse(answer) as { result: Record<string, unknown> }).result;
}

/** Runs an expression in a process that listens for a debugger; it answers text. */
export async function evaluate(address: string, expression: string): Promise<string> {
  const { result } = await ask(address, "Runtime.evaluate", { expression, returnByValue: true });
  return (result as { value?: string }).value ?? "";
}

/** Lets a process that listens for a debugger free everything that nobody holds. */
export const collectGarbage = async (address: string): Promise<void> =>
  void (await ask(address, "HeapProfiler.collectGarbage"));
