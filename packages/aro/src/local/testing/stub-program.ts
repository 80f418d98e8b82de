// A process that listens on the port it is given, after a while when told so, and can be told to end with a status.
import { createServer } from "node:net";

const [port, delay, status] = process.argv.slice(2).map(Number);
if (status !== undefined) process.exit(status);
console.log(`stub ${process.pid} starts`);
setTimeout(() => createServer((socket) => socket.end()).listen(port, "127.0.0.1"), delay ?? 0);
process.on("SIGTERM", () => {
  console.log(`stub ${process.pid} stops`);
  process.exit(0);
});
