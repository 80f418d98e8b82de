import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Customer, furnish, letUse } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Azure } from "../azure.ts";
import type { Line } from "../line.ts";
import { fetched } from "../places.ts";
import { runProgram } from "../program.ts";
import { findPython, pythonAbsent } from "../python/find.ts";

/** A release of azure-mgmt-redhatopenshift. */
interface Sdk {
  /** As pip is told it. */
  name: string;
  /** Where it lies, away from other releases. */
  folder: string;
  apiVersion: string;
}

const release = (number: string, apiVersion: string): Sdk => ({
  name: `azure-mgmt-redhatopenshift==${number}`,
  folder: join(fetched, `redhatopenshift-${number}`),
  apiVersion,
});

/** The last one that speaks many api-versions, by one that Debian's az speaks; and the newest, which speaks the newest only. */
export const sdks: readonly Sdk[] = [release("1.5.0", "2022-04-01"), release("4.0.0", "2025-07-25")];

/** The Python and the release, or why there is none. */
export function findSdk({ folder, name }: Sdk): { python: string } | string {
  const python = findPython();
  if (python === undefined) return pythonAbsent;
  return existsSync(folder) ? { python } : `${name} not found in ${folder}: npm run clients -- --install fetches it`;
}

/** Takes a cluster through its life by a release of the SDK, in a subscription of its own. */
export async function runSdk(
  { python, sdk, isWhole }: { python: string; sdk: Sdk; isWhole: boolean },
  instance: Instance,
  azure: Azure,
  report: (line: Line) => void,
): Promise<void> {
  const subscriptionId = crypto.randomUUID();
  await instance.control.makeSubscription(subscriptionId);
  const customer = await furnish(instance, subscriptionId, "c1", 0);
  const order = JSON.stringify(await orderOf(instance, customer, sdk, isWhole));
  await runProgram([python, join(import.meta.dirname, "python/main.py"), order], azure, report);
}

/** What the program is told (python/main.py). */
async function orderOf(instance: Instance, customer: Customer, sdk: Sdk, isWhole: boolean): Promise<object> {
  const { subscriptionId, group, name, managedGroup, masterSubnet, workerSubnet, network } = customer;
  const another = await instance.control.makePrincipal(`another of ${subscriptionId}`);
  await letUse(instance, network, another.objectId);
  return {
    sdk: sdk.folder,
    apiVersion: sdk.apiVersion,
    whole: isWhole,
    subscription: subscriptionId,
    group,
    name,
    location: instance.location,
    version: "4.19.12",
    domain: `${name}-${subscriptionId.slice(0, 8)}`,
    managedGroup: `/subscriptions/${subscriptionId}/resourceGroups/${managedGroup}`,
    masterSubnet,
    workerSubnet,
    principal: credentialsOf(customer.principal),
    another: credentialsOf(another),
  };
}

const credentialsOf = ({ appId, clientSecret }: Customer["principal"]) => ({
  client_id: appId,
  client_secret: clientSecret,
});
