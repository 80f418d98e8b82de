import { enabledUnit, file, type IgnitionFile, type IgnitionUnit } from "../ignition/config.ts";

/** Names of a cluster and where they lead, as its nodes must resolve them although no zone of Azure knows them (spec 03 §7.3). */
export interface ClusterNames {
  domain: string;
  internalAddress: string;
  ingressAddress: string;
  gatewayDomains: readonly string[];
  /** Address of the gateway's endpoint; needed when there are gateway domains. */
  gatewayAddress: string | undefined;
}

const upstream = "/etc/resolv.conf.dnsmasq";

/** `dnsmasq.conf`: the cluster's own names here, everything else asked of the resolvers the machine was given. */
function dnsmasqConfig({ domain, internalAddress, ingressAddress, ...gateway }: ClusterNames): string {
  return [
    `resolv-file=${upstream}`,
    "strict-order",
    `address=/api.${domain}/${internalAddress}`,
    `address=/api-int.${domain}/${internalAddress}`,
    `address=/.apps.${domain}/${ingressAddress}`,
    ...gateway.gatewayDomains.map((name) => `address=/${name}/${gateway.gatewayAddress}`),
    "user=dnsmasq",
    "group=dnsmasq",
    "no-hosts",
    "dns-forward-max=10000",
    "cache-size=0",
    "",
  ].join("\n");
}

/** Run before dnsmasq: keeps the resolvers that the network gave, and makes this machine its own first one. */
const preScript = `#!/bin/bash
set -euo pipefail

address=$(hostname -I | awk '{print $1}')
if ! grep -q "^nameserver $address$" /etc/resolv.conf; then
  cp /etc/resolv.conf ${upstream}
  restorecon ${upstream}
fi

domains=$(awk '/^search/ { $1 = ""; print; exit }' ${upstream})
{
  echo "# Written by aro-dnsmasq-pre.sh at each start of dnsmasq."
  [[ -z "$domains" ]] || echo "search$domains"
  echo "nameserver $address"
} >/etc/resolv.conf.new
chmod 0644 /etc/resolv.conf.new
restorecon /etc/resolv.conf.new
mv /etc/resolv.conf.new /etc/resolv.conf
`;

const unit = (before: string): string => `[Unit]
Description=DNS caching server.
After=network-online.target
Before=${before}

[Service]
# NetworkManager writes resolv.conf anew at every restart: what it wrote is kept first.
ExecStartPre=/usr/local/bin/aro-dnsmasq-pre.sh
ExecStart=/usr/sbin/dnsmasq -k
ExecStopPost=/bin/bash -c '/bin/mv ${upstream} /etc/resolv.conf; /usr/sbin/restorecon /etc/resolv.conf'
Restart=always
StandardError=append:/var/log/dnsmasq.log

[Install]
WantedBy=multi-user.target
`;

/** What of dnsmasq lies on a machine. */
export const dnsmasqFiles = (names: ClusterNames): IgnitionFile[] => [
  file("/etc/dnsmasq.conf", dnsmasqConfig(names)),
  file("/usr/local/bin/aro-dnsmasq-pre.sh", preScript, 0o744),
];

/** On a bootstrap machine before the control plane, on a node before its agent. */
export const dnsmasqUnit = (machine: "bootstrap" | "node"): IgnitionUnit =>
  enabledUnit("dnsmasq.service", unit(machine === "bootstrap" ? "bootkube.service" : "kubelet.service"));
