import { variablesText } from "./client-variables.ts";

/** What the help of each `aro local` command ends with. */
export const helpAfter = (command: string) => ({
  local: `
Examples:
  ${command} local up
  eval "$(${command} local env)"
  ${command} local status
  ${command} local logs -f rp
  ${command} local up --state /tmp/other --port 0   # another beside the first

Exit status:
  0    done
  1    it failed, or the instance is not up
  2    the command line cannot be understood, or has a value that cannot be
  130  Ctrl-C
`,
  up: `
Three ports are used: N for ARM, N+1 for the proxy, N+2 for the service. They
are remembered; so is the seed.
`,
  env: `
${variablesText}
Examples:
  eval "$(${command} local env)"
  az cloud register -n AroLocal --cloud-config @"$ARO_LOCAL_CLOUD_CONFIG"
`,
  logs: `
Examples:
  ${command} local logs
  ${command} local logs -f rp
`,
  fault: `
Examples:
  ${command} local fault add --throttle 2 --count 3 --method PUT \\
      --type Microsoft.Network/virtualNetworks/subnets
  ${command} local fault add --status 500 --actor rp \\
      --path '/subscriptions/*/resourceGroups/aro-*'
  ${command} local fault add --kill rp --boundary 'ensureResourceGroup:finished'
  ${command} local fault names steps
  ${command} local fault list
  ${command} local fault clear
  ${command} local fault cluster demo --degraded dns \\
      --silent-node demo-x7k2p-master-0
  ${command} local fault cluster demo --api hangs
  ${command} local fault cluster demo --heal

A fault meets calls, not what a template deployment makes inside Azure: for
that, fail PUT of Microsoft.Resources/deployments.
`,
  start: `
Starts everything, creates the cluster 'demo' when it is not there, and stays
until Ctrl-C, which stops what was started.
`,
});
