import { connect, type TLSSocket } from "node:tls";

/** A bounded load: `lanes` connections, each with one request under way, for `milliseconds`. */
export interface Load {
  port: number;
  client: { key: string; cert: string };
  lanes: number;
  milliseconds: number;
  /** The bytes of the n-th request. */
  request: (n: number) => Buffer;
  /** The status that every answer must have. */
  status: number;
  /** Is shown the body of each answer. */
  seen?: (body: string) => void;
}

/** How many requests were answered, and in what time. */
export interface Loaded {
  answered: number;
  milliseconds: number;
}

const endOfHead = Buffer.from("\r\n\r\n");

/** Runs the load, numbering requests from `first`. @throws Error for an answer with another status. */
export async function run(load: Load, first: number): Promise<Loaded> {
  const sockets = await Promise.all(Array.from({ length: load.lanes }, () => open(load)));
  let next = first;
  let answered = 0;
  const began = performance.now();
  const until = began + load.milliseconds;
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let pending: Buffer = Buffer.alloc(0);
          const ask = () => {
            if (performance.now() >= until) resolve();
            else socket.write(load.request(next++));
          };
          socket.on("error", reject);
          socket.on("close", () => reject(new Error("the server closed a connection")));
          socket.on("data", (piece: Buffer) => {
            pending = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
            const head = pending.indexOf(endOfHead);
            if (head < 0) return;
            const text = pending.toString("latin1", 0, head);
            const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
            if (pending.length < head + 4 + length) return;
            if (Number(text.slice(9, 12)) !== load.status) return reject(new Error(pending.toString()));
            load.seen?.(pending.toString("utf8", head + 4, head + 4 + length));
            pending = Buffer.alloc(0);
            answered++;
            ask();
          });
          ask();
        }),
    ),
  );
  const milliseconds = performance.now() - began;
  for (const socket of sockets) socket.removeAllListeners("close").destroy();
  return { answered, milliseconds };
}

const open = ({ port, client }: Load): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const socket = connect(
      { host: "127.0.0.1", port, ...client, rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] },
      () => {
        socket.setNoDelay(true);
        resolve(socket);
      },
    );
    socket.once("error", reject);
  });
