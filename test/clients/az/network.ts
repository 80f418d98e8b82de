import { allLacking, type Chapter } from "./command.ts";

const lacking = /standard_medium|is not available in API version/;
const subnets = "network vnet subnet";
const inLb = "-g rg --lb-name lb";

const networks: Chapter = {
  title: "network vnet, subnet",
  commands: allLacking(lacking, [
    {
      say: "network vnet create -g rg -n vnet --address-prefixes 10.0.0.0/16 --subnet-name one --subnet-prefixes 10.0.0.0/24",
      shows: { newVNet: { provisioningState: "Succeeded", subnets: [{ name: "one" }] } },
    },
    { say: "network vnet show -g rg -n vnet", shows: { addressSpace: { addressPrefixes: ["10.0.0.0/16"] } } },
    { say: "network vnet list -g rg --query [].name", shows: ["vnet"] },
    { say: "network vnet list --query [].name", shows: ["vnet"] },
    { say: "network vnet update -g rg -n vnet --set tags.x=y", shows: { tags: { x: "y" } } },
    {
      say: "network vnet check-ip-address -g rg -n vnet --ip-address 10.0.0.9",
      shows: { available: true },
    },
    { say: `${subnets} create -g rg --vnet-name vnet -n two --address-prefixes 10.0.1.0/24`, shows: { name: "two" } },
    { say: `${subnets} show -g rg --vnet-name vnet -n two`, shows: { provisioningState: "Succeeded" } },
    { say: `${subnets} list -g rg --vnet-name vnet --query [].name`, shows: ["one", "two"] },
    {
      say: `${subnets} create -g rg --vnet-name vnet -n three --address-prefixes 10.0.1.0/24`,
      refused: /NetcfgSubnetRangesOverlap|NetcfgInvalidSubnet/,
    },
  ]),
};

const securityGroups: Chapter = {
  title: "network nsg",
  commands: allLacking(lacking, [
    { say: "network nsg create -g rg -n nsg", shows: { NewNSG: { provisioningState: "Succeeded" } } },
    { say: "network nsg show -g rg -n nsg --query length(defaultSecurityRules)", shows: 6 },
    { say: "network nsg list -g rg --query [].name", shows: ["nsg"] },
    { say: "network nsg update -g rg -n nsg --set tags.x=y", shows: { tags: { x: "y" } } },
    {
      say: "network nsg rule create -g rg --nsg-name nsg -n https --priority 200 --access Allow --protocol Tcp --destination-port-ranges 443",
      shows: { priority: 200, destinationPortRange: "443", provisioningState: "Succeeded" },
    },
    { say: "network nsg rule show -g rg --nsg-name nsg -n https", shows: { access: "Allow" } },
    { say: "network nsg rule list -g rg --nsg-name nsg --query [].name", shows: ["https"] },
    { say: "network nsg rule update -g rg --nsg-name nsg -n https --priority 300", shows: { priority: 300 } },
    {
      say: `${subnets} update -g rg --vnet-name vnet -n two --network-security-group nsg`,
      keep: { attached: "networkSecurityGroup.id" },
    },
    { say: "network nsg delete -g rg -n nsg", refused: /InUseNetworkSecurityGroupCannotBeDeleted/ },
    {
      say: `${subnets} update -g rg --vnet-name vnet -n two --remove networkSecurityGroup --query networkSecurityGroup`,
    },
    { say: "network nsg rule delete -g rg --nsg-name nsg -n https" },
    { say: "network nsg delete -g rg -n nsg" },
    { say: "network nsg show -g rg -n nsg", refused: /ResourceNotFound/ },
  ]),
};

const balancers: Chapter = {
  title: "network public-ip, lb",
  commands: allLacking(lacking, [
    {
      say: "network public-ip create -g rg -n ip --sku Standard --allocation-method Static",
      shows: { publicIp: { sku: { name: "Standard" }, provisioningState: "Succeeded" } },
      keep: { address: "publicIp.ipAddress" },
    },
    { say: "network public-ip show -g rg -n ip", shows: { ipAddress: "$address" } },
    { say: "network public-ip list -g rg --query [].name", shows: ["ip"] },
    { say: "network public-ip update -g rg -n ip --idle-timeout 10", shows: { idleTimeoutInMinutes: 10 } },
    {
      say: "network lb create -g rg -n lb --sku Standard --public-ip-address ip --frontend-ip-name fe --backend-pool-name be",
      shows: { loadBalancer: { provisioningState: "Succeeded" } },
    },
    { say: "network lb show -g rg -n lb", shows: { sku: { name: "Standard" } } },
    { say: "network lb list -g rg --query [].name", shows: ["lb"] },
    { say: `network lb probe create ${inLb} -n probe --protocol Tcp --port 80`, shows: { port: 80 } },
    { say: `network lb probe list ${inLb} --query [].name`, shows: ["probe"] },
    {
      say: `network lb rule create ${inLb} -n rule --protocol Tcp --frontend-port 80 --backend-port 80 --frontend-ip-name fe --backend-pool-name be --probe-name probe`,
      shows: { frontendPort: 80 },
    },
    { say: `network lb rule show ${inLb} -n rule`, shows: { backendPort: 80 } },
    { say: `network lb rule list ${inLb} --query [].name`, shows: ["rule"] },
    { say: `network lb rule update ${inLb} -n rule --idle-timeout 5`, shows: { idleTimeoutInMinutes: 5 } },
    { say: `network lb frontend-ip list ${inLb} --query [].name`, shows: ["fe"] },
    { say: `network lb address-pool list ${inLb} --query [].name`, shows: ["be"] },
    { say: "network public-ip delete -g rg -n ip", refused: /PublicIPAddressCannotBeDeleted/ },
    { say: `network lb rule delete ${inLb} -n rule` },
    { say: "network lb update -g rg -n lb --set tags.x=y", shows: { tags: { x: "y" } } },
    { say: "network lb delete -g rg -n lb" },
    { say: "network public-ip delete -g rg -n ip" },
    { say: "network public-ip list -g rg", shows: [] },
  ]),
};

const interfaces: Chapter = {
  title: "network nic, and what is in use",
  commands: allLacking(lacking, [
    {
      say: "network nic create -g rg -n nic --vnet-name vnet --subnet one",
      shows: { NewNIC: { provisioningState: "Succeeded" } },
    },
    { say: "network nic list -g rg --query [].provisioningState", shows: ["Succeeded"] },
    { say: "network vnet delete -g rg -n vnet", refused: /InUseSubnetCannotBeDeleted/ },
    { say: "network nic delete -g rg -n nic" },
    { say: `${subnets} delete -g rg --vnet-name vnet -n two` },
    { say: "network vnet delete -g rg -n vnet" },
    { say: "network vnet show -g rg -n vnet", refused: /ResourceNotFound/ },
  ]),
};

/** Names: public and private zones. */
const zones: Chapter = {
  title: "network dns, private-dns",
  commands: [
    ...allLacking(lacking, [
      { say: "network dns zone create -g rg -n example.test", shows: { name: "example.test" } },
      {
        say: "network dns record-set a add-record -g rg -z example.test -n www -a 192.0.2.1",
        shows: { fqdn: "www.example.test." },
      },
      { say: "network dns record-set a list -g rg -z example.test --query [].name", shows: ["www"] },
      { say: "network dns zone list -g rg --query [].name", shows: ["example.test"] },
      { say: "network dns zone delete -g rg -n example.test -y" },
    ]),
    { say: "network private-dns zone create -g rg -n private.test", shows: { provisioningState: "Succeeded" } },
    { say: "network private-dns record-set a add-record -g rg -z private.test -n www -a 10.0.0.4" },
    { say: "network private-dns record-set a list -g rg -z private.test --query [].name", shows: ["www"] },
    { say: "network private-dns zone delete -g rg -n private.test -y" },
    { say: "network private-dns zone list -g rg", shows: [] },
  ],
};

export const network: readonly Chapter[] = [networks, securityGroups, balancers, interfaces, zones];
