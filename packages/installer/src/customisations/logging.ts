import type { InstallFacts } from "../cluster/facts.ts";
import { enabledUnit, file, type IgnitionFile, type IgnitionUnit } from "../ignition/config.ts";

/*
 * The bootstrap machine's own logs, sent to Geneva while the cluster has no agents yet (spec 03 §7.5). Nodes are the operator's.
 */

const journalConfig = `[INPUT]
\tName systemd
\tTag journald
\tDB /var/lib/fluent/journald

[FILTER]
\tName modify
\tMatch journald
\tRemove_wildcard _
\tRemove TIMESTAMP
\tRemove SYSLOG_FACILITY

[OUTPUT]
\tName forward
\tMatch *
\tPort 24224
`;

const fluentbitUnit = `[Unit]
After=network-online.target
Wants=network-online.target

[Service]
RestartSec=1s
EnvironmentFile=/etc/sysconfig/fluentbit
ExecStartPre=-/usr/bin/podman rm -f %N
ExecStart=/usr/bin/podman run \\
  --entrypoint /opt/td-agent-bit/bin/td-agent-bit \\
  --net=host \\
  --hostname bootstrap \\
  --name %N \\
  --rm \\
  --cap-drop net_raw \\
  -v /etc/fluentbit/journal.conf:/etc/fluentbit/journal.conf \\
  -v /var/lib/fluent:/var/lib/fluent:z \\
  -v /var/log/journal:/var/log/journal:ro \\
  -v /run/log/journal:/run/log/journal:ro \\
  -v /etc/machine-id:/etc/machine-id:ro \\
  $FLUENTBITIMAGE \\
  -c /etc/fluentbit/journal.conf
ExecStop=/usr/bin/podman stop %N
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;

const mdsdUnit = `[Unit]
After=network-online.target
Wants=network-online.target

[Service]
EnvironmentFile=/etc/sysconfig/mdsd
ExecStartPre=-/usr/bin/podman rm -f %N
ExecStart=/usr/bin/podman run \\
  --entrypoint /usr/sbin/mdsd \\
  --net=host \\
  --hostname bootstrap \\
  --name %N \\
  --rm \\
  --cap-drop net_raw \\
  --env-file /etc/mdsd.d/mdsd.env \\
  -v /etc/mdsd.d/secret:/etc/mdsd.d/secret:z \\
  $MDSDIMAGE \\
  -A \\
  -D \\
  -f 24224 \\
  -r /var/run/mdsd/default
ExecStop=/usr/bin/podman stop %N
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;

type Facts = Pick<InstallFacts, "cluster" | "subscriptionId" | "logging">;

/** The agent's environment. */
function mdsdEnvironment({ cluster, subscriptionId, logging }: Facts): string {
  if (logging === undefined) return "";
  const resourceGroup = /\/resourceGroups\/([^/]+)\//i.exec(cluster.id)?.[1] ?? "";
  return Object.entries({
    MONITORING_GCS_ENVIRONMENT: logging.environment,
    MONITORING_GCS_ACCOUNT: logging.account,
    MONITORING_GCS_REGION: cluster.location,
    MONITORING_GCS_CERT_CERTFILE: "/etc/mdsd.d/secret/mdsdcert.pem",
    MONITORING_GCS_CERT_KEYFILE: "/etc/mdsd.d/secret/mdsdcert.pem",
    MONITORING_GCS_NAMESPACE: logging.namespace,
    MONITORING_CONFIG_VERSION: logging.configVersion,
    MONITORING_USE_GENEVA_CONFIG_SERVICE: "true",
    MONITORING_TENANT: cluster.location,
    MONITORING_ROLE: "cluster",
    MONITORING_ROLE_INSTANCE: "bootstrap",
    RESOURCE_ID: cluster.id.toLowerCase(),
    SUBSCRIPTION_ID: subscriptionId.toLowerCase(),
    RESOURCE_GROUP: resourceGroup.toLowerCase(),
    RESOURCE_NAME: cluster.name.toLowerCase(),
  })
    .map(([name, value]) => `${name}='${value}'\n`)
    .join("");
}

/** Files of bootstrap logging; none where the region has no account for logs. */
export function loggingFiles(facts: Facts): IgnitionFile[] {
  const { logging } = facts;
  if (logging === undefined) return [];
  return [
    file("/etc/mdsd.d/mdsd.env", mdsdEnvironment(facts)),
    file("/etc/mdsd.d/secret/mdsdcert.pem", logging.certificate, 0o600),
    file("/etc/sysconfig/mdsd", `MDSDIMAGE='${logging.mdsdImage}'\n`),
    file("/etc/sysconfig/fluentbit", `FLUENTBITIMAGE='${logging.fluentbitImage}'\n`),
    file("/etc/fluentbit/journal.conf", journalConfig),
  ];
}

export const loggingUnits = ({ logging }: Pick<InstallFacts, "logging">): IgnitionUnit[] =>
  logging === undefined ? [] : [enabledUnit("fluentbit.service", fluentbitUnit), enabledUnit("mdsd.service", mdsdUnit)];
