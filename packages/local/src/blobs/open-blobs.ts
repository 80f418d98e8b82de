import type { ServicePart } from "../names/hosts.ts";
import type { Engine } from "../resources/contract.ts";
import type { Durable } from "../state/durable.ts";
import { accountsOf, containersOf, isThere } from "./account-rows.ts";
import { type BlobServiceDeps, createBlobService } from "./blob-service.ts";
import { BlobStore } from "./store/blob-store.ts";

interface Deps extends Omit<BlobServiceDeps, "store" | "containers" | "accountOf" | "delegationSecret"> {
  engine: Engine;
  /** Where blobs are kept: a file of its own, synced at every commit. */
  blobs: Durable;
}

/** The blob service of ARM's storage accounts. What a killed process left half done, and what lay in containers that ARM removed, goes first. */
export function openBlobs(deps: Deps): ServicePart {
  const { engine, blobs, random } = deps;
  const store = new BlobStore(blobs);
  store.transaction(() => {
    for (const container of store.containers()) if (!isThere(engine, container)) store.forgetContainer(container);
    store.forgetLost();
  });
  return createBlobService({
    ...deps,
    store,
    containers: containersOf(engine),
    accountOf: accountsOf(engine),
    delegationSecret: ({ instance }) => {
      const kept = store.note<string>(instance, "delegation");
      if (kept !== undefined) return Buffer.from(kept, "base64");
      const made = Buffer.from(random.bytes(32));
      store.transaction(() => store.setNote(instance, "delegation", made.toString("base64")));
      return made;
    },
  });
}
