import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import type { Entry, StoredEvent } from "./store.ts";

/** The object after a change. */
export const objectAfter = ({ text }: StoredEvent): KubeObject => parsed(text);

/** The object before a change; undefined when there was none. */
export const objectBefore = ({ before }: StoredEvent): KubeObject | undefined =>
  before === undefined ? undefined : parsed(before);

/** The object of an entry. */
export const objectKept = ({ text }: Entry): KubeObject => parsed(text);
