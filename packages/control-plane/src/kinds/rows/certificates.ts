import { ago } from "../columns.ts";
import { ageOf, type Cells, type Loose, list, none } from "./cell.ts";

/** `Pending`, or what was decided and whether it was carried out. */
function state({ status = {} }: Loose): string {
  const decided = ["Approved", "Denied", "Failed"].filter((wanted) =>
    list(status.conditions).some(({ type }) => type === wanted),
  );
  if (decided.length === 0) return "Pending";
  return [...decided, ...(status.certificate === undefined ? [] : ["Issued"])].join(",");
}

export const certificateCells: Readonly<Record<string, Cells>> = {
  "certificates.k8s.io/certificatesigningrequests": (one, now) => [
    one.metadata.name,
    ageOf(one, now),
    one.spec?.signerName ?? none,
    one.spec?.username ?? "",
    typeof one.spec?.expirationSeconds === "number" ? ago(one.spec.expirationSeconds * 1000) : none,
    state(one),
  ],
};
