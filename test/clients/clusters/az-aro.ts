import type { Chapter, Command } from "../az/command.ts";

/** What differs between the azs: later ones have more commands. */
export interface AroOf {
  /** The cluster it makes, and the virtual network it makes it in. */
  cluster: string;
  vnet: string;
  /** Whether it is of the time after 2022-04-01. */
  isNew: boolean;
}

/** A cluster's life as `az aro` lives it: made, looked at, updated, deleted. */
export const lifeOfACluster = ({ cluster, vnet, isNew }: AroOf): readonly Chapter[] => {
  const one = `-n ${cluster} -g demo`;
  const absent = "-n absent -g demo";
  const named = `[?name=='${cluster}'].provisioningState`;
  const later: readonly Command[] = [
    { say: "aro get-versions -l eastus", shows: ["4.18.24", "4.19.12", "4.20.4"] },
    { say: `aro get-admin-kubeconfig ${absent} -f $templates/kubeconfig`, refused: /ResourceNotFound/ },
    { say: `aro update ${one} --lb-ip-count 2`, shows: { provisioningState: "Succeeded" } },
    { say: `aro wait ${one} --updated --interval 1` },
    // The service takes a count for a whole one: az's own table is made of what it shows.
    { say: `aro show ${one} --query networkProfile.loadBalancerProfile.managedOutboundIps.count`, shows: 2 },
  ];
  return [
    {
      title: "sign in",
      commands: [
        { say: "cloud register -n AroLocal --cloud-config @$cloudConfig" },
        { say: "cloud set -n AroLocal" },
        { say: "login --service-principal -u $client --tenant $tenant -p $secret" },
      ],
    },
    {
      title: "a cluster's life",
      commands: [
        {
          say: `aro create ${one} --vnet ${vnet} --master-subnet master --worker-subnet worker --tags a=b`,
          shows: { name: cluster, provisioningState: "Succeeded", tags: { a: "b" } },
        },
        { say: `aro list --query ${named}`, shows: ["Succeeded"] },
        { say: `aro list -g demo --query ${named}`, shows: ["Succeeded"] },
        { say: `aro show ${one}`, shows: { servicePrincipalProfile: { clientSecret: null } } },
        { say: `aro show ${absent}`, refused: /ResourceNotFound/ },
        { say: `aro list-credentials ${absent}`, refused: /ResourceNotFound/ },
        { say: `aro update ${one}`, shows: { provisioningState: "Succeeded", tags: { a: "b" } } },
        ...(isNew ? later : []),
        {
          say: `resource wait ${one} --resource-type Microsoft.RedHatOpenShift/openShiftClusters --api-version 2022-04-01 --exists`,
        },
        { say: `aro delete ${one} -y` },
        { say: `aro list --query ${named}`, shows: [] },
      ],
    },
  ];
};
