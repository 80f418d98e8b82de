import { join } from "node:path";

/** Where `npm run clients -- --install` puts what it fetches; no part of the repository. */
export const fetched = join(import.meta.dirname, "../../node_modules/.cache/clients");

/** Where something is looked for: what the variables name, and nothing else when one does; else the usual places, relative ones among what was fetched. */
export function places(variables: readonly string[], usual: readonly string[]): readonly string[] {
  const named = variables.flatMap((name) => process.env[name] ?? []);
  return named.length > 0 ? named : usual.map((path) => (path.startsWith("/") ? path : join(fetched, path)));
}
