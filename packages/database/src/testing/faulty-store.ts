import { type Container, type ContainerDefinition, type Store, StoreUnavailable } from "../store.ts";

/** One call on its way into a store. */
export interface StoreCall {
  container: string;
  method: Exclude<keyof Container, "definition" | "onWrite">;
  arguments: readonly unknown[];
}

/** `refused`: the call does not happen. `answerLost`: it happens, and the caller does not hear of it. Both reject with StoreUnavailable. */
export type StoreFault = "refused" | "answerLost";

/**
 * The same store with faults and latency put in (spec 02 §15), for tests of those who use one. `decide` is asked before every call of
 * a container; what it awaits is the latency. It may be undefined from the beginning and be given faults later by closing over a variable.
 */
export function faultyStore(
  store: Store,
  decide: (call: StoreCall) => StoreFault | undefined | Promise<StoreFault | undefined>,
): Store {
  const faulty = (container: Container): Container => {
    const through = <Method extends StoreCall["method"]>(method: Method): Container[Method] => {
      const call = async (...values: unknown[]): Promise<unknown> => {
        const fault = await decide({ container: container.definition.name, method, arguments: values });
        if (fault === "refused") throw new StoreUnavailable(`${method} was refused by a fault put in`);
        const answer = await (container[method] as (...values: unknown[]) => Promise<unknown>).apply(container, values);
        if (fault === "answerLost") throw new StoreUnavailable(`the answer of ${method} was lost by a fault put in`);
        return answer;
      };
      return call as Container[Method];
    };
    return {
      definition: container.definition,
      create: through("create"),
      read: through("read"),
      readIfChanged: through("readIfChanged"),
      replace: through("replace"),
      delete: through("delete"),
      batch: through("batch"),
      query: through("query"),
      count: through("count"),
      changes: through("changes"),
      onWrite: (listener) => container.onWrite(listener),
    };
  };
  return {
    container: async (definition: ContainerDefinition) => faulty(await store.container(definition)),
    now: () => store.now(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
