import { type Machine, machineId } from "./machines.ts";

/** A value of the document: objects and lists are walked into by the address. */
export type Value = string | boolean | readonly Value[] | { readonly [name: string]: Value };

/** Versions that the metadata service knows, oldest first. */
export const imdsVersions = [
  "2017-03-01",
  "2017-04-02",
  "2017-08-01",
  "2017-10-01",
  "2017-12-01",
  "2018-02-01",
  "2018-04-02",
  "2018-10-01",
  "2019-02-01",
  "2019-03-11",
  "2019-04-30",
  "2019-06-01",
  "2019-06-04",
  "2019-08-01",
  "2019-08-15",
  "2019-11-01",
  "2020-06-01",
  "2020-07-15",
  "2020-09-01",
  "2020-10-01",
  "2020-12-01",
  "2021-01-01",
  "2021-02-01",
  "2021-03-01",
  "2021-05-01",
  "2021-10-01",
  "2021-11-01",
  "2021-11-15",
  "2021-12-13",
  "2023-07-01",
  "2023-11-15",
  "2025-04-07",
] as const;

/** Since which version a member is told; those that are not here always were. */
const since: Readonly<Record<string, (typeof imdsVersions)[number]>> = {
  placementGroupId: "2017-08-01",
  resourceGroupName: "2017-08-01",
  subscriptionId: "2017-08-01",
  tags: "2017-08-01",
  vmScaleSetName: "2017-12-01",
  zone: "2017-12-01",
  plan: "2018-04-02",
  provider: "2018-10-01",
  publicKeys: "2018-04-02",
  azEnvironment: "2018-10-01",
  customData: "2019-02-01",
  resourceId: "2019-03-11",
  storageProfile: "2019-06-01",
  tagsList: "2019-06-04",
  osProfile: "2020-06-01",
  licenseType: "2020-09-01",
  isHostCompatibilityLayerVm: "2020-06-01",
  priority: "2020-12-01",
  securityProfile: "2020-12-01",
  evictionPolicy: "2020-12-01",
  userData: "2021-01-01",
  extendedLocation: "2021-03-01",
  additionalCapabilities: "2021-12-13",
};

/** What the metadata service tells a machine about itself (spec 02 §13.1), in a version. */
export function computeDocument(
  machine: Machine,
  cloudName: string,
  version: string,
): { readonly [name: string]: Value } {
  const { name, subscriptionId, resourceGroup, location, vmId, vmSize, zone, tags } = machine;
  const pairs = Object.entries(tags);
  const whole: Readonly<Record<string, Value>> = {
    additionalCapabilities: { hibernationEnabled: "false" },
    azEnvironment: cloudName,
    customData: "",
    evictionPolicy: "",
    extendedLocation: { name: "", type: "" },
    isHostCompatibilityLayerVm: "false",
    licenseType: "",
    location,
    name,
    offer: "RHEL",
    osProfile: { adminUsername: "cloud-user", computerName: name, disablePasswordAuthentication: "true" },
    osType: "Linux",
    placementGroupId: "",
    plan: { name: "", product: "", publisher: "" },
    platformFaultDomain: "0",
    platformUpdateDomain: "0",
    priority: "",
    provider: "Microsoft.Compute",
    publicKeys: [],
    publisher: "RedHat",
    resourceGroupName: resourceGroup,
    resourceId: machineId(machine),
    securityProfile: { encryptionAtHost: "false", secureBootEnabled: "false", virtualTpmEnabled: "false" },
    sku: "9-lvm-gen2",
    storageProfile: {
      dataDisks: [],
      imageReference: { id: "", offer: "RHEL", publisher: "RedHat", sku: "9-lvm-gen2", version: "latest" },
      osDisk: {
        caching: "ReadWrite",
        createOption: "FromImage",
        diffDiskSettings: { option: "" },
        diskSizeGB: "64",
        encryptionSettings: { enabled: "false" },
        image: { uri: "" },
        managedDisk: { id: "", storageAccountType: "Premium_LRS" },
        name: `${name}_OSDisk`,
        osType: "Linux",
        vhd: { uri: "" },
        writeAcceleratorEnabled: "false",
      },
      resourceDisk: { size: "0" },
    },
    subscriptionId,
    tags: pairs.map(([key, value]) => `${key}:${value}`).join(";"),
    tagsList: pairs.map(([key, value]) => ({ name: key, value })),
    userData: "",
    version: "9.4.2024081519",
    vmId,
    vmScaleSetName: "",
    vmSize,
    zone,
  };
  return Object.fromEntries(Object.entries(whole).filter(([member]) => (since[member] ?? "") <= version));
}

/** The network of a machine: one interface with one private address. */
export const networkDocument: { readonly [name: string]: Value } = {
  interface: [
    {
      ipv4: {
        ipAddress: [{ privateIpAddress: "10.0.0.4", publicIpAddress: "" }],
        subnet: [{ address: "10.0.0.0", prefix: "24" }],
      },
      ipv6: { ipAddress: [] },
      macAddress: "000D3A000001",
    },
  ],
};
