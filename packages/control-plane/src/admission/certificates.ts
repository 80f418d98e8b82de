import { readRequest } from "@aro/pki";
import type { Clock } from "@aro/runtime";
import type { AccessControl, User } from "../access/access.ts";
import { each, type Members, part } from "../kinds/traits/filling.ts";
import { forbidden } from "../registry/failures.ts";
import type { Admission } from "./admission.ts";

const group = "certificates.k8s.io";
const clientSigner = "kubernetes.io/kube-apiserver-client";

/** Who asks for a certificate is noted by the server; who approves or signs must be allowed to for that signer. */
export const certificateAdmission =
  (access: () => AccessControl, clock: Clock): Admission =>
  ({ operation, kind, subresource, object, before, user }) => {
    if (kind.group !== group || kind.plural !== "certificatesigningrequests" || operation === "DELETE") return;
    const { name } = object.metadata;
    if (operation === "CREATE") {
      const spec = part(object as Members, "spec");
      for (const member of ["username", "uid", "groups", "extra"]) delete spec[member];
      Object.assign(spec, {
        username: user.name,
        groups: [...user.groups],
        ...(user.uid === undefined ? {} : { uid: user.uid }),
        ...(user.extra === undefined ? {} : { extra: { ...user.extra } }),
      });
      if (spec["signerName"] === clientSigner && asksForMasters(String(spec["request"] ?? "")))
        throw forbidden(kind, name, `use of ${clientSigner} signer with system:masters group is not allowed`);
      return;
    }
    const signer = String((before?.["spec"] as Members | undefined)?.["signerName"] ?? "");
    if (subresource === "approval") {
      if (!may(access(), user, "approve", signer))
        throw forbidden(kind, name, `user not permitted to approve requests with signerName "${signer}"`);
    } else if (subresource === "status" && signs(object, before)) {
      if (!may(access(), user, "sign", signer))
        throw forbidden(kind, name, `user not permitted to sign requests with signerName "${signer}"`);
    }
    const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const old = each((before?.["status"] ?? {}) as Members, "conditions");
    for (const condition of each((object["status"] ?? {}) as Members, "conditions")) {
      const held = old.find((one) => one["type"] === condition["type"]);
      condition["lastUpdateTime"] ??= now;
      condition["lastTransitionTime"] ??=
        held !== undefined && held["status"] === condition["status"] ? held["lastTransitionTime"] : now;
    }
  };

const certificateOf = (object: unknown): unknown =>
  ((object as Members | undefined)?.["status"] as Members | undefined)?.["certificate"];
const signs = (object: unknown, before: unknown): boolean => certificateOf(object) !== certificateOf(before);

/** Rights are given for one signer, or for all of a domain. */
function may(access: AccessControl, user: User, verb: string, signer: string): boolean {
  const domain = `${signer.split("/")[0]}/*`;
  return [signer, domain].some(
    (name) =>
      access.authorize(user, { kind: "resource", verb, group, version: "*", resource: "signers", name }).allowed,
  );
}

function asksForMasters(request: string): boolean {
  try {
    return readRequest(Buffer.from(request, "base64").toString()).organizations.includes("system:masters");
  } catch {
    return false;
  }
}
