import { isoTime } from "@aro/runtime";
import { type Doc, record } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";

/** Type of deployments, in lower case. */
export const deploymentType = "microsoft.resources/deployments";

/** Versions of deployments that our clients send, newest first. */
export const deploymentVersions: readonly string[] = [
  "2026-06-01",
  "2025-04-01",
  "2025-03-01",
  "2024-11-01",
  "2024-07-01",
  "2024-03-01",
  "2023-07-01",
  "2022-09-01",
  "2021-04-01",
  "2021-01-01",
  "2020-10-01",
  "2020-06-01",
  "2019-10-01",
  "2019-07-01",
  "2019-05-10",
];

/** Whether an address is one of deployments. */
export const isDeployment = (id: ResourceId): boolean =>
  id.namespace.toLowerCase() === "microsoft.resources" && id.types[0]?.toLowerCase() === "deployments";

/** A deployment as GET answers it. */
export const renderDeployment = (row: Row): Doc => {
  const { run: _, properties, ...rest } = row.body;
  return {
    id: row.id,
    name: row.name,
    type: "Microsoft.Resources/deployments",
    ...rest,
    properties: { ...record(properties), provisioningState: row.state },
  };
};

/** Whether a deployment has ended. */
export const terminal = (row: Row): boolean => ["Succeeded", "Failed", "Canceled"].includes(row.state);

/** ARM's answer for a deployment that is not there. */
export const notFound = (id: ResourceId): Refusal =>
  new Refusal(404, "DeploymentNotFound", `Deployment '${id.names[0]}' could not be found.`);

/** ARM's answer to a second deployment of the name of one that runs. */
export const active = (row: Row): Refusal =>
  new Refusal(
    409,
    "DeploymentActive",
    `Unable to edit or replace deployment '${row.name}': previous deployment from '${isoTime(row.createdAt)}' is still active (expiration time is '${isoTime(row.createdAt + 7 * 24 * 3_600_000)}'). Please see https://aka.ms/arm-deploy for usage details.`,
  );

/** Key of the deployment that an address names or lies below. */
export const deploymentKey = (id: ResourceId): string =>
  `${id.scopeKey}/providers/microsoft.resources/deployments/${(id.names[0] ?? "").toLowerCase()}`;

/** Whether deployments may be called so. */
export const isDeploymentName = (name: string): boolean => /^[-\w.()]{1,64}$/u.test(name);
