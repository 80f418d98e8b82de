/** What a kind of resource goes through, by the methods of an SDK. */
export interface Life<T> {
  /** `network virtualNetworks`. */
  what: string;
  create(): PromiseLike<T>;
  get(): PromiseLike<T>;
  list(): AsyncIterable<T>;
  /** A PATCH of its tags, or another PUT. */
  update?(): PromiseLike<T>;
  /** Whether what is read afterwards shows the update. */
  updated?(shown: T): boolean;
  remove(): PromiseLike<unknown>;
  /** A call that is refused, and how. */
  refused: { call(): PromiseLike<unknown>; status: number; code: string };
}

/** One step that a client takes; it throws when what came of it is wrong. */
export interface Step {
  what: string;
  run(): Promise<void>;
}

/** A step of its own, beside the life of resources. */
export const step = (what: string, run: () => Promise<void>): Step => ({ what, run });

const named = (value: unknown): string => String((value as { name?: unknown }).name);

/** The steps of a life, in their order. */
export function stepsOf<T>({ what, create, get, list, update, updated, remove, refused }: Life<T>): readonly Step[] {
  let name = "";
  const expect = (holds: boolean, problem: () => string): void => {
    if (!holds) throw new Error(problem());
  };
  const names = async () => {
    const found: string[] = [];
    for await (const one of list()) found.push(named(one));
    return found;
  };
  return [
    step(`${what}: create`, async () => {
      name = named(await create());
    }),
    step(`${what}: get`, async () => {
      const got = named(await get());
      expect(got === name, () => `it was made as ${name} and is ${got}`);
    }),
    step(`${what}: list`, async () => {
      const all = await names();
      expect(all.includes(name), () => `${name} is not among ${all.join(", ")}`);
    }),
    ...(update === undefined
      ? []
      : [
          step(`${what}: update`, async () => {
            const answered = await update();
            const shown = await get();
            for (const one of [answered, shown])
              expect(updated?.(one) ?? true, () => `the update is not in ${JSON.stringify(one)}`);
          }),
        ]),
    step(`${what}: refused with ${refused.code}`, () => mustRefuse(refused)),
    step(`${what}: delete`, async () => {
      await remove();
      const left = await names();
      expect(!left.includes(name), () => `${name} is still among ${left.join(", ")}`);
    }),
  ];
}

/** That a call is refused with a RestError of this status and code. */
export async function mustRefuse({ call, status, code }: Life<unknown>["refused"]): Promise<void> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    const { name, statusCode, code: found, message } = error as Error & { statusCode?: number; code?: string };
    if (name === "RestError" && statusCode === status && found === code) return;
    throw new Error(`refused with ${name} ${statusCode} ${found}: ${message}`, { cause: error });
  }
  throw new Error(`it was not refused: ${JSON.stringify(answer)}`);
}
