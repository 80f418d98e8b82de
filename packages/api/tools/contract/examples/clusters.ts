import type { OpenShiftCluster } from "../../../src/documents/cluster.ts";
import type { JsonObject } from "../../../src/documents/json.ts";
import type { Contract } from "../../../src/versions/contract/contract.ts";
import { judge } from "../../../src/versions/contract/judge.ts";
import { clusterView, prepared } from "../../../src/versions/contract/prepared.ts";
import { shapeAt, valuesAt } from "../../../src/versions/contract/shape.ts";
import { later } from "../../../src/versions/testing/judged.ts";
import {
  bodyOf,
  edited,
  sampleBody,
  sampleRequest,
  sampleSealer,
  sampleWorkloadBody,
} from "../../../src/versions/testing/samples.ts";

/** What examples of one version show of a cluster. */
export interface ExampleCluster {
  /** The body of a PUT that creates it. */
  create: JsonObject;
  /** The body of a PATCH. */
  update: JsonObject;
  /** The cluster in a provisioning state, as the answer to a request of that verb shows it. */
  shown(state: OpenShiftCluster["properties"]["provisioningState"], verb: string): JsonObject;
  /** With the secrets that actions give. */
  stored: OpenShiftCluster;
}

/** The example cluster of `contract`'s version: judged and shown by the code that serves requests. @throws Error when that refuses it. */
export function exampleCluster(contract: Contract): ExampleCluster {
  const version = prepared(contract);
  const has = (dotted: string) => shapeAt(contract.shape, dotted) !== undefined;
  const create = bodyOf(contract, presentable(contract, has("identity")));
  const judged = (body: JsonObject, stored?: OpenShiftCluster): OpenShiftCluster => {
    const judgement = judge(version, sampleRequest(body, stored, stored === undefined ? "PUT" : "PATCH"));
    if (!judgement.valid) throw new Error(`${contract.name}: ${JSON.stringify(judgement.findings)}`);
    return judgement.cluster;
  };
  const made = later(judged(create));
  const workers = ["1", "2", "3"].map((zone) => ({
    ...made.properties.workerProfiles[0],
    name: `example-x1-worker-eastus${zone}`,
    count: 1,
  }));
  const stored = {
    ...made,
    properties: {
      ...made.properties,
      ...(has("properties.workerProfilesStatus") ? { workerProfilesStatus: workers } : {}),
      kubeadminPassword: sampleSealer.seal("example-password"),
      userAdminKubeconfig: sampleSealer.seal("apiVersion: v1\nkind: Config\n"),
    },
  } as OpenShiftCluster;
  const update = {
    tags: { team: "payments", stage: "production" },
    properties: has("identity")
      ? { platformWorkloadIdentityProfile: { upgradeableTo: "4.17.10" } }
      : {
          servicePrincipalProfile: {
            clientId: "22222222-2222-2222-2222-222222222222",
            clientSecret: "another-secret",
          },
        },
  };
  const updated = judged(update, stored);
  return {
    create,
    update,
    stored,
    shown: (provisioningState, verb) => {
      const cluster = verb === "patch" ? updated : stored;
      return clusterView(version, { ...cluster, properties: { ...cluster.properties, provisioningState } });
    },
  };
}

/** The sample body, with sizes that the version lists where it has a list, and secrets that nobody takes for theirs. */
function presentable({ shape }: Contract, workload: boolean): JsonObject {
  const sizes = valuesAt(shape, "properties.masterProfile.vmSize");
  const size = (current: string, listed: string) => (sizes.length === 0 ? current : listed);
  const edits: readonly (readonly [way: readonly (string | number)[], value: string])[] = [
    [["properties", "clusterProfile", "pullSecret"], '{"auths":{"registry.example.com":{"auth":"ZXhhbXBsZQ=="}}}'],
    [["properties", "masterProfile", "vmSize"], size("Standard_D8s_v5", "Standard_D8s_v3")],
    [["properties", "workerProfiles", 0, "vmSize"], size("Standard_D4s_v5", "Standard_D4s_v3")],
    ...(workload ? [] : ([[["properties", "servicePrincipalProfile", "clientSecret"], "example-secret"]] as const)),
  ];
  return edits.reduce<JsonObject>(
    (body, [way, value]) => edited(body, way, value),
    workload ? sampleWorkloadBody() : sampleBody(),
  );
}
