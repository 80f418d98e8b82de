import type { Step } from "@aro/steps";
import { buildGraph } from "../graph/build-graph.ts";
import { bootstrapComplete } from "./bootstrap-complete.ts";
import { graphOf, type InstallerContext } from "./context.ts";
import { deployResources } from "./deploy-resources.ts";
import { gatherFacts } from "./gather-facts.ts";
import { readGraph, restoreIgnition, storeGraph } from "./stored-graph.ts";
import { writeWorkFolder } from "./work-folder.ts";

type InstallerStep = Step<InstallerContext>;

/** Looks for what an earlier run stored: with it, keys and passwords stay what they are (spec 03 §7.3). */
const loadGraph: InstallerStep = {
  name: "loadGraph",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    // Named before it is touched: by the name in the log a refusal of its keys is told from others (spec 03 §7.6).
    context.log.info(`Looking for assets in storage account cluster${context.files.cluster.properties.storageSuffix}`);
    const graph = await readGraph(context, signal);
    if (graph === undefined) return;
    context.log.info("The assets of this cluster are stored already and are used as they are");
    if (await restoreIgnition(context, graph, signal)) context.log.info("The bootstrap ignition was stored again");
    context.made.graph = graph;
    context.made.stored = true;
  },
};

const generateAssets: InstallerStep = {
  name: "generateAssets",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const { made, log, random } = context;
    if (made.graph !== undefined) return;
    const facts = await gatherFacts(context, signal);
    log.info(`Making install config and assets of ${facts.domain}, OpenShift ${facts.releaseImage}`);
    made.graph = await buildGraph(facts, { random });
  },
};

const storeAssets: InstallerStep = {
  name: "storeAssets",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    if (context.made.stored === true) return;
    await storeGraph(context, graphOf(context), signal);
    context.made.stored = true;
    context.log.info("The assets are stored");
  },
};

const writeFiles: InstallerStep = {
  name: "writeFiles",
  kind: "memory",
  run: async (context) => {
    const { folder, files, settings } = context;
    await writeWorkFolder(folder, graphOf(context), { cluster: files.cluster, documentId: settings.documentId });
  },
};

const needGraph: InstallerStep = {
  name: "loadGraph",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const graph = await readGraph(context, signal);
    if (graph === undefined)
      throw new Error("the assets of this cluster are not stored: run 'create manifests' before 'create cluster'");
    context.made.graph = graph;
  },
};

/** The two commands as lists of steps (spec 03 §7.2). */
export const commandSteps = {
  manifests: [loadGraph, generateAssets, storeAssets, writeFiles],
  cluster: [needGraph, writeFiles, deployResources, bootstrapComplete],
} as const satisfies Record<string, readonly InstallerStep[]>;

export type InstallerCommand = keyof typeof commandSteps;
