import type { Duplex } from "node:stream";

/** Writes and waits until the other side has made room, so that a reader who hangs holds no more than one part. @throws when it has gone. */
export async function writeTo(socket: Duplex, parts: Uint8Array | readonly Uint8Array[]): Promise<void> {
  if (socket.destroyed || socket.writableEnded) throw new Error("the connection is closed");
  const all = parts instanceof Uint8Array ? [parts] : parts;
  socket.cork();
  let room = true;
  for (const part of all) room = socket.write(part);
  process.nextTick(() => socket.uncork());
  if (room || !socket.writableNeedDrain) return;
  await new Promise<void>((done, fail) => {
    const settle = () => {
      socket.off("drain", settle);
      socket.off("close", settle);
      if (socket.destroyed) fail(new Error("the connection is closed"));
      else done();
    };
    socket.on("drain", settle);
    socket.on("close", settle);
  });
}
