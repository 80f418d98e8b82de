// The frontend over a real store on disk, as `aro rp` composes it, with its log at the level of production going to /dev/null.
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scaledDurations } from "@aro/api";
import { createSealer, openDatabase, openSqliteStore } from "@aro/database";
import { createFrontend } from "@aro/frontend";
import { systemClock as clock, systemRandom as random } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import { subscriptionId } from "./requests.ts";

const send = (message: object): void => void process.send?.(message);

/** What it is to listen with. */
interface Told {
  tls: { key: string; cert: string };
  /** DER of the client's certificate, base64. */
  client: string;
  folder: string;
}

const [{ tls, client, folder }] = (await once(process, "message")) as [Told];
const store = await openSqliteStore({
  path: join(await mkdtemp(join(folder || tmpdir(), "bench-frontend-")), "store.db"),
  clock,
});
const database = await openDatabase(store, { clock });
await database.subscriptions.create({
  id: subscriptionId,
  subscription: { state: "Registered", properties: { tenantId: "t" } },
});
const certificate = Buffer.from(client, "base64");
const frontend = createFrontend({
  database,
  sealer: createSealer({ sealWith: random.bytes(64), openWith: [] }, { random }),
  continuationSealer: createSealer({ sealWith: random.bytes(64), openWith: [] }, { random }),
  clock,
  random,
  log: createLog({ service: "rp", level: "info" }),
  durations: scaledDurations(1),
  settings: {
    location: "eastus",
    domain: "eastus.aroapp.io",
    requireD2sWorkers: false,
    build: "bench",
    gatewayEnabled: false,
  },
  versions: () => ({ enabled: new Set(["4.16.30"]), default: "4.16.30" }),
  authorisers: { arm: { authorises: (der) => certificate.equals(der), ready: () => true } },
  supportedChanges: new Set(),
});
const { port } = await frontend.listen({ port: 0, host: "127.0.0.1", tls: { key: tls.key, certificates: tls.cert } });
send({ port });
process.on("message", (message) => {
  if (message === "cpu") send({ cpu: process.cpuUsage() });
});
process.once("disconnect", () => process.exit());
