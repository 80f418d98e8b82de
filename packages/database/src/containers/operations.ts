import type { OperationDocument } from "@aro/api";
import type { Container, Stored } from "../store.ts";
import { requireLowerCase } from "./lower-case.ts";

/** Operations, which lie beside their cluster; they are written in batches with it. */
export interface Operations {
  readonly container: Container;
  /** The operation with this id, in this subscription; undefined when there is none, or the document is of another kind. */
  read(subscription: string, id: string): Promise<Stored<OperationDocument> | undefined>;
}

/** Typed access to the operations in `container`. */
export const operationsOf = (container: Container): Operations => ({
  container,
  read: async (subscription, id) => {
    requireLowerCase("id", subscription);
    requireLowerCase("id", id);
    const document = await container.read<OperationDocument>(subscription, id);
    return document?.kind === "operation" ? document : undefined;
  },
});
