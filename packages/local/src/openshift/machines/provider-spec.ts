import { type Doc, isDoc, record, text } from "../../documents/document.ts";

/** How a machine is to be made in Azure: `spec.providerSpec.value` of a Machine. */
export interface ProviderSpec {
  location: string;
  vmSize: string;
  zone: string | undefined;
  image: Doc;
  osDisk: Doc;
  encryptionAtHost: boolean;
  resourceGroup: string;
  networkResourceGroup: string;
  vnet: string;
  subnet: string;
  acceleratedNetworking: boolean;
  publicLoadBalancer: string;
  internalLoadBalancer: string;
  managedIdentity: string;
  securityGroup: string;
  spot: boolean;
  tags: Readonly<Record<string, string>>;
  credentialsSecret: { name: string; namespace: string };
  userDataSecret: string;
  bootDiagnostics: boolean;
}

/** Reads a provider spec; a text says what is wrong with it, as machine-api's own check does. */
export function readProviderSpec(machine: { [member: string]: unknown }): ProviderSpec | string {
  const value = record(record(machine["spec"] as Doc)["providerSpec"])["value"];
  if (!isDoc(value)) return "providerSpec.value: Required value: a value must be provided";
  const needed = ["location", "vmSize", "resourceGroup", "vnet", "subnet"] as const;
  const missing = needed.find((member) => text(value[member]) === "");
  if (missing !== undefined) return `providerSpec.${missing}: Required value: ${missing} should be set`;
  const userDataSecret = text(record(value["userDataSecret"])["name"]);
  if (userDataSecret === "") return "providerSpec.userDataSecret: Required value: userDataSecret must be provided";
  const credentials = record(value["credentialsSecret"]);
  if (text(credentials["name"]) === "")
    return "providerSpec.credentialsSecret: Required value: credentialsSecret must be provided";
  const boot = record(record(value["diagnostics"])["boot"]);
  return {
    location: text(value["location"]),
    vmSize: text(value["vmSize"]),
    zone: text(value["zone"]) || undefined,
    image: record(value["image"]),
    osDisk: record(value["osDisk"]),
    encryptionAtHost: record(value["securityProfile"])["encryptionAtHost"] === true,
    resourceGroup: text(value["resourceGroup"]),
    networkResourceGroup: text(value["networkResourceGroup"]) || text(value["resourceGroup"]),
    vnet: text(value["vnet"]),
    subnet: text(value["subnet"]),
    acceleratedNetworking: value["acceleratedNetworking"] === true,
    publicLoadBalancer: text(value["publicLoadBalancer"]),
    internalLoadBalancer: text(value["internalLoadBalancer"]),
    managedIdentity: text(value["managedIdentity"]),
    securityGroup: text(value["securityGroup"]),
    spot: isDoc(value["spotVMOptions"]),
    tags: record(value["tags"]) as Readonly<Record<string, string>>,
    credentialsSecret: {
      name: text(credentials["name"]),
      namespace: text(credentials["namespace"]) || "openshift-machine-api",
    },
    userDataSecret,
    bootDiagnostics: text(boot["storageAccountType"]) !== "",
  };
}
