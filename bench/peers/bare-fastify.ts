// Fastify with its defaults over TLS: parses the same bodies, answers with the same bytes, does nothing else. What GET and PUT are compared with.
import { once } from "node:events";
import { fastify } from "fastify";

const send = (message: object): void => void process.send?.(message);

interface Said {
  body: string;
  headers: Record<string, string>;
}

/** What it is to answer. */
interface Told {
  tls: { key: string; cert: string };
  get: Said;
  put: Said;
}

const [{ tls, get, put }] = (await once(process, "message")) as [Told];
const app = fastify({ https: { ...tls, requestCert: true, rejectUnauthorized: false } });
app.get("/*", (_request, reply) => reply.headers(get.headers).send(get.body));
app.put("/*", (request, reply) => {
  if (typeof request.body !== "object") throw new Error("no body");
  return reply.code(201).headers(put.headers).send(put.body);
});
await app.listen({ port: 0, host: "127.0.0.1" });
const address = app.server.address();
send({ port: typeof address === "object" ? address?.port : 0 });
process.on("message", (message) => {
  if (message === "cpu") send({ cpu: process.cpuUsage() });
});
process.once("disconnect", () => process.exit());
