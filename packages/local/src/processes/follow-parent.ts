// Loaded before a program of ours that the emulator starts: its descriptor 3 is a line to the emulator, and when that falls silent, because the
// emulator was killed, nobody is left to whom the program belongs. It ends as a container on a node that lost its power does.
import { Socket } from "node:net";

const line = new Socket({ fd: 3, readable: true, writable: false });
line.on("error", () => undefined);
line.on("close", () => process.kill(process.pid, "SIGKILL"));
line.resume();
line.unref();
