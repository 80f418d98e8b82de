import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootedCluster } from "../../../packages/local/src/openshift/testing/booted-cluster.ts";
import { created, furnished } from "../../harness/course.ts";
import { apiVersion, type Customer } from "../../harness/customer.ts";
import { whenThisEnds } from "../../harness/ending.ts";
import { type Instance, startInstance } from "../../harness/instance.ts";
import { kubeconfigOf } from "../../whole/course.ts";

/** A cluster that clients of Kubernetes are tried on. */
export interface Place extends AsyncDisposable {
  /** Path of its administrator's kubeconfig, which names the proxy. */
  kubeconfig: string;
  /** Folder for what is made along the way. */
  folder: string;
  /** The same cluster for who signs in with a name and a password; only a whole one has such. */
  signIn?: SignIn;
  /** The instance that it lives in and whose it is, for what is done to it from outside. */
  whole?: { instance: Instance; customer: Customer };
}

export interface SignIn {
  domain: string;
  /** `http://127.0.0.1:PORT`. */
  proxy: string;
  /** PEM of the authorities to trust. */
  authority: string;
  user: string;
  password: string;
}

/** In a folder that goes with this process, if not before. */
function inFolder(kubeconfig: string): { folder: string; kubeconfig: string } {
  const folder = mkdtempSync(join(tmpdir(), "aro-kubectl-"));
  whenThisEnds(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "kubeconfig");
  writeFileSync(file, kubeconfig, { mode: 0o600 });
  return { folder, kubeconfig: file };
}

/** A cluster of the emulated Azure in this process, no service behind it: what `npm test` has time for. */
export async function smallPlace(): Promise<Place> {
  const cluster = await bootedCluster();
  const held = inFolder(cluster.rig.kubeconfig());
  return {
    ...held,
    [Symbol.asyncDispose]: async () => {
      await cluster[Symbol.asyncDispose]();
      rmSync(held.folder, { recursive: true, force: true });
    },
  };
}

/** A cluster that the service made, in an instance of its own, by the kubeconfig that its customer is given. */
export async function wholePlace(): Promise<Place> {
  const instance = await startInstance({ hive: true });
  try {
    const one = await furnished(instance);
    await created(instance, one);
    const held = inFolder(await kubeconfigOf(instance, one.customer));
    return {
      ...held,
      signIn: await signInOf(instance, one.customer),
      whole: { instance, customer: one.customer },
      [Symbol.asyncDispose]: async () => {
        await instance.stop();
        rmSync(held.folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

/** What `az aro list-credentials` shows, and where that is good for. */
async function signInOf({ client, folder }: Instance, { cluster }: Customer): Promise<SignIn> {
  const [credentials, shown] = await Promise.all([
    client.ok({ method: "POST", path: `${cluster}/listCredentials`, apiVersion }),
    client.ok({ method: "GET", path: cluster, apiVersion }),
  ]);
  const { kubeadminUsername: user, kubeadminPassword: password } = credentials.json as Record<string, string>;
  const { consoleProfile } = (shown.json as { properties: { consoleProfile: { url: string } } }).properties;
  const { proxy } = JSON.parse(readFileSync(join(folder, "endpoints.json"), "utf8")) as { proxy: string };
  return {
    domain: new URL(consoleProfile.url).hostname.replace("console-openshift-console.apps.", ""),
    proxy,
    authority: readFileSync(join(folder, "ca.pem"), "utf8"),
    user: user ?? "",
    password: password ?? "",
  };
}
