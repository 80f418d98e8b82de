import { readFileSync } from "node:fs";
import { systemClock } from "@aro/runtime";
import type { Furnished } from "../harness/course.ts";
import { assignmentOf, letUse } from "../harness/customer.ts";
import type { WireAnswer } from "../harness/https.ts";
import type { Instance } from "../harness/instance.ts";
import type { Case } from "../harness/matrix.ts";

/** One cause of a failed create, how it comes and goes, and what the customer is to read. */
export interface Failure {
  name: string;
  /** The step that fails. */
  step: string;
  code: string;
  target?: string;
  /** What the message says: cause, value, remedy. */
  says: readonly RegExp[];
  /** Codes that stand somewhere in the details. */
  details?: readonly string[];
  place?: Case["place"];
  before?: (instance: Instance, one: Furnished) => Promise<void>;
  /** Runs while the create does; the signal says that it is over. */
  during?: (instance: Instance, one: Furnished, signal: AbortSignal) => Promise<void>;
  undo: (instance: Instance, one: Furnished) => Promise<void>;
}

const roleVersion = "2022-04-01";
const policyVersion = "2023-04-01";
const lockVersion = "2020-05-01";
const providers = "providers/Microsoft.Authorization";

/** A call of the emulator's control API. */
async function control(instance: Instance, method: string, path: string, body?: object): Promise<WireAnswer> {
  const secret = readFileSync(`${instance.folder}/control.secret`, "utf8").trim();
  const answer = await instance.direct.nobody.send({
    method,
    url: `${instance.arm}/_local${path}`,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer;
}

// oxlint-disable-next-line unicorn/no-thenable
const consequence = "then";

const subscriptionOf = ({ customer }: Furnished): string => `/subscriptions/${customer.subscriptionId}`;

/** A policy of the subscription that is met by a type, with an effect. */
const policy = (name: string, condition: object, effect: { effect: string; details?: object }) => {
  const place = (one: Furnished, kind: string) => `${subscriptionOf(one)}/${providers}/${kind}/${name}`;
  return {
    before: async (instance: Instance, one: Furnished): Promise<void> => {
      const { client } = instance;
      const id = place(one, "policyDefinitions");
      await client.ok({
        method: "PUT",
        path: id,
        apiVersion: policyVersion,
        body: {
          properties: {
            displayName: `${name} (displayed)`,
            mode: "All",
            policyRule: { if: condition, [consequence]: effect },
          },
        },
      });
      await client.ok({
        method: "PUT",
        path: place(one, "policyAssignments"),
        apiVersion: policyVersion,
        body: {
          location: instance.location,
          // What changes resources on its own does so as somebody.
          ...(effect.effect === "modify" ? { identity: { type: "SystemAssigned" } } : {}),
          properties: { displayName: `${name} (assigned)`, policyDefinitionId: id },
        },
      });
    },
    undo: async ({ client }: Instance, one: Furnished): Promise<void> => {
      const path = place(one, "policyAssignments");
      await client.ok({ method: "DELETE", path, apiVersion: policyVersion });
    },
  };
};

/** Machines that are not to be had. */
const shortage = (code: string, size: string) => ({
  before: async (instance: Instance): Promise<void> => {
    await control(instance, "PUT", "/shortages", { shortages: [{ code, size }] });
  },
  undo: async (instance: Instance): Promise<void> => {
    await control(instance, "PUT", "/shortages", { shortages: [] });
  },
});

/** A fault that is armed until the cause is to go. */
const fault = (
  match: (one: Furnished) => Record<string, string>,
  deed: { kind: string; [member: string]: unknown },
) => {
  const armed = new WeakMap<Furnished, string>();
  return {
    before: async ({ control: faults }: Instance, one: Furnished): Promise<void> => {
      armed.set(one, (await faults.arm({ match: match(one), do: deed, count: "always" })).id);
    },
    undo: async ({ control: faults }: Instance, one: Furnished): Promise<void> => faults.clear(armed.get(one) ?? ""),
  };
};

/** Acts when a step begins, which waits for it. */
const atStep =
  (step: string, act: (instance: Instance, one: Furnished, signal: AbortSignal) => Promise<void>) =>
  async (instance: Instance, one: Furnished, signal: AbortSignal): Promise<void> => {
    const { control: faults } = instance;
    const armed = await faults.arm({
      match: { boundary: `${step}:started` },
      do: { kind: "delay", milliseconds: 1_500 },
    });
    while ((await faults.fault(armed.id)).struck === 0) await systemClock.sleep(20, signal);
    await act(instance, one, signal);
  };

/** The limit of a subscription in the region. */
const limit = (provider: string, name: string, to: number | null) => async (instance: Instance, one: Furnished) => {
  const { location } = instance;
  const subscription = one.customer.subscriptionId;
  await control(instance, "PUT", "/limits", { subscription, provider, location, name, limit: to });
};

/** The emulated cluster of a customer, once there is one. */
async function clusterOf(instance: Instance, { customer }: Furnished, signal?: AbortSignal): Promise<string> {
  for (;;) {
    const { json } = await control(instance, "GET", "/clusters");
    const { clusters } = json as unknown as { clusters: { infraId: string; resourceGroup: string }[] };
    const found = clusters.find(({ resourceGroup }) => resourceGroup.includes(customer.subscriptionId));
    if (found !== undefined) return found.infraId;
    await systemClock.sleep(50, signal);
  }
}

const clusterFaults = (body: object) => async (instance: Instance, one: Furnished, signal?: AbortSignal) => {
  const infraId = await clusterOf(instance, one, signal);
  await control(instance, "PUT", `/clusters/${infraId}/faults`, body);
};

/** Ends the installer's process while it deploys machines, or waits for them. */
async function killInstaller(instance: Instance, signal: AbortSignal): Promise<void> {
  const events = () =>
    readFileSync(instance.log("emulator"), "utf8")
      .split("\n")
      .filter((line) => /"hive\.install\.(started|ended)"/.test(line))
      .map((line) => JSON.parse(line) as { event: string; command: string; pid: number });
  const before = events().length;
  for (;;) {
    const last = events().slice(before).at(-1);
    if (last?.command === "create cluster" && last.event === "hive.install.started") {
      process.kill(last.pid, "SIGKILL");
      return;
    }
    await systemClock.sleep(50, signal);
  }
}

const installing = "hiveClusterInstallationComplete";
const virtualMachines = { field: "type", equals: "Microsoft.Compute/virtualMachines" };
const sharedKeys = "Microsoft.Storage/storageAccounts/allowSharedKeyAccess";
const contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

/** Every kind of failure that a create can be shown, but those of single steps (fault-chains.ts). */
export const causes: readonly Failure[] = [
  {
    name: "hive-policy",
    step: installing,
    code: "DeploymentFailed",
    says: [/RequestDisallowedByPolicy/, /no-machines/, /[Ee]xempt/],
    details: ["RequestDisallowedByPolicy"],
    ...policy("no-machines", virtualMachines, { effect: "deny" }),
  },
  {
    name: "hive-template",
    step: installing,
    code: "DeploymentFailed",
    says: [/QuotaExceeded/, /quota/],
    details: ["QuotaExceeded"],
    during: atStep("runHiveInstaller", limit("Microsoft.Compute", "cores", 20)),
    undo: limit("Microsoft.Compute", "cores", null),
  },
  {
    name: "hive-zone",
    step: installing,
    code: "DeploymentFailed",
    says: [/capacity/, /another size|another VM size/],
    details: ["ZonalAllocationFailed"],
    ...shortage("ZonalAllocationFailed", "Standard_D8s_v5"),
  },
  {
    name: "hive-machines-in-time",
    step: installing,
    code: "DeploymentFailed",
    says: [/did not start in time/, /network/],
    details: ["OSProvisioningTimedOut"],
    ...shortage("OSProvisioningTimedOut", "Standard_D8s_v5"),
  },
  {
    name: "hive-shared-keys",
    step: installing,
    code: "DeploymentFailed",
    says: [/key-based authentication/, /Exempt/],
    details: ["KeyBasedAuthenticationNotPermitted"],
    ...policy(
      "no-shared-keys",
      { field: "type", equals: "Microsoft.Storage/storageAccounts" },
      {
        effect: "modify",
        details: {
          roleDefinitionIds: [`/providers/Microsoft.Authorization/roleDefinitions/${contributor}`],
          operations: [{ operation: "addOrReplace", field: sharedKeys, value: false }],
        },
      },
    ),
  },
  {
    name: "hive-other-azure-error",
    step: installing,
    code: "DeploymentFailed",
    says: [/AllocationFailed/, /another VM size/],
    details: ["AllocationFailed"],
    ...shortage("AllocationFailed", "Standard_D8s_v5"),
  },
  {
    name: "hive-installer-killed",
    step: installing,
    code: "DeploymentFailed",
    says: [/installation failed: .*signal: SIGKILL/, /again/],
    details: ["InstallLog"],
    during: (instance, _, signal) => killInstaller(instance, signal),
    undo: async () => {},
  },
  {
    name: "hive-bootstrap",
    step: installing,
    code: "DeploymentFailed",
    says: [/installation failed: The control plane did not come up in time/, /bootstrap/, /again/],
    place: { apart: 400 },
    during: (instance, one, signal) => clusterFaults({ api: "refuses" })(instance, one, signal),
    undo: async () => {},
  },
  {
    name: "api-server-down",
    step: "apiServersReady",
    code: "DeploymentFailed",
    says: [/API/, /again/],
    during: atStep("apiServersReady", clusterFaults({ api: "refuses" })),
    undo: clusterFaults({ api: "answers" }),
  },
  {
    name: "operator-degraded",
    step: "clusterOperatorsHaveSettled",
    code: "DeploymentFailed",
    says: [/kube-controller-manager is degraded \(it is broken\)/, /again/],
    during: atStep(
      "disableOperatorReconciliation",
      clusterFaults({
        operators: { "kube-controller-manager": { degraded: { reason: "Broken", message: "it is broken" } } },
      }),
    ),
    undo: clusterFaults({ operators: {} }),
  },
  {
    name: "network-locked",
    step: "ensureServiceEndpoints",
    code: "ScopeLocked",
    says: [/lock/, /Remove the lock/],
    details: ["ScopeLocked"],
    before: async ({ client }, { customer }) => {
      await client.ok({
        method: "PUT",
        path: `${customer.network}/${providers}/locks/keep`,
        apiVersion: lockVersion,
        body: { properties: { level: "ReadOnly" } },
      });
    },
    undo: async ({ client }, { customer }) => {
      await client.ok({
        method: "DELETE",
        path: `${customer.network}/${providers}/locks/keep`,
        apiVersion: lockVersion,
      });
    },
  },
  {
    name: "network-policy",
    step: "ensureServiceEndpoints",
    code: "RequestDisallowedByPolicy",
    says: [/no-endpoints/, /policy/, /exempt/],
    details: ["RequestDisallowedByPolicy"],
    ...policy(
      "no-endpoints",
      {
        allOf: [
          { field: "type", equals: "Microsoft.Network/virtualNetworks/subnets" },
          { field: "Microsoft.Network/virtualNetworks/subnets/serviceEndpoints[*].service", like: "Microsoft.*" },
        ],
      },
      { effect: "deny" },
    ),
  },
  {
    name: "quota-of-addresses",
    step: "deployBaseResourceTemplate",
    code: "DeploymentFailed",
    says: [/PublicIPCountLimitReached/, /quota/],
    details: ["PublicIPCountLimitReached"],
    during: atStep("createDNS", limit("Microsoft.Network", "PublicIPAddresses", 0)),
    undo: limit("Microsoft.Network", "PublicIPAddresses", null),
  },
  {
    name: "role-removed",
    step: "validateResources",
    code: "InvalidServicePrincipalPermissions",
    target: "properties.masterProfile.subnetId",
    says: [/lacks 'Microsoft.Network\/virtualNetworks\/join\/action'/, /Give it the role 'Network Contributor'/],
    before: async ({ client }, { customer }) => {
      const path = assignmentOf(customer.network, customer.principal.objectId);
      await client.ok({ method: "DELETE", path, apiVersion: roleVersion });
    },
    undo: async (instance, { customer }) => letUse(instance, customer.network, customer.principal.objectId),
  },
  {
    name: "role-of-the-service-removed",
    step: "ensureServiceEndpoints",
    code: "InvalidServicePrincipalCredentials",
    target: "properties.servicePrincipalProfile",
    says: [/AuthorizationFailed|rights/, /role assignments/],
    details: ["AuthorizationFailed"],
    during: atStep("createDNS", async (instance, { customer }) => {
      const path = assignmentOf(customer.network, await instance.control.objectIdOf(instance.firstPartyClientId));
      await instance.client.ok({ method: "DELETE", path, apiVersion: roleVersion });
    }),
    undo: async (instance, { customer }) =>
      letUse(instance, customer.network, await instance.control.objectIdOf(instance.firstPartyClientId)),
  },
  {
    name: "azure-5xx",
    step: "deployBaseResourceTemplate",
    code: "ServiceUnavailable",
    says: [/later/],
    ...fault(
      ({ customer }) => ({
        method: "PUT",
        path: `/subscriptions/${customer.subscriptionId}/resourcegroups/*/providers/microsoft.resources/deployments/storage`,
      }),
      { kind: "status", status: 500, code: "InternalServerError", message: "Something broke." },
    ),
  },
  {
    name: "throttled",
    step: "deployBaseResourceTemplate",
    code: "TooManyRequests",
    says: [/limits the calls/, /later/],
    ...fault(
      ({ customer }) => ({
        method: "PUT",
        path: `/subscriptions/${customer.subscriptionId}/resourcegroups/*/providers/microsoft.resources/deployments/storage`,
      }),
      { kind: "throttle", retryAfterSeconds: 1 },
    ),
  },
];
