export * from "./store.ts";
export * from "./work/index.ts";
