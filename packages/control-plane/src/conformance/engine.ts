import type { Identity } from "@aro/pki";

/** A control plane that the suite runs against: the embedded one, or the real one. */
export interface Engine extends AsyncDisposable {
  name: "embedded" | "real";
  /** What it is: `kube-apiserver v1.36.3`. */
  title: string;
  /** `https://127.0.0.1:PORT`. */
  address: string;
  /** PEM of the authority behind its certificate. */
  authority: string;
  /** A client certificate of a user; without one given, of an administrator. */
  identity(user?: { name: string; groups: readonly string[] }): Promise<Identity>;
}
