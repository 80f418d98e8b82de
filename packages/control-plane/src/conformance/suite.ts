import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@aro/runtime";
import { createClient } from "./client.ts";
import type { Engine } from "./engine.ts";
import type { Fact, World } from "./fact.ts";
import { access } from "./facts/access.ts";
import { certificates } from "./facts/certificates.ts";
import { cluster } from "./facts/cluster.ts";
import { defaults } from "./facts/defaults.ts";
import { definitions } from "./facts/definitions.ts";
import { moreDefinitions } from "./facts/definitions-more.ts";
import { ephemeralContainers } from "./facts/ephemeral-containers.ts";
import { flowControl } from "./facts/flow-control.ts";
import { lifetimes } from "./facts/lifetimes.ts";
import { lists } from "./facts/lists.ts";
import { objects } from "./facts/objects.ts";
import { applies, patches } from "./facts/patches.ts";
import { policies } from "./facts/policies.ts";
import { quotas } from "./facts/quotas.ts";
import { rights } from "./facts/rights.ts";
import { rows } from "./facts/rows.ts";
import { streams } from "./facts/streams.ts";
import { surfaces } from "./facts/surfaces.ts";
import { validations } from "./facts/validations.ts";
import { versions } from "./facts/versions.ts";
import { watches } from "./facts/watches.ts";
import { webhooks } from "./facts/webhooks.ts";
import { writes } from "./facts/writes.ts";

/** All facts, by subject. */
export const suite: Readonly<Record<string, readonly Fact[]>> = {
  objects,
  lists,
  watches,
  versions,
  writes,
  patches,
  applies,
  lifetimes,
  definitions,
  access,
  rights,
  certificates,
  streams,
  webhooks,
  policies,
  cluster,
  validations,
  moreDefinitions,
  surfaces,
  defaults,
  rows,
  quotas,
  ephemeralContainers,
  flowControl,
};

/** A fingerprint of the facts: a checked-in result is of this suite or it is of an older one. */
export function fingerprint(): string {
  const hash = createHash("sha256");
  for (const folder of ["facts", "rows", "samples"].map((one) => join(import.meta.dirname, one)))
    for (const name of readdirSync(folder).sort())
      if (!/\.test\.ts$|^real-/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex").slice(0, 16);
}

let counter = 0;

/** Tries one fact on an engine, in a fresh namespace. @throws what the fact throws. */
export async function tryFact(engine: Engine, fact: Fact): Promise<void> {
  const unique = (prefix: string) => `${prefix}-${process.pid}-${++counter}`;
  const namespace = unique("fact");
  const admin = createClient(engine.address, engine.authority, { identity: await engine.identity() });
  const made = await admin.call("POST", "/api/v1/namespaces", { body: { metadata: { name: namespace } } });
  if (made.status !== 201) throw new Error(`no namespace: ${made.text}`);
  const cleaning: (() => Promise<unknown>)[] = [];
  const world: World = {
    admin,
    namespace,
    core: `/api/v1/namespaces/${namespace}`,
    group: (groupVersion) => `/apis/${groupVersion}/namespaces/${namespace}`,
    as: async ({ user, token, identity }) =>
      createClient(engine.address, engine.authority, {
        ...(token === undefined ? {} : { token }),
        ...(identity === undefined ? {} : { identity }),
        ...(user === undefined ? {} : { identity: await engine.identity({ groups: [], ...user }) }),
      }),
    unique,
    eventually: async (look, seconds = 30) => {
      const until = systemClock.monotonic() + seconds * 1000;
      for (;;) {
        try {
          return await look();
        } catch (error) {
          if (systemClock.monotonic() > until) throw error;
          await systemClock.sleep(50);
        }
      }
    },
    afterwards: (clean) => cleaning.unshift(clean),
  };
  try {
    await fact.holds(world);
  } finally {
    for (const clean of cleaning) await clean();
    await admin.call("DELETE", `/api/v1/namespaces/${namespace}`);
  }
}
