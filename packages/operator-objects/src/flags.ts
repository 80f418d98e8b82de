/** The operator's switches, by name, as the Cluster object carries them. */
export type OperatorFlags = Readonly<Record<string, string>>;

/** What a new cluster gets, and one that has none (spec 04 §3.2). A flag that is added later is not filled in: there it counts as off. */
export const defaultFlags: OperatorFlags = {
  "aro.alertwebhook.enabled": "true",
  "aro.autosizednodes.enabled": "true",
  "aro.azuresubnets.enabled": "true",
  "aro.azuresubnets.nsg.managed": "true",
  "aro.azuresubnets.serviceendpoint.managed": "true",
  "aro.banner.enabled": "false",
  "aro.ccopprof.enabled": "true",
  "aro.checker.enabled": "true",
  "aro.cloudproviderconfig.enabled": "true",
  "aro.cpms.enabled": "false",
  "aro.dnsmasq.enabled": "true",
  "aro.etchosts.enabled": "true",
  "aro.etchosts.managed": "true",
  "aro.forcereconciliation": "false",
  "aro.genevalogging.enabled": "true",
  "aro.genevalogging.otel.profile": "minimal-logs",
  "aro.guardrails.deploy.managed": "true",
  "aro.guardrails.enabled": "true",
  "aro.guardrails.method": "auto",
  "aro.guardrails.policies.aro-machine-config-deny.enforcement": "dryrun",
  "aro.guardrails.policies.aro-machine-config-deny.managed": "true",
  "aro.guardrails.policies.aro-machines-deny.enforcement": "deny",
  "aro.guardrails.policies.aro-machines-deny.managed": "true",
  "aro.guardrails.policies.aro-nodes-deny.enforcement": "deny",
  "aro.guardrails.policies.aro-nodes-deny.managed": "true",
  "aro.guardrails.policies.aro-privileged-namespace-deny.enforcement": "dryrun",
  "aro.guardrails.policies.aro-privileged-namespace-deny.managed": "true",
  "aro.imageconfig.enabled": "true",
  "aro.ingress.enabled": "true",
  "aro.machine.enabled": "true",
  "aro.machinehealthcheck.enabled": "true",
  "aro.machinehealthcheck.managed": "true",
  "aro.machineset.enabled": "true",
  "aro.monitoring.enabled": "false",
  "aro.nodedrainer.enabled": "true",
  "aro.pullsecret.enabled": "true",
  "aro.pullsecret.managed": "true",
  "aro.rbac.enabled": "true",
  "aro.restartdnsmasq.enabled": "false",
  "aro.routefix.enabled": "true",
  "aro.storageaccounts.enabled": "true",
  "aro.workaround.copyfail.enabled": "true",
  "aro.workaround.dirtyfrag.enabled": "true",
  "aro.workaround.enabled": "true",
  "rh.srep.muo.enabled": "true",
  "rh.srep.muo.managed": "true",
};

/** Whether a flag is on: `true` in any casing; missing, empty, `1` and `yes` are off (spec 04 §3.1). */
export const isOn = (flags: OperatorFlags, name: string): boolean => flags[name]?.toLowerCase() === "true";

/** A flag's value, or `otherwise` when there is none; an empty one counts as there. */
export const flagOr = (flags: OperatorFlags, name: string, otherwise: string): string => flags[name] ?? otherwise;
