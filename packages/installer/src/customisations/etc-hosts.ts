import { enabledUnit, file, type IgnitionFile, type IgnitionUnit } from "../ignition/config.ts";
import type { ClusterNames } from "./dnsmasq.ts";

const script = `#!/bin/bash
set -uo pipefail

# Appends the entries of /etc/hosts.d/aro.conf to /etc/hosts, each marked, and takes away marked ones that are gone.
marker="# openshift-aro-etchosts-resolver"
own=/etc/hosts.d/aro.conf
new=$(mktemp)
trap 'rm -f "$new"' EXIT

grep -v "$marker" /etc/hosts >"$new" || true
while read -r address names; do
  [[ -z "$address" || "$address" == \\#* ]] || echo "$address $names $marker"
done <"$own" >>"$new"

if ! cmp --silent "$new" /etc/hosts; then
  # The file itself is kept, not replaced: containers have it mounted.
  cp -f "$new" /etc/hosts
fi
`;

const unit = `[Unit]
Description=One shot that appends entries of the cluster to /etc/hosts
Before=network-online.target

[Service]
Type=oneshot
ExecStart=/bin/bash /usr/local/bin/aro-etchosts-resolver.sh

[Install]
WantedBy=multi-user.target
`;

/** Names that must resolve before dnsmasq runs, and where it never does: in the image of the node itself. */
function etcHosts({ domain, internalAddress, gatewayDomains, gatewayAddress }: ClusterNames): string {
  return [
    `${internalAddress}\tapi.${domain} api-int.${domain}`,
    ...(gatewayDomains.length === 0 ? [] : [`${gatewayAddress}\t${gatewayDomains.join(" ")}`]),
    "",
  ].join("\n");
}

export const etcHostsFiles = (names: ClusterNames): IgnitionFile[] => [
  file("/etc/hosts.d/aro.conf", etcHosts(names)),
  file("/usr/local/bin/aro-etchosts-resolver.sh", script, 0o744),
];

export const etcHostsUnit: IgnitionUnit = enabledUnit("aro-etchosts-resolver.service", unit);
