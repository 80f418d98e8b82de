/**
 * Node's options for each process of the product, as the launcher `./aro` has them too (decision 24).
 *
 * `v8-pool-size=0`: as many threads for V8's work as there are processors beside the event loop's, where Node takes four: on a machine of two, collecting garbage
 * waits for threads that wait for a processor.
 * `no-allocation-site-pretenuring`: V8 makes what has lived long a few times in its old generation at once from then on. Here that is what belongs to requests, and
 * each of them then holds all of its request until the old generation is collected.
 */
export const nodeFlags = [
  "--disable-warning=ExperimentalWarning",
  "--v8-pool-size=0",
  "--no-allocation-site-pretenuring",
] as const;

/**
 * Those of a process that serves many requests at once: a young generation that grows, with load, to several times what is under way, so that a collection copies less of it.
 * Up to 100 MB more memory while there is load; none without.
 */
export const servingFlags = [...nodeFlags, "--max-semi-space-size=64"] as const;
