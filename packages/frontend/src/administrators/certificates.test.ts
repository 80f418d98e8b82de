import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { type CertificateRequest, type Identity, issue } from "@aro/pki";
import { manualClock, seededRandom } from "@aro/runtime";
import { errorOf } from "../testing/error-of.ts";
import { clusterPath, openWorld } from "../testing/world.ts";
import { administratorCertificates } from "./certificates.ts";

const day = 86_400_000;
const now = Date.parse("2026-05-01T00:00:00Z");
const random = seededRandom(1);
const commonName = "admin.aro.test";
const make = (wanted: Partial<CertificateRequest>, issuer?: Identity): Promise<Identity> =>
  issue(
    { commonName, usage: "client", key: "ec", notBefore: now - day, notAfter: now + day, ...wanted },
    random,
    issuer,
  );
const der = ({ certificate }: Identity): Uint8Array => new X509Certificate(certificate).raw;
const authority = await make({ commonName: "authority", usage: "ca" });
const another = await make({ commonName: "authority", usage: "ca" });

test("an administrator is who has a client's certificate of this name, valid now, of a trusted authority (spec 01 §5)", async () => {
  const clock = manualClock(now);
  const { authorises } = administratorCertificates({
    commonName,
    authorities: `${another.certificate}\n${authority.certificate}`,
    clock,
  });
  const good = await make({}, authority);
  assert.ok(authorises(der(good)));
  for (const [what, wrong] of [
    ["another name", await make({ commonName: "admin.aro.test.example" }, authority)],
    ["a server's", await make({ usage: "server", names: [commonName] }, authority)],
    ["over", await make({ notAfter: now - 60_000 }, authority)],
    ["yet to come", await make({ notBefore: now + 60_000 }, authority)],
    ["signed by itself", await make({})],
    ["of an authority of the same name", await make({}, await make({ commonName: "authority", usage: "ca" }))],
    ["of somebody who is no authority", await make({}, good)],
  ] as const)
    assert.equal(authorises(der(wrong)), false, what);
  assert.equal(authorises(Buffer.from("no certificate")), false);
  await clock.advance(day);
  assert.equal(authorises(der(good)), false, "the certificate's time is over");
});

test("a file without authorities is refused rather than read as nobody", () => {
  assert.throws(
    () => administratorCertificates({ commonName, authorities: "", clock: manualClock(now) }),
    /holds no PEM certificate/,
  );
});

test("administrators read a cluster in their own version, which ARM may not; nothing else is theirs yet", async () => {
  const admin = der(await make({}, authority));
  const arm = Buffer.from("the certificate of ARM");
  await using world = await openWorld({
    deps: {
      authorisers: {
        arm: { authorises: (certificate) => arm.equals(certificate), ready: () => true },
        admin: administratorCertificates({
          commonName,
          authorities: authority.certificate,
          clock: manualClock(now),
        }),
      },
    },
  });
  await world.made("c1", 1);
  const path = `${clusterPath("c1")}?api-version=admin`;
  const shown = await world.call("GET", path, { certificate: admin });
  assert.equal(shown.status, 200);
  const { properties } = JSON.parse(shown.body ?? "") as { properties: Record<string, unknown> };
  assert.ok("createdBy" in properties && "operatorFlags" in properties, "what customers are not shown");
  assert.doesNotMatch(shown.body ?? "", /clientSecret|pullSecret/);
  assert.equal((await world.call("GET", path, { certificate: arm })).status, 403);
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const refused = await world.call(method, path, { certificate: admin, body: {} });
    assert.deepEqual([refused.status, errorOf(refused).code], [400, "InvalidResourceType"], method);
  }
  assert.equal((await world.call("GET", "/admin/nothing", { certificate: admin })).status, 404);
});
