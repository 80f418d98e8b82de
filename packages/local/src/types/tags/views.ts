import { type Doc, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { View, ViewRow } from "../../resources/contract.ts";
import { resourcesVersions } from "../../resources/groups.ts";
import { changeTags, holderOf, readTags, type TagHolder, tagOperations } from "./scopes.ts";

const common = {
  type: "Microsoft.Resources/tags",
  ends: "name",
  apiVersions: resourcesVersions,
  evidence: "documented",
} as const;

const shown = ({ id }: TagHolder, tags: Doc): Doc => ({
  id: `${id}/providers/Microsoft.Resources/tags/default`,
  name: "default",
  type: "Microsoft.Resources/tags",
  properties: { tags },
});

/** Does something with the tags of the scope that is asked for: at once where they are ours, so that it is one transaction. */
function withTags<Result>(view: View, act: (holder: TagHolder) => Result | Promise<Result>): Result | Promise<Result> {
  const { engine, id, actor } = view;
  if (id.name.toLowerCase() !== "default")
    throw new Refusal(404, "TagsNotFound", `The tags of a scope are named default, not '${id.name}'.`);
  const holder = holderOf(engine, id.scope, actor);
  return holder instanceof Promise ? holder.then(act) : act(holder);
}

const change =
  (next: (before: Doc, body: Doc) => Doc) =>
  (view: View): Doc | Promise<Doc> =>
    withTags(view, (holder) => {
      const tags = next(holder.tags, view.body);
      const set = holder.set(tags);
      return set instanceof Promise ? set.then(() => shown(holder, tags)) : shown(holder, tags);
    });

function patched(before: Doc, body: Doc): Doc {
  const asked = text(body["operation"]);
  const operation = tagOperations.find((one) => one.toLowerCase() === asked.toLowerCase());
  if (operation === undefined)
    throw new Refusal(
      400,
      "InvalidTagPatchOperation",
      `The operation '${asked}' of a tags patch is none of ${tagOperations.join(", ")}.`,
    );
  return changeTags(before, operation, readTags(body));
}

/** The tags of any scope as one resource: of a subscription, a group, a resource. */
export const tagViews = (): readonly ViewRow[] => [
  {
    ...common,
    verb: "GET",
    what: "the tags of a scope",
    answer: (view) => withTags(view, (holder) => shown(holder, holder.tags)),
  },
  {
    ...common,
    verb: "PUT",
    what: "replaces the tags of a scope",
    answer: change((_before, body) => readTags(body)),
  },
  {
    ...common,
    verb: "PATCH",
    what: "merges, replaces or deletes tags of a scope, names compared ignoring case",
    answer: change(patched),
  },
  {
    ...common,
    verb: "DELETE",
    what: "takes all tags of a scope away",
    answer: (view) =>
      withTags(view, async (holder) => {
        await holder.set({});
        return undefined;
      }),
  },
];
