import { killCases } from "./kills.ts";

/** Every case of the crash matrix. */
export const crashCases = [...killCases] as const;
