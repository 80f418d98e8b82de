import assert from "node:assert/strict";
import { test } from "node:test";
import { osImage } from "../cluster/os-image.ts";
import { sampleCluster, sampleFacts } from "../testing/sample.ts";
import { installConfig } from "./install-config.ts";

test("a public cluster's install config is what spec 03 §7.3 lists, field by field", () => {
  const { sshKey, pullSecret, ...config } = installConfig(sampleFacts());
  assert.match(sshKey, /^ssh-rsa AAAAB3NzaC1yc2E/);
  assert.deepEqual(JSON.parse(pullSecret), { auths: { "arosvc.azurecr.io": { auth: "dG9rZW46cGFzc3dvcmQ=" } } });
  const osImageOf419 = {
    plan: "NoPurchasePlan",
    publisher: "azureopenshift",
    offer: "aro4",
    sku: "aro_419",
    version: "419.6.20250523",
  };
  const pool = { architecture: "amd64", hyperthreading: "Enabled", replicas: 3 };
  const azure = {
    zones: ["1", "2", "3"],
    encryptionAtHost: false,
    vmNetworkingType: "Accelerated",
    osImage: osImageOf419,
    bootDiagnostics: { type: "Managed" },
  };
  const mirror = (name: string) => ({
    source: `quay.io/openshift-release-dev/${name}`,
    mirrors: [`arosvc.azurecr.io/openshift-release-dev/${name}`],
  });
  assert.deepEqual(config, {
    apiVersion: "v1",
    metadata: { name: "c1" },
    baseDomain: "eastus.aroapp.io",
    networking: {
      machineNetwork: [{ cidr: "127.0.0.0/8" }],
      networkType: "OVNKubernetes",
      clusterNetwork: [{ cidr: "10.128.0.0/14", hostPrefix: 23 }],
      serviceNetwork: ["172.30.0.0/16"],
    },
    controlPlane: {
      name: "master",
      ...pool,
      platform: {
        azure: { ...azure, type: "Standard_D8s_v5", osDisk: { diskSizeGB: 1024, diskType: "Premium_LRS" } },
      },
    },
    compute: [
      {
        name: "worker",
        ...pool,
        platform: {
          azure: { ...azure, type: "Standard_D4s_v5", osDisk: { diskSizeGB: 128, diskType: "Premium_LRS" } },
        },
      },
    ],
    platform: {
      azure: {
        region: "eastus",
        networkResourceGroupName: "customer",
        virtualNetwork: "vnet",
        controlPlaneSubnet: "master",
        computeSubnet: "worker",
        cloudName: "AzurePublicCloud",
        outboundType: "Loadbalancer",
        resourceGroupName: "aro-c1",
        baseDomainResourceGroupName: "aro-c1",
        defaultMachinePlatform: { identity: { type: "None" } },
      },
    },
    fips: false,
    imageDigestSources: ["ocp-release", "ocp-release-nightly", "ocp-v4.0-art-dev"].map(mirror),
    publish: "External",
    capabilities: {
      baselineCapabilitySet: "None",
      additionalEnabledCapabilities: [
        "Build",
        "CloudControllerManager",
        "CloudCredential",
        "Console",
        "CSISnapshot",
        "DeploymentConfig",
        "ImageRegistry",
        "Ingress",
        "Insights",
        "MachineAPI",
        "marketplace",
        "NodeTuning",
        "openshift-samples",
        "OperatorLifecycleManager",
        "Storage",
      ],
    },
  });
});

test("what the customer chose differently stands in the config", () => {
  const set = "/subscriptions/s/resourceGroups/keys/providers/Microsoft.Compute/diskEncryptionSets/des";
  const cluster = sampleCluster(({ clusterProfile, networkProfile, masterProfile, workerProfiles, ...rest }) => {
    clusterProfile.fipsValidatedModules = "Enabled";
    networkProfile.softwareDefinedNetwork = "OpenShiftSDN";
    networkProfile.outboundType = "UserDefinedRouting";
    Object.assign(masterProfile, { encryptionAtHost: "Enabled", diskEncryptionSetId: set });
    Object.assign(workerProfiles[0] ?? {}, { count: 5, diskSizeGB: 256 });
    Object.assign(rest.ingressProfiles[0] ?? {}, { visibility: "Private" });
  });
  const nodes = { vmSize: "Standard_D8s_v3", zones: [], acceleratedNetworking: false };
  const config = installConfig(sampleFacts({ cluster, controlPlane: nodes, workers: nodes }));
  assert.equal(config.fips, true);
  assert.equal(config.networking.networkType, "OpenShiftSDN");
  assert.equal(config.platform.azure.outboundType, "UserDefinedRouting");
  assert.equal(config.publish, "Internal");
  const { azure } = config.controlPlane.platform;
  assert.equal(azure.encryptionAtHost, true);
  assert.deepEqual(azure.osDisk.diskEncryptionSet, { subscriptionId: "s", resourceGroup: "keys", name: "des" });
  assert.deepEqual([azure.zones, azure.vmNetworkingType], [[""], "Basic"]);
  assert.deepEqual([config.compute[0]?.replicas, config.compute[0]?.platform.azure.osDisk.diskSizeGB], [5, 256]);
});

test("workload identities mean that credentials are made by hand", () => {
  const cluster = sampleCluster((properties) => {
    delete properties.servicePrincipalProfile;
    properties.platformWorkloadIdentityProfile = { platformWorkloadIdentities: {} };
  });
  assert.equal(installConfig(sampleFacts({ cluster })).credentialsMode, "Manual");
});

test("a cloud that nobody knows by name is a stack with its own ARM", () => {
  const { cloud } = sampleFacts();
  const facts = sampleFacts({ cloud: { ...cloud, name: "Elsewhere", resourceManager: "https://arm.elsewhere" } });
  const { azure } = installConfig(facts).platform;
  assert.deepEqual([azure.cloudName, azure.armEndpoint], ["AzureStackCloud", "https://arm.elsewhere"]);
});

test("the image of each release follows from what the sizes support (spec 03 §7.3)", () => {
  const both = ["V1", "V2"] as const;
  const first = ["V1"] as const;
  const second = ["V2"] as const;
  const sku = (version: string, ...sizes: (readonly ("V1" | "V2")[])[]) => osImage(version, sizes).sku;
  assert.equal(sku("4.17.27", both, both), "aro_417");
  assert.equal(sku("4.18.1", first, both), "aro_418");
  assert.equal(sku("4.19.12", both, first), "aro_419");
  assert.equal(sku("4.19.12", both, second), "419-v2");
  assert.equal(sku("4.20.4", both, second), "aro_420-v2");
  assert.equal(sku("4.20.4", both, first), "aro_420");
  assert.equal(sku("4.21.0", both, both), "aro_420");
  assert.equal(sku("4.21.0", second, both), "aro_420-v2");
  assert.throws(() => osImage("4.12.1", [both]), /4\.12\.1 cannot be installed: there is an image for 4\.17, 4\.18/);
});
