import type { KubeObject, StoredEvent } from "@aro/control-plane";

/** Whether a change is of the status alone: what its own controller has just written, and need not look at again. */
export function isOfStatusOnly({ type, text, before }: StoredEvent): boolean {
  if (type !== "MODIFIED" || before === undefined) return false;
  return desired(before) === desired(text);
}

/** An object without what changes with every write of its status. */
function desired(text: string): string {
  const { status: _, metadata, ...rest } = JSON.parse(text) as KubeObject;
  const { resourceVersion: __, managedFields: ___, ...kept } = metadata;
  return JSON.stringify([kept, rest]);
}
