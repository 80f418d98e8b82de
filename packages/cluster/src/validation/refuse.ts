import { CloudError, type ErrorCode, type Finding } from "@aro/api";
import type { Verdict } from "./validation.ts";

/**
 * Ends with everything that was found, as one error: the first error does not hide the others (ARM-ERR-04). Each stands in `details` with
 * its target, and in the message too, since some clients show nothing else.
 * @throws CloudError when something was found.
 */
export function refuseFindings({ findings, cause }: Verdict): void {
  const told = withoutRepetitions(findings);
  const [first, ...others] = told;
  if (first === undefined) return;
  const options = cause === undefined ? {} : { cause };
  if (others.length === 0) throw new CloudError({ ...first }, options);
  const codes = new Set(told.map(({ code }) => code));
  const code: ErrorCode = codes.size === 1 ? first.code : "InvalidParameter";
  const listed = told.map(({ message }, index) => `(${index + 1}) ${message}`).join(" ");
  throw new CloudError(
    {
      code,
      message: `${told.length} things stand in the way of the cluster: ${listed}`,
      details: told.map((finding) => ({ ...finding })),
    },
    options,
  );
}

/** Two views of one fault, the master's subnet and a worker's for one, are told once. */
const withoutRepetitions = (findings: readonly Finding[]): Finding[] =>
  [...Map.groupBy(findings, ({ code, message }) => `${code} ${message}`).values()].flatMap(([first]) => first ?? []);
