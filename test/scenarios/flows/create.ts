import type { Scenario } from "../scenario.ts";
import { created, get, getAbsent, put, waitFor } from "./phrases.ts";

/** Creating a cluster (ARM-PUT-01, ARM-PUT-02, ARM-PUT-09). */
export const create: readonly Scenario[] = [
  {
    name: "create/from-nothing",
    shows: "PUT creates a cluster: 201, an operation that is followed to its end, and the cluster as it was asked for",
    steps: [
      getAbsent,
      put(),
      get({ body: { properties: { provisioningState: "Creating" } } }),
      waitFor("create"),
      get({
        headers: { etag: true },
        body: {
          id: "<cluster>",
          type: /^Microsoft\.RedHatOpenShift\/OpenShiftClusters$/i,
          location: "<location>",
          tags: { team: "payments" },
          systemData: { createdByType: "Application" },
          properties: {
            provisioningState: "Succeeded",
            clusterProfile: { version: "4.19.12", fipsValidatedModules: "Disabled" },
            servicePrincipalProfile: { clientId: "<clientId>" },
            networkProfile: { podCidr: "10.128.0.0/14", loadBalancerProfile: { managedOutboundIps: { count: 1 } } },
            apiserverProfile: { visibility: "Public", ip: /^\d+(\.\d+){3}$/ },
            ingressProfiles: [{ name: "default", visibility: "Public", ip: /^\d+(\.\d+){3}$/ }],
            workerProfiles: [{ name: "worker", count: 3, diskSizeGB: 128 }],
          },
        },
        without: ["properties.servicePrincipalProfile.clientSecret", "properties.clusterProfile.pullSecret"],
      }),
      {
        send: "GET <create header azure-asyncoperation>",
        expect: { status: 200, body: { status: "Succeeded", percentComplete: 100, resourceId: /openshiftclusters/ } },
      },
      {
        send: "GET <create header location>",
        expect: { status: 200, body: { id: "<cluster>", properties: { provisioningState: "Succeeded" } } },
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "create/without-what-has-defaults",
    shows: "what need not be said has its default, and the cluster is the same",
    steps: [
      put("create", { "properties.clusterProfile.version": undefined }),
      waitFor("create"),
      get({
        body: {
          properties: {
            clusterProfile: { version: "4.19.12" },
            networkProfile: { outboundType: "Loadbalancer", preconfiguredNSG: "Disabled" },
          },
        },
      }),
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "create/empty-version",
    shows: "an empty version, as az sends it, is one that was not said",
    steps: [put("create", { "properties.clusterProfile.version": "" }), waitFor("create")],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "create/unknown-members",
    shows: "members that the version does not know are ignored, neither stored nor shown (ARM-PUT-09)",
    steps: [
      put("create", {
        surprise: { deep: [1, { deeper: null }] },
        "properties.surprise": "x",
        "properties.clusterProfile.surprise": [],
        "properties.workerProfiles[0].surprise": 1,
        "properties.ingressProfiles[0].surprise": true,
      }),
      waitFor("create"),
      get({ without: ["surprise", "properties.surprise", "properties.clusterProfile.surprise"] }),
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "create/in-an-older-version",
    shows: "a cluster created in 2022-09-04 is the same cluster, and later versions show what they know of it",
    steps: [
      {
        send: "PUT <cluster>",
        as: "create",
        version: "2022-09-04",
        body: { cluster: {} },
        expect: {
          status: 201,
          without: ["properties.networkProfile.loadBalancerProfile", "properties.workerProfilesStatus"],
        },
      },
      waitFor("create"),
      {
        send: "GET <cluster>",
        version: "2022-09-04",
        expect: { status: 200, without: ["properties.networkProfile.outboundType"] },
      },
      get({ body: { properties: { networkProfile: { outboundType: "Loadbalancer" } } } }),
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "create/two-at-once",
    shows: "two clusters in one subscription, created at the same time, do not meet",
    customers: 2,
    steps: [{ each: created }],
    end: { left: "cluster", operations: 1 },
  },
];
