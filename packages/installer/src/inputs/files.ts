import { createPrivateKey } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import {
  type ClearCluster,
  type ClearSubscription,
  problemsOfCluster,
  problemsOfSubscription,
} from "../cluster/clear-cluster.ts";
import { InputProblem } from "./problem.ts";

/** What Hive has laid down for one installation (spec 03 §7.2). */
export interface InputFiles {
  cluster: ClearCluster;
  subscription: ClearSubscription;
  /** File name to YAML text. */
  manifests: ReadonlyMap<string, string>;
  /** PEM; undefined where there is none. */
  boundSigningKey: string | undefined;
}

const places = {
  cluster: ".azure/99_aro.json",
  subscription: ".azure/99_sub.json",
  manifests: "manifests",
  boundSigningKey: "boundsasigningkey/bound-service-account-signing-key.key",
} as const;

/** Reads everything below `root`. @throws InputProblem naming every file that is missing or wrong, and why. */
export async function readInputFiles(root: string): Promise<InputFiles> {
  const problems: string[] = [];
  const [cluster, subscription, manifests, boundSigningKey] = await Promise.all([
    json(join(root, places.cluster), problemsOfCluster, problems),
    json(join(root, places.subscription), problemsOfSubscription, problems),
    readManifests(join(root, places.manifests), problems),
    readKey(join(root, places.boundSigningKey), problems),
  ]);
  const usesIdentities = (cluster as Partial<ClearCluster> | undefined)?.properties?.platformWorkloadIdentityProfile;
  if (usesIdentities != null && boundSigningKey === undefined)
    problems.push(
      `${join(root, places.boundSigningKey)}: there is no such file; a cluster with workload identities needs the key that signs its tokens`,
    );
  if (problems.length > 0) throw new InputProblem(problems);
  return {
    cluster: cluster as ClearCluster,
    subscription: subscription as ClearSubscription,
    manifests,
    boundSigningKey,
  };
}

async function json(path: string, check: (value: unknown) => string[], problems: string[]): Promise<unknown> {
  const text = await optional(path);
  if (text === undefined) {
    problems.push(`${path}: there is no such file; Hive mounts it from the secret cluster-service-principal-secret`);
    return undefined;
  }
  const value = (() => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  })();
  if (typeof value !== "object" || value === null) {
    problems.push(`${path}: it is not a JSON object`);
    return undefined;
  }
  problems.push(...check(value).map((problem) => `${path}: ${problem}`));
  return value;
}

async function readManifests(folder: string, problems: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const names = await readdir(folder).catch(absent([] as string[]));
  for (const name of names.filter((one) => /\.ya?ml$/.test(one)).toSorted()) {
    const path = join(folder, name);
    const text = await readFile(path, "utf8");
    const wrong = wrongManifest(text);
    if (wrong !== undefined) problems.push(`${path}: ${wrong}`);
    found.set(name, text);
  }
  return found;
}

function wrongManifest(text: string): string | undefined {
  for (const document of parseAllDocuments(text)) {
    const [error] = document.errors;
    if (error !== undefined) return `it is not YAML: ${error.message.split("\n", 1)[0]}`;
    const object = document.toJS() as { apiVersion?: unknown; kind?: unknown; metadata?: { name?: unknown } } | null;
    if (object === null) continue;
    if (
      typeof object.apiVersion !== "string" ||
      typeof object.kind !== "string" ||
      typeof object.metadata?.name !== "string"
    )
      return "it is not an object of Kubernetes with apiVersion, kind and metadata.name";
  }
  return undefined;
}

async function readKey(path: string, problems: string[]): Promise<string | undefined> {
  const text = await optional(path);
  if (text === undefined) return undefined;
  try {
    createPrivateKey(text);
  } catch {
    problems.push(`${path}: it is not a private key in PEM`);
  }
  return text;
}

const optional = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(absent(undefined));

const absent =
  <Otherwise>(otherwise: Otherwise) =>
  (error: NodeJS.ErrnoException): Otherwise => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return otherwise;
    throw error;
  };
