import type { Chapter, Command } from "../az/command.ts";

/** What differs between the azs: later ones have more commands. */
export interface AroOf {
  /** The cluster it makes, and the virtual network it makes it in. */
  cluster: string;
  vnet: string;
  /** Whether it is of the time after 2022-04-01. */
  isNew: boolean;
  /** Whether clusters are installed to the last step, so that there is something to be signed in to. */
  isWhole: boolean;
}

/** A cluster's life as `az aro` lives it: made, looked at, updated, deleted. */
export const lifeOfACluster = ({ cluster, vnet, isNew, isWhole }: AroOf): readonly Chapter[] => {
  const one = `-n ${cluster} -g demo`;
  const absent = "-n absent -g demo";
  const network = `--vnet ${vnet} --master-subnet master --worker-subnet worker`;
  const file = `$templates/kubeconfig-${cluster}`;
  const named = `[?name=='${cluster}'].provisioningState`;
  const later: readonly Command[] = [
    { say: "aro get-versions -l eastus", shows: ["4.18.24", "4.19.12", "4.20.4"] },
    { say: `aro get-admin-kubeconfig ${absent} -f ${file}`, refused: /ResourceNotFound/ },
    { say: `aro update ${one} --lb-ip-count 2`, shows: { provisioningState: "Succeeded" } },
    { say: `aro wait ${one} --updated --interval 1` },
    // The service takes a count for a whole one: az's own table is made of what it shows.
    { say: `aro show ${one} --query networkProfile.loadBalancerProfile.managedOutboundIps.count`, shows: 2 },
  ];
  const credentials: readonly Command[] = [
    { say: `aro list-credentials ${one}`, shows: { kubeadminUsername: "kubeadmin" } },
    ...(isNew
      ? [
          { say: `aro get-admin-kubeconfig ${one} -f ${file}` },
          { say: `aro get-admin-kubeconfig ${one} -f ${file}`, refused: /already exists/ },
        ]
      : []),
  ];
  const before: readonly Command[] = [
    { say: `aro validate ${one} ${network}` },
    { say: `aro validate ${one} ${network} --pod-cidr 10.128.0.0/24`, refused: /10\.128\.0\.0\/24/ },
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
        ...(isNew ? before : []),
        {
          say: `aro create ${one} ${network} --tags a=b`,
          shows: { name: cluster, provisioningState: "Succeeded", tags: { a: "b" } },
        },
        { say: `aro list --query ${named}`, shows: ["Succeeded"] },
        { say: `aro list -g demo --query ${named}`, shows: ["Succeeded"] },
        { say: `aro show ${one}`, shows: { servicePrincipalProfile: { clientSecret: null } } },
        { say: `aro show ${absent}`, refused: /ResourceNotFound/ },
        { say: `aro list-credentials ${absent}`, refused: /ResourceNotFound/ },
        ...(isWhole ? credentials : []),
        { say: `aro update ${one}`, shows: { provisioningState: "Succeeded", tags: { a: "b" } } },
        { say: `aro update ${one} --refresh-credentials`, shows: { provisioningState: "Succeeded" } },
        { say: `ad sp create-for-rbac -n another-${cluster}`, keep: { another: "appId", password: "password" } },
        {
          say: `aro update ${one} --client-id $another --client-secret $password`,
          shows: { provisioningState: "Succeeded", servicePrincipalProfile: { clientId: "$another" } },
        },
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
