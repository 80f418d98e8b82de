import type { Run } from "./edge.ts";

/** One subcommand of `aro`. */
export interface CommandRow {
  name: string;
  summary: string;
  load: () => Promise<Run>;
}

/** Every subcommand; `aro --help` prints this table. Each is imported only when it is called, so that help is quick. */
export const commands: readonly CommandRow[] = [
  {
    name: "cluster",
    summary: "create, list, show, delete clusters, and wait for them",
    load: async () => (await import("./cluster.ts")).cluster,
  },
  {
    name: "installer",
    summary: "the process that Hive starts to install a cluster: create manifests, create cluster",
    load: async () => (await import("./installer.ts")).installer,
  },
  {
    name: "local",
    summary: "the whole cloud on this machine: up, down, status, logs, reset, env, fault, start",
    load: async () => (await import("./local/command.ts")).local,
  },
  {
    name: "operator",
    summary: "the process inside a cluster: master or worker",
    load: async () => (await import("./operator.ts")).operator,
  },
  {
    name: "rp",
    summary: "the service's process: frontend (ARM's REST API) and backend",
    load: async () => (await import("./rp.ts")).rp,
  },
];
