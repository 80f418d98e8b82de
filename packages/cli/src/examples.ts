import { exitText } from "./exit.ts";

/** What the help of each command ends with; commands that work when pasted, with the names the local instance starts with. */
export const examples = (command: string) => ({
  cluster: `
Environment:
  ARO_LOCAL_*              the local instance, as '${command} local env' exports it;
                           without them the instance of --state or
                           ARO_LOCAL_STATE is used when it is up
  AZURE_SUBSCRIPTION_ID    the subscription in Azure; else the one that
                           'az login' chose
  AZURE_CLIENT_ID, AZURE_TENANT_ID, AZURE_CLIENT_SECRET
                           who signs in to Azure; else whoever 'az login'
                           signed in

${exitText}`,
  create: `
Examples:
  ${command} cluster create -n c1 -g demo \\
      --vnet vnet --master-subnet master --worker-subnet worker
  ${command} cluster create -n c1 -g demo \\
      --vnet vnet --master-subnet master --worker-subnet worker \\
      --version 4.19.12 --worker-count 4 --pull-secret @pull-secret.txt \\
      --tags team=blue stage=test
  ${command} cluster create -n c2 -g demo \\
      --vnet vnet --master-subnet master --worker-subnet worker \\
      --apiserver-visibility Private --ingress-visibility Private --no-wait

Running the same command again is safe: it follows a create that runs, and
goes on with one that failed.
`,
  validate: `
Examples:
  ${command} cluster validate -n c1 -g demo \\
      --vnet vnet --master-subnet master --worker-subnet worker \\
      --client-id APP-ID --client-secret SECRET
  ${command} cluster validate -n c1 -g demo \\
      --vnet vnet --master-subnet master --worker-subnet worker -o json

Everything is looked at that the create itself looks at: the request, sizes,
quota, providers, networks, and what the service and the service principal may
do. The status is 1 when something stands in the way.
`,
  list: `
Examples:
  ${command} cluster list -o table
  ${command} cluster list -g demo
`,
  show: `
Examples:
  ${command} cluster show -n c1 -g demo
  ${command} cluster show -n c1 -g demo -o table
`,
  update: `
Examples:
  ${command} cluster update -n c1 -g demo --client-secret NEW-SECRET
  ${command} cluster update -n c1 -g demo --client-id APP-ID --client-secret SECRET
  ${command} cluster update -n c1 -g demo --refresh-credentials
  ${command} cluster update -n c1 -g demo --lb-ip-count 3 --tags team=blue stage=test

Everything else is fixed when the cluster is created.
`,
  delete: `
Examples:
  ${command} cluster delete -n c1 -g demo
  ${command} cluster delete -n c1 -g demo --yes --no-wait

A delete is always honoured: it ends an operation that runs, and goes on where
an earlier delete failed.
`,
  wait: `
Examples:
  ${command} cluster wait -n c1 -g demo --created
  ${command} cluster wait -n c1 -g demo --deleted --interval 5 --timeout 600
`,
  listCredentials: `
Examples:
  ${command} cluster list-credentials -n c1 -g demo
  ${command} cluster list-credentials -n c1 -g demo -o table

The console's address is in 'cluster show' (properties.consoleProfile.url).
`,
  getAdminKubeconfig: `
Examples:
  ${command} cluster get-admin-kubeconfig -n c1 -g demo --file c1.kubeconfig
  kubectl --kubeconfig c1.kubeconfig get nodes

The file is for its owner alone, holds this cluster and nothing else, and is
merged into no other.
`,
  getVersions: `
Examples:
  ${command} cluster get-versions --location eastus
  ${command} cluster get-versions -l eastus -o table
`,
});
