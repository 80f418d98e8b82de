import { stepNames } from "@aro/api";
import { nearest } from "@aro/runtime";
import { globPattern } from "./glob.ts";

/** What faults may name, by kind. What nothing is called would be waited for without end. */
export const faultNames = {
  /** Steps of operations. */
  steps: stepNames,
  /** Processes that report step boundaries. */
  reporters: ["rp"],
  /** Processes that a fault can end. */
  processes: ["rp", "emulator", "operator", "installer"],
  methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What is wrong with a name that none of `names` is; undefined when one is it, in any case. */
export function unknownName(asked: string, names: readonly string[], what: string): string | undefined {
  const wanted = asked.toLowerCase();
  return names.some((name) => name.toLowerCase() === wanted) ? undefined : noSuch(asked, names, what);
}

/** A pattern that no name fits; `*` stands for any part of one. */
export const unknownPattern = (asked: string, names: readonly string[], what: string): string | undefined => {
  const pattern = globPattern(asked);
  return names.some((name) => pattern.test(name)) ? undefined : noSuch(asked, names, what);
};

/** As many as can be read at a glance are all told. */
const fewNames = 6;

/** That nothing is called so, what may have been meant, and where all names stand. */
export function noSuch(asked: string, names: readonly string[], what: string): string {
  const near = nearest(asked, names);
  const others =
    names.length === 0
      ? "there is none"
      : names.length <= fewNames
        ? `there are ${names.join(", ")}`
        : `${near.length === 0 ? "" : `nearest: ${near.join(", ")}; `}'aro local fault names' lists all`;
  return `there is no ${what} "${asked}"; ${others}`;
}
