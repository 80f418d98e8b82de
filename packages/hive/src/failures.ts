import { CloudError, type CloudErrorBody } from "@aro/api";

/** One reason for which an install fails: how Hive recognises it in the log, and what the customer reads. */
export interface InstallFailure {
  /** Reason that Hive sets on the condition. */
  name: string;
  /** As Hive (Go) reads it. */
  regex: string;
  /** What Hive says in the condition's message. */
  hiveMessage: string;
  message: string;
  /** Told besides what ARM said. */
  detail?: CloudErrorBody;
  /** Whether ARM's own errors, as the log quotes them, are given as details. */
  armDetails: boolean;
}

const retry = "Create the cluster again by the same request once the cause is gone.";

/** In order: earlier rows win (spec 03 §7.6 "Failure classification"). */
const installFailures: readonly InstallFailure[] = [
  {
    name: "AzureKeyBasedAuthenticationNotPermitted",
    regex: "(?s)cluster([a-z0-9]){10}.*KeyBasedAuthenticationNotPermitted",
    hiveMessage: "Key-based authentication is not permitted on the cluster's storage account.",
    message: `Deployment failed: the cluster's storage account does not permit key-based authentication. ${retry}`,
    detail: {
      code: "KeyBasedAuthenticationNotPermitted",
      message:
        "Shared-key access was disabled on the cluster's storage account, most likely by an Azure Policy with effect 'modify'. Exempt the managed resource group of the cluster from that policy.",
    },
    armDetails: false,
  },
  {
    name: "AzureRequestDisallowedByPolicy",
    regex: '"code":\\w?"InvalidTemplateDeployment".*"code":\\w?"RequestDisallowedByPolicy"',
    hiveMessage: "A policy does not allow the cluster's resources.",
    message: `Deployment failed with RequestDisallowedByPolicy: a policy of the subscription does not allow the cluster's resources. Exempt the managed resource group from it. ${retry}`,
    armDetails: true,
  },
  {
    name: "AzureInvalidTemplateDeployment",
    regex: '"code":\\w?"InvalidTemplateDeployment"',
    hiveMessage: "Azure refused the template of the cluster's resources.",
    message: `Deployment failed: Azure refused the cluster's resources; see 'details'. ${retry}`,
    armDetails: true,
  },
  {
    name: "AzureZonalAllocationFailed",
    regex: '"code\\W*":\\W*"ZonalAllocationFailed\\W*"',
    hiveMessage: "Azure has no capacity for the machines in a zone.",
    message: `Deployment failed: Azure has no capacity left for these machines in a zone of the region. Choose another size or region, or try later. ${retry}`,
    armDetails: true,
  },
  {
    name: "AzureOSProvisioningTimedOut",
    regex: '"code\\W*:\\W*"OSProvisioningTimedOut\\W*"',
    hiveMessage: "Machines did not start in time.",
    message: `Deployment failed: the cluster's machines did not start in time. Check that its network lets them reach what they need. ${retry}`,
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
  const details = [...(known.detail === undefined ? [] : [known.detail]), ...(known.armDetails ? armDetails(log) : [])];
  return new CloudError(
    { code: "DeploymentFailed", message: known.message, ...(details.length === 0 ? {} : { details }) },
    { status: 400 },
  );
}

function unrecognised(reason: string, log: string | undefined): CloudError {
  const tail = (log ?? "").trimEnd().split("\n").slice(-tailLines).join("\n").trim();
  const because = reason === "" ? "" : ` Hive says '${reason}'.`;
  return new CloudError(
    {
      code: "DeploymentFailed",
      message: `The installation failed for a reason that is not known.${because} ${retry} If it fails again, open an Azure support ticket.`,
      ...(tail === "" ? {} : { details: [{ code: "InstallLog", message: tail }] }),
    },
    { status: 500 },
  );
}

/** ARM's own errors out of the log; none when the line, its JSON or the member `details` is missing. */
function armDetails(log: string | undefined): CloudErrorBody[] {
  const quoted = quotedAnswer.exec(log ?? "")?.[1];
  if (quoted === undefined) return [];
  try {
    const told = JSON.parse(quoted) as { details?: unknown; error?: { details?: unknown } };
    const details = told.details ?? told.error?.details;
    return Array.isArray(details) ? details.flatMap(bodyOf) : [];
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
    },
  ];
}
