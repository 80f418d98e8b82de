/** What the validator finds: a code, and where. */
interface Finding {
  code: string;
  message: string;
  pathsInPayload: readonly string[];
}

/** A finding that is right nevertheless: its code, where, and why. */
interface Exception {
  code: string;
  path: RegExp;
  why: string;
}

const sizes: Exception = {
  code: "ENUM_MISMATCH",
  path: /\/vmSize$/,
  why: "two versions list the sizes of their time; later ones may be asked for through them, and a cluster is shown with its own",
};

const inAnswers: readonly Exception[] = [
  sizes,
  {
    code: "OBJECT_ADDITIONAL_PROPERTIES",
    path: /^\/value\/\d+\/isDataAction$/,
    why: "ARM asks for it in the operations list (ARM-PRX-02), and the schema of no version has it, though none forbids it",
  },
];

const inRequests: readonly Exception[] = [
  sizes,
  {
    code: "OBJECT_ADDITIONAL_PROPERTIES",
    path: /./,
    why: "members that a version does not know are ignored (ARM-PUT-09), and in a PATCH those that name the resource (ARM-PAT-05)",
  },
  {
    code: "READONLY_PROPERTY_NOT_ALLOWED_IN_REQUEST",
    path: /./,
    why: "what GET showed may be sent back (ARM-PUT-05)",
  },
];

const isRight = ({ code, pathsInPayload }: Finding, exceptions: readonly Exception[]): boolean =>
  pathsInPayload.every((path) => exceptions.some((one) => one.code === code && one.path.test(path)));

const text = ({ code, message, pathsInPayload }: Finding): string => `${code} ${pathsInPayload.join(", ")}: ${message}`;

/** What is wrong with an answer. */
export const wrongInAnswer = (findings: readonly Finding[]): string[] =>
  findings.filter((one) => !isRight(one, inAnswers)).map(text);

/** What is wrong with a request that was accepted. A name in another case is a member that is missing and one that is unknown (spec 01 §1.4). */
export function wrongInRequest(findings: readonly Finding[]): string[] {
  const unknown = new Set(
    findings
      .filter(({ code }) => code === "OBJECT_ADDITIONAL_PROPERTIES")
      .flatMap(({ pathsInPayload }) => pathsInPayload.map(lower)),
  );
  const isRecased = ({ code, pathsInPayload }: Finding) =>
    code === "OBJECT_MISSING_REQUIRED_PROPERTY" && pathsInPayload.every((path) => unknown.has(lower(path)));
  return findings
    .filter((one) => !isRight(one, inRequests) && !isRecased(one))
    .map((one) => `it was accepted, with ${text(one)}`);
}

const lower = (path: string): string => path.toLowerCase();
