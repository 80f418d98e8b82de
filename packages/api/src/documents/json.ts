/** Plain JSON, the only thing a document is made of. Integers beyond 2^53 are kept as strings by whoever declares them. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. Members the running code does not know are carried along untouched (spec 02 §2.6). */
export interface JsonObject {
  [member: string]: Json | undefined;
}
