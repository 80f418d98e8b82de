import type { Kinds } from "../kinds/kind.ts";
import { parsed } from "../objects/parsed.ts";
import { forbidden, notFound } from "../registry/failures.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";

const lasting = ["default", "kube-public", "kube-system"];

/** Nothing is made in a namespace that is not there or is going; some namespaces never go. */
export const namespaceLifecycle =
  (store: Store, kinds: () => Kinds): Admission =>
  ({ operation, kind, object }) => {
    const { name, namespace } = object.metadata;
    if (operation === "DELETE" && kind.group === "" && kind.plural === "namespaces" && lasting.includes(name))
      throw forbidden(kind, name, "this namespace may not be deleted");
    if (operation !== "CREATE" || !kind.namespaced || namespace === undefined) return;
    const entry = store.get("/namespaces", namespace);
    const namespaces = kinds().find("", "v1", "namespaces");
    if (entry === undefined) throw notFound(namespaces ?? kind, namespace);
    const held = parsed(entry.text);
    if (held.metadata.deletionTimestamp !== undefined)
      throw forbidden(
        kind,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
        [
          {
            reason: "NamespaceTerminating",
            message: `namespace ${namespace} is being terminated`,
            field: "metadata.namespace",
          },
        ],
      );
  };
