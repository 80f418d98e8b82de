import { CloudError, type CloudErrorBody } from "@aro/api";
import { adviceFor, innermost } from "@aro/azure";

/** One reason for which an install fails: how Hive recognises it in the log, and what the customer reads. */
export interface InstallFailure {
  /** Reason that Hive sets on the condition. */
  name: string;
  /** As Hive (Go) reads it. */
  regex: string;
  /** What Hive says in the condition's message. */
  hiveMessage: string;
  /** What went wrong, as the customer reads it. ARM's own words follow where the log quotes them. */
  cause: string;
  /** What the customer can do; absent: what Azure's code asks for. */
  remedy?: string;
  /** Told besides what ARM said. */
  detail?: CloudErrorBody;
  /** Whether ARM's own errors, as the log quotes them, are given as details, and the most telling one in the message. */
  armDetails: boolean;
}

const retry = "Create the cluster again by the same request once the cause is gone.";

/** In order: earlier rows win (spec 03 §7.6 "Failure classification"). */
const installFailures: readonly InstallFailure[] = [
  {
    name: "AzureKeyBasedAuthenticationNotPermitted",
    regex: "(?s)cluster([a-z0-9]){10}.*KeyBasedAuthenticationNotPermitted",
    hiveMessage: "Key-based authentication is not permitted on the cluster's storage account.",
    cause: "the cluster's storage account does not permit key-based authentication.",
    remedy: "Exempt the managed resource group of the cluster from the policy that disables it.",
    detail: {
      code: "KeyBasedAuthenticationNotPermitted",
      message:
        "Shared-key access was disabled on the cluster's storage account, most likely by an Azure Policy with effect 'modify'.",
    },
    armDetails: false,
  },
  {
    name: "AzureRequestDisallowedByPolicy",
    regex: '"code":\\w?"InvalidTemplateDeployment".*"code":\\w?"RequestDisallowedByPolicy"',
    hiveMessage: "A policy does not allow the cluster's resources.",
    cause: "RequestDisallowedByPolicy: a policy of the subscription does not allow the cluster's resources.",
    remedy: "Exempt the managed resource group of the cluster from the policy.",
    armDetails: true,
  },
  {
    name: "AzureInvalidTemplateDeployment",
    regex: '"code":\\w?"InvalidTemplateDeployment"',
    hiveMessage: "Azure refused the template of the cluster's resources.",
    cause: "Azure refused the cluster's resources.",
    armDetails: true,
  },
  {
    name: "AzureZonalAllocationFailed",
    regex: '"code\\W*":\\W*"ZonalAllocationFailed\\W*"',
    hiveMessage: "Azure has no capacity for the machines in a zone.",
    cause: "Azure has no capacity left for these machines in a zone of the region.",
    remedy: "Choose another VM size or region, or try later.",
    armDetails: true,
  },
  {
    name: "AzureOSProvisioningTimedOut",
    regex: '"code\\W*:\\W*"OSProvisioningTimedOut\\W*"',
    hiveMessage: "Machines did not start in time.",
    cause: "the cluster's machines did not start in time.",
    remedy: "Check that its network lets them reach what they need.",
    armDetails: true,
  },
];

/** What Hive is told, so that it finds the same reasons (ConfigMap `hive/additional-install-log-regexes`). */
export const installLogRegexes = (): {
  name: string;
  searchRegexStrings: string[];
  installFailingReason: string;
  installFailingMessage: string;
}[] =>
  installFailures.map(({ name, regex, hiveMessage }) => ({
    name,
    searchRegexStrings: [regex],
    installFailingReason: name,
    installFailingMessage: hiveMessage,
  }));

/** Where the installer quotes what ARM answered; the one form that is read. */
const quotedAnswer = /level=error msg=400: DeploymentFailed: : Deployment failed\. Details: : : (\{.*\})/;
/** Lines of the log's end that the customer is shown where nothing is recognised. */
const tailLines = 10;

/** The customer's error for a provision that failed for `reason`, from its log as far as there is one. */
export function installFailure(reason: string, log: string | undefined): CloudError {
  const known = installFailures.find(({ name }) => name === reason);
  if (known === undefined) return unrecognised(reason, log);
  const { cause, remedy, detail } = known;
  const arm = known.armDetails ? armDetails(log) : [];
  return deploymentFailed({ cause, remedy, arm, details: [...(detail === undefined ? [] : [detail]), ...arm] }, 400);
}

interface Told {
  cause: string;
  remedy: string | undefined;
  /** ARM's own errors. */
  arm: readonly CloudErrorBody[];
  details: readonly CloudErrorBody[];
}

/** Cause, ARM's most telling words, remedy: all in the message too, since some clients show nothing else. */
function deploymentFailed({ cause, remedy, arm, details }: Told, status: 400 | 500): CloudError {
  const [first] = arm;
  const inner = first === undefined ? undefined : innermost(first);
  const quoted = inner === undefined ? "" : `${inner.code}: ${inner.message}`.replace(/\.?\s*$/, ".");
  const advice = remedy === undefined ? adviceFor([...codesOf(arm)].reverse()) : `${remedy} ${retry}`;
  return new CloudError(
    {
      code: "DeploymentFailed",
      message: ["Deployment failed:", cause, quoted, advice].filter((part) => part !== "").join(" "),
      ...(details.length === 0 ? {} : { details: [...details] }),
    },
    { status },
  );
}

const codesOf = (bodies: readonly CloudErrorBody[]): string[] =>
  bodies.flatMap(({ code, details = [] }) => [code, ...codesOf(details)]);

/** A reason that the table does not know: what ARM said if the log quotes it, else how the log ends. */
function unrecognised(reason: string, log: string | undefined): CloudError {
  const arm = armDetails(log);
  if (arm.length > 0)
    return deploymentFailed(
      { cause: "Azure refused the cluster's resources.", remedy: undefined, arm, details: arm },
      500,
    );
  const tail = (log ?? "").trimEnd().split("\n").slice(-tailLines).join("\n").trim();
  const because = reason === "" ? "" : ` Hive says '${reason}'.`;
  const last = lastError(log ?? "");
  const cause = last === undefined ? " for a reason that is not known." : `: ${last.replace(/\.?\s*$/, ".")}`;
  return new CloudError(
    {
      code: "DeploymentFailed",
      message: `The installation failed${cause}${because} ${retry} If it fails again, open an Azure support request.`,
      ...(tail === "" ? {} : { details: [{ code: "InstallLog", message: tail }] }),
    },
    { status: 500 },
  );
}

/** What the last line of a log says that tells of an error. */
const lastError = (log: string): string | undefined =>
  log
    .split("\n")
    .findLast((line) => line.includes(errorMark))
    ?.split(errorMark, 2)[1]
    ?.slice(0, longestQuoted);

const errorMark = "level=error msg=";
const longestQuoted = 1_000;

/** ARM's own errors out of the log, or the one that has none inside; none when the line is missing or no JSON. */
function armDetails(log: string | undefined): CloudErrorBody[] {
  const quoted = quotedAnswer.exec(log ?? "")?.[1];
  if (quoted === undefined) return [];
  try {
    const told = JSON.parse(quoted) as { details?: unknown; error?: unknown };
    const error = (told.error ?? told) as { details?: unknown };
    const details = Array.isArray(error.details) ? error.details.flatMap(bodyOf) : [];
    return details.length > 0 ? details : bodyOf(error);
  } catch {
    return [];
  }
}

function bodyOf(value: unknown): CloudErrorBody[] {
  const told = value as Partial<CloudErrorBody> | null;
  if (typeof told?.code !== "string" || typeof told.message !== "string") return [];
  const inner = Array.isArray(told.details) ? told.details.flatMap(bodyOf) : [];
  return [
    {
      code: told.code,
      message: told.message,
      ...(typeof told.target === "string" ? { target: told.target } : {}),
      ...(inner.length === 0 ? {} : { details: inner }),
      ...(Array.isArray(told.additionalInfo) ? { additionalInfo: told.additionalInfo } : {}),
    },
  ];
}
